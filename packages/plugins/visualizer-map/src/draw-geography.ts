import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { SKRSContext2D } from "@napi-rs/canvas";
import { geoGraticule, geoPath } from "d3-geo";
import type { MultiLineString } from "geojson";
import { mesh } from "topojson-client";
import { font } from "./fonts.js";
import type { MapFrame } from "./map-frame.js";

const LINE = "#222222";
const LABEL_PIXELS = 20;

/** Draws coastlines (Natural Earth, 1:50m), graticule with its labels, and the edge of the map. */
export function drawGeography(context: SKRSContext2D, frame: MapFrame): void {
  const path = geoPath(frame.projection, context);
  const steps = graticuleSteps(frame);
  context.lineJoin = "round";
  context.strokeStyle = LINE;

  context.globalAlpha = 0.25;
  context.lineWidth = 1;
  context.beginPath();
  path(geoGraticule().step(steps)());
  context.stroke();

  context.globalAlpha = 0.75;
  context.lineWidth = frame.kind === "world" ? 0.9 : 1.4;
  context.beginPath();
  path(coastlines());
  context.stroke();

  context.globalAlpha = 1;
  context.lineWidth = 2;
  if (frame.kind === "world") {
    context.beginPath();
    path({ type: "Sphere" });
    context.stroke();
    labelWorld(context, frame, steps);
  } else {
    context.strokeRect(frame.x, frame.y, frame.width, frame.height);
    labelRegion(context, frame, steps);
  }
}

/** Degrees between meridians and between parallels: some six of each across the map. */
function graticuleSteps({ kind, bounds }: MapFrame): [longitude: number, latitude: number] {
  if (kind === "world") return [30, 30];
  const step = (extent: number) => [1, 2, 5, 10, 15, 30].find((degrees) => extent / degrees <= 6) ?? 30;
  return [step(bounds.east - bounds.west), step(bounds.north - bounds.south)];
}

let coast: MultiLineString | undefined;

function coastlines(): MultiLineString {
  if (!coast) {
    const file = createRequire(import.meta.url).resolve("world-atlas/land-50m.json");
    coast = mesh(JSON.parse(readFileSync(file, "utf8")) as Parameters<typeof mesh>[0]);
  }
  return coast;
}

/** Latitudes outside the left and right edge, longitudes below the map. */
function labelWorld(context: SKRSContext2D, { projection, x, y, width, height }: MapFrame, [across, up]: [number, number]): void {
  const [rotation] = projection.rotate();
  context.font = font(LABEL_PIXELS);
  context.fillStyle = LINE;
  context.textBaseline = "middle";
  for (let latitude = -90 + up; latitude < 90; latitude += up) {
    const [right, row] = projection([179.999 - rotation, latitude])!;
    const left = 2 * (x + width / 2) - right;
    context.textAlign = "right";
    context.fillText(latitudeLabel(latitude), left - 8, row);
    context.textAlign = "left";
    context.fillText(latitudeLabel(latitude), right + 8, row);
  }
  context.textAlign = "center";
  context.textBaseline = "top";
  for (let fromMiddle = -180; fromMiddle <= 180; fromMiddle += 2 * across) {
    const [column] = projection([Math.max(-179.999, Math.min(179.999, fromMiddle)) - rotation, -89.999])!;
    context.fillText(longitudeLabel(fromMiddle - rotation), column, y + height + 8);
  }
}

/** Where lines of the graticule leave the frame: longitudes below, latitudes at the left. */
function labelRegion(context: SKRSContext2D, { projection, x, y, width, height }: MapFrame, [across, up]: [number, number]): void {
  context.font = font(LABEL_PIXELS);
  context.fillStyle = LINE;
  const place = (column: number, row: number) => projection.invert!([column, row]) ?? [Number.NaN, Number.NaN];
  context.textAlign = "center";
  context.textBaseline = "top";
  for (const { pixel, degrees } of crossings(width, across, (column) => place(x + column, y + height)[0])) {
    context.fillText(longitudeLabel(degrees), x + pixel, y + height + 8);
  }
  context.textAlign = "right";
  context.textBaseline = "middle";
  for (const { pixel, degrees } of crossings(height, up, (row) => place(x, y + row)[1])) {
    context.fillText(latitudeLabel(degrees), x - 8, y + pixel);
  }
}

/** Pixels along an edge where a coordinate passes a multiple of `step`; a jump by a turn is the antimeridian. */
function crossings(length: number, step: number, coordinate: (pixel: number) => number): { pixel: number; degrees: number }[] {
  const found: { pixel: number; degrees: number }[] = [];
  for (let pixel = 1; pixel < length; pixel++) {
    const [before, here] = [coordinate(pixel - 1), coordinate(pixel)];
    const degrees = Math.abs(here - before) > 180 ? 180 : Math.floor(Math.max(before, here) / step) * step;
    if (degrees > Math.min(before, here)) found.push({ pixel, degrees });
  }
  return found;
}

function latitudeLabel(latitude: number): string {
  return latitude === 0 ? "0°" : `${Math.abs(latitude)}°${latitude > 0 ? "N" : "S"}`;
}

function longitudeLabel(longitude: number): string {
  const turned = ((((longitude + 180) % 360) + 360) % 360) - 180;
  if (turned === 0 || turned === -180) return `${Math.abs(turned)}°`;
  return `${Math.abs(turned)}°${turned > 0 ? "E" : "W"}`;
}
