import { beforeAll, describe, expect, it } from "vitest";
import { coastlines } from "../src/coastlines.js";

type Place = readonly [longitude: number, latitude: number];

describe("coastlines", () => {
  let lines: Place[][] = [];
  beforeAll(async () => {
    lines = (await coastlines()).coordinates as unknown as Place[][];
  });
  const segments = () => lines.flatMap((line) => line.slice(1).map((end, index) => [line[index]!, end] as const));

  it.each([
    ["Cabo da Roca", -9.5, 38.78],
    ["Cape Agulhas", 20.0, -34.83],
    ["Cape York", 142.53, -10.69],
    ["Cape Dezhnev", -169.65, 66.08],
    ["East Cape of New Zealand", 178.55, -37.69],
  ])("pass by %s", (_, longitude, latitude) => {
    const distances = lines
      .flat()
      .map(([east, north]) => Math.hypot((east - longitude) * Math.cos((latitude * Math.PI) / 180), north - latitude));
    expect(Math.min(...distances)).toBeLessThan(0.15);
  });

  it("draw no line across the map, nor the seam of the atlas at the antimeridian and around the pole", () => {
    expect(Math.max(...segments().map(([from, to]) => Math.abs(to[0] - from[0])))).toBeLessThan(10);
    expect(segments().filter(([from, to]) => Math.abs(from[0]) === 180 && Math.abs(to[0]) === 180)).toEqual([]);
    expect(Math.min(...lines.flat().map(([, latitude]) => latitude))).toBeGreaterThan(-86);
  });

  it("go on beyond the antimeridian where they end on it", () => {
    const ends = lines.flatMap((line) => [line[0]!, line.at(-1)!]);
    const latitudes = (side: number) =>
      ends
        .filter(([longitude]) => longitude === side)
        .map(([, latitude]) => latitude)
        .sort((a, b) => a - b);
    const [west, east] = [latitudes(-180), latitudes(180)];
    // Chukotka, Wrangel Island and Antarctica at the least.
    expect(east.length).toBeGreaterThanOrEqual(5);
    expect(west).toHaveLength(east.length);
    for (const [index, latitude] of west.entries()) expect(Math.abs(latitude - east[index]!)).toBeLessThan(0.01);
  });

  it("are the same each time", async () => {
    expect((await coastlines()).coordinates).toEqual(lines);
  });
});
