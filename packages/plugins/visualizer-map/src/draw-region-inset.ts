import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { SKRSContext2D } from "@napi-rs/canvas";
import { geoOrthographic, geoPath } from "d3-geo";
import { feature } from "topojson-client";
import { type MapFrame, outline } from "./map-frame.js";

/** Draws a small globe that shows where the region lies. */
export function drawRegionInset(context: SKRSContext2D, { bounds }: MapFrame, x: number, y: number, radius: number): void {
  const file = createRequire(import.meta.url).resolve("world-atlas/land-110m.json");
  const atlas = JSON.parse(readFileSync(file, "utf8")) as Parameters<typeof feature>[0];
  const middle: [number, number] = [-(bounds.west + bounds.east) / 2, -(bounds.south + bounds.north) / 2];
  const projection = geoOrthographic().rotate(middle).scale(radius).translate([x, y]).clipAngle(90);
  const path = geoPath(projection, context);
  context.beginPath();
  path({ type: "Sphere" });
  context.fillStyle = "#eef2f6";
  context.fill();
  context.beginPath();
  path(feature(atlas, atlas.objects.land!));
  context.fillStyle = "#b9bfb5";
  context.fill();
  context.beginPath();
  path({ type: "Sphere" });
  context.strokeStyle = "#222222";
  context.lineWidth = 1.5;
  context.stroke();
  context.beginPath();
  path({ type: "LineString", coordinates: outline(bounds) });
  context.strokeStyle = "#b40426";
  context.lineWidth = 3;
  context.stroke();
}
