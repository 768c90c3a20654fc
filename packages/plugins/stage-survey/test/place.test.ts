import { type Crs, projectionBetween } from "@geoanomaly/core";
import { describeStageContract } from "@geoanomaly/core/testing";
import { crop, project } from "@geoanomaly/plugin-stage-survey";
import { describe, expect, it } from "vitest";
import { run, survey } from "./synthetic-survey.js";

const places = [[-105, 40], [-104.5, 40.5], [-104, 41], [-103.5, 41.5]] as const; // biome-ignore format: one table
const stations = (crs: Crs = "EPSG:4326", at: readonly (readonly [number, number])[] = places) =>
  survey([{ name: "A", places: at }], (x) => x, crs);

describeStageContract(project, { input: () => ({ kind: "points", points: stations() }), parameters: { to: "EPSG:32613" } });
describeStageContract(crop, { input: () => ({ kind: "points", points: stations() }), parameters: { west: -104.6 } });

describe("project", () => {
  it("moves readings and nothing else, and comes back", async () => {
    const { points } = await run(project, stations(), { to: "EPSG:32613" });
    const zone = await projectionBetween("EPSG:4326", "EPSG:32613");
    expect([points.easting[2], points.northing[2]]).toEqual(zone.forward(-104, 41));
    expect(points).toMatchObject({
      crs: "EPSG:32613",
      values: stations().values,
      lines: stations().lines,
      sourceLines: stations().sourceLines,
    });
    const { points: back } = await run(project, points, { to: "EPSG:4326" });
    back.easting.forEach((longitude, index) => {
      expect(longitude).toBeCloseTo(places[index]![0], 9);
    });
  });

  it("removes and names readings that have no place: swapped coordinates", async () => {
    const swapped = stations("EPSG:4326", [...places, [40, -105]]);
    const { points, facts, warnings } = await run(project, swapped, { to: "EPSG:32613" });
    expect(points.values).toHaveLength(4);
    expect(facts).toMatchObject({ removed: 1, removedLines: [6] });
    expect(warnings.join()).toContain("line 6");
    const all = stations("EPSG:4326", places.map(([x, y]) => [y, x] as const)); // biome-ignore format: one line
    await expect(run(project, all, { to: "EPSG:32613" })).rejects.toMatchObject({ code: "GAM_GRID_MISMATCH", message: expect.stringContaining("swapped") }); // biome-ignore format: one line
  });

  it("wants a code, and does not place local coordinates", async () => {
    for (const parameters of [{}, { to: "UTM 13" }, { to: "EPSG:999999" }]) {
      await expect(run(project, stations(), parameters)).rejects.toMatchObject({ code: "GAM_PARAMETER_INVALID" });
    }
    await expect(run(project, stations("local"), { to: "EPSG:32613" })).rejects.toMatchObject({ code: "GAM_GRID_MISMATCH" });
  });
});

describe("crop", () => {
  it("keeps what lies within or on the edges, and counts the rest by line", async () => {
    const { points, facts } = await run(crop, stations(), { west: -104.5, north: 41 });
    expect([...points.values]).toEqual([-104.5, -104]);
    expect([...points.sourceLines!]).toEqual([3, 4]);
    expect(facts).toMatchObject({ kept: 2, removed: 2, removedLines: [2, 5] });
  });

  it("goes across the antimeridian", async () => {
    const pacific = stations("EPSG:4326", [[179, 0], [-179, 0], [181, 0], [0, 0]]); // biome-ignore format: one line
    expect([...(await run(crop, pacific, { west: 178, east: -178 })).points.values]).toEqual([179, -179, 181]);
    await expect(run(crop, stations("local"), { west: 10, east: 5 })).rejects.toMatchObject({ code: "GAM_PARAMETER_INVALID" });
  });

  it("refuses a window without readings, saying where they are", async () => {
    await expect(run(crop, stations(), { west: 500_000 })).rejects.toMatchObject({ message: expect.stringContaining("-105..-103.5 east") });
  });
});
