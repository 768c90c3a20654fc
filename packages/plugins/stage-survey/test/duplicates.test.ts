import type { PointSet } from "@geoanomaly/core";
import { describeStageContract } from "@geoanomaly/core/testing";
import { duplicates } from "@geoanomaly/plugin-stage-survey";
import { describe, expect, it } from "vitest";
import { run, uniforms } from "./synthetic-survey.js";

/** Stations of a table whose header is its first line. */
function stations(places: readonly (readonly [x: number, y: number, value: number])[], crs: PointSet["crs"] = "EPSG:32613"): PointSet {
  return {
    easting: Float64Array.from(places, ([x]) => x),
    northing: Float64Array.from(places, ([, y]) => y),
    values: Float64Array.from(places, ([, , value]) => value),
    uncertainty: Float64Array.from(places, () => 0.3),
    crs,
    quantity: { functional: "gravity", unit: "mGal" },
    height: { metres: 0, datum: "geoid" },
    sourceLines: Uint32Array.from(places, (_, index) => index + 2),
  };
}

const table = stations([[0, 0, 10], [100, 0, 20], [0, 0, 12], [100, 0.4, 21], [0, 0, 17], [200, 0, 30]]); // biome-ignore format: one table

describeStageContract(duplicates, { input: () => ({ kind: "points", points: table }), parameters: { distance: 1 } });

describe("duplicates", () => {
  it("finds readings at exactly one place and names their lines", async () => {
    const { points, facts, warnings } = await run(duplicates, table);
    expect([...points.values]).toEqual([12, 20, 21, 30]);
    expect(facts).toMatchObject({ places: 1, removed: 2, kept: 4, duplicateLines: [[2, 4, 6]] });
    expect(warnings.join()).toContain("lines 4, 6");
  });

  it("merges within a distance, by mean with the error of a mean", async () => {
    const { points, facts } = await run(duplicates, table, { distance: 1, method: "mean" });
    expect([...points.values]).toEqual([13, 20.5, 30]);
    expect([...points.uncertainty!].map((value) => value.toFixed(4))).toEqual(
      [0.3 / Math.sqrt(3), 0.3 / Math.sqrt(2), 0.3].map((value) => value.toFixed(4)),
    );
    expect(facts).toMatchObject({ places: 2, removed: 3, duplicateLines: [[2, 4, 6], [3, 5]] }); // biome-ignore format: one line
  });

  it("keeps the first where told to", async () => {
    expect([...(await run(duplicates, table, { method: "first" })).points.values]).toEqual([10, 20, 21, 30]);
  });

  it("reports values that contradict each other", async () => {
    const { facts, warnings } = await run(duplicates, table, { distance: 1, tolerance: 2 });
    expect(facts).toMatchObject({ conflicts: 1, conflictLines: [[2, 4, 6]] });
    expect(warnings.join("\n")).toMatch(/differ by 7 mGal: lines 2, 4, 6/);
  });

  it("stops where duplicates are an error, with their lines", async () => {
    await expect(run(duplicates, table, { method: "error" })).rejects.toMatchObject({
      code: "GAM_VERIFICATION",
      message: expect.stringContaining("lines 2, 4, 6"),
    });
  });

  it("keeps the readings of two lines apart, unless told otherwise", async () => {
    const crossing = { ...table, lines: { names: ["L1", "T1"], of: Uint32Array.of(0, 0, 1, 0, 0, 0) } };
    expect((await run(duplicates, crossing)).facts).toMatchObject({ duplicateLines: [[2, 6]] });
    expect((await run(duplicates, crossing, { acrossLines: true })).facts).toMatchObject({ duplicateLines: [[2, 4, 6]] });
  });

  it("passes a survey without duplicates on as it is", async () => {
    const points = stations([[0, 0, 1], [5, 0, 2]]); // biome-ignore format: one table
    expect((await run(duplicates, points, { distance: 4, method: "error" })).points).toBe(points);
  });

  it("refuses a distance that chains a line into one place", async () => {
    const line = stations(Array.from({ length: 20 }, (_, k) => [10 * k, 0, k] as const));
    await expect(run(duplicates, line, { distance: 10 })).rejects.toMatchObject({ code: "GAM_PARAMETER_INVALID" });
  });

  it("measures metres in degrees too: 1e-5 degrees of longitude at 60 north are 0.56 m", async () => {
    const points = stations([[10, 60, 1], [10.00001, 60, 2], [-179.999999, 60, 3], [179.999999, 60, 4]], "EPSG:4326"); // biome-ignore format: one table
    expect((await run(duplicates, points, { distance: 0.5 })).facts).toMatchObject({ duplicateLines: [[4, 5]] });
    expect((await run(duplicates, points, { distance: 0.6 })).facts).toMatchObject({ duplicateLines: [[2, 3], [4, 5]] }); // biome-ignore format: one line
  });

  it("agrees with looking at every pair", async () => {
    const uniform = uniforms(5);
    const places = Array.from({ length: 400 }, (_, k) => [1000 * uniform() - 500, 1000 * uniform() - 500, k] as const);
    const close = new Set<number>();
    for (const [i, [x, y]] of places.entries())
      for (const [j, [u, v]] of places.entries()) if (i !== j && Math.hypot(x - u, y - v) <= 3) close.add(i + 2);
    const { facts } = await run(duplicates, stations(places, "local"), { distance: 3 });
    expect(close.size).toBeGreaterThan(2);
    expect((facts.duplicateLines as number[][]).flat().sort((a, b) => a - b)).toEqual([...close].sort((a, b) => a - b));
  });
});
