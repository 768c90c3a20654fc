import { type PointSet, residentGrid, type StagePlugin } from "@geoanomaly/core";
import { describeStageContract, testContext } from "@geoanomaly/core/testing";
import { qualityControl, units } from "@geoanomaly/plugin-stage-grid";
import { describe, expect, it } from "vitest";

/** Readings whose table has its header in line 1. */
function readings(values: readonly number[], quantity: PointSet["quantity"], more: Partial<PointSet> = {}): PointSet {
  return {
    easting: Float64Array.from(values, (_, index) => 10 * index),
    northing: new Float64Array(values.length),
    values: Float64Array.from(values),
    uncertainty: new Float64Array(values.length).fill(0.1),
    crs: "local",
    quantity,
    height: { metres: 0, datum: "geoid" },
    sourceLines: Uint32Array.from(values, (_, index) => index + 2),
    ...more,
  };
}

async function run(stage: StagePlugin, points: PointSet, parameters: Record<string, unknown> = {}) {
  const context = await testContext();
  const facts: Record<string, unknown> = {};
  const result = await stage.run({ kind: "points", points }, parameters, { ...context, report: (more) => Object.assign(facts, more) });
  if (result.kind !== "points") throw new Error(`${stage.id} gave ${result.kind}`);
  return { points: result.points, facts, warnings: context.logged.filter(({ level }) => level === "warn").map(({ message }) => message) };
}

const gravity = { functional: "gravity", unit: "mGal" } as const;
const table = readings([979_656.1, 979_508.2, 9.7966646, 979_666.5, 979.6, 9_796_500], gravity);
const smooth = readings(Array.from({ length: 100 }, (_, k) => 50 * Math.sin(k / 15)), { functional: "total-field-anomaly", unit: "nT" }); // biome-ignore format: one table

describeStageContract(units, { input: () => ({ kind: "points", points: smooth }) });
describeStageContract(qualityControl, { input: () => ({ kind: "points", points: smooth }), parameters: { range: [-100, 100] } });

describe("units of readings", () => {
  it("converts numbers and errors where the source does not name its unit", async () => {
    const raw = readings([9.78, 9.79], { functional: "unknown", unit: "1" });
    const { points, facts } = await run(units, raw, { from: "m/s2", functional: "gravity" });
    expect(points.quantity).toEqual(gravity);
    expect([...points.values].map(Math.round)).toEqual([978_000, 979_000]);
    expect(points.uncertainty![0]).toBeCloseTo(10_000, 6);
    expect(facts).toMatchObject({ unit: "mGal", factor: 1e5, otherUnits: [] });
  });

  it("finds readings in another unit than the rest, and names unit and lines", async () => {
    await expect(run(units, table)).rejects.toMatchObject({ code: "GAM_VERIFICATION" });
    const { points, facts, warnings } = await run(units, table, { mixed: "convert" });
    expect([...points.values].map((value) => value.toFixed(1))).toEqual(["979656.1", "979508.2", "979666.5", "979666.5", "979600.0", "979650.0"]); // biome-ignore format: one table
    expect(points.uncertainty![2]).toBeCloseTo(0.1 * 1e5, 6);
    expect(facts.otherUnits).toEqual([
      { unit: "m/s2", count: 1, lines: [4] },
      { unit: "Gal", count: 1, lines: [6] },
      { unit: "um/s2 (gravity units)", count: 1, lines: [7] },
    ]);
    expect(warnings.join()).toMatch(/m\/s2: lines 4; .*Gal: lines 6/);
    expect([...(await run(units, table, { mixed: "keep" })).points.values]).toEqual([...table.values]);
  });

  it("finds tesla among nanotesla, and nothing among anomalies", async () => {
    const field = readings([48_100, 4.81e-5, 48.2], { functional: "total-field", unit: "nT" });
    const { facts } = await run(units, field, { mixed: "keep" });
    expect(facts.otherUnits).toEqual([
      { unit: "T", count: 1, lines: [3] },
      { unit: "uT", count: 1, lines: [4] },
    ]);
    expect((await run(units, readings([1e-5, 400], { functional: "total-field-anomaly", unit: "nT" }))).facts).toMatchObject({
      otherUnits: [],
    });
  });

  it("refuses what contradicts the data", async () => {
    await expect(run(units, table, { from: "nT" })).rejects.toMatchObject({ code: "GAM_GRID_MISMATCH" });
    await expect(run(units, table, { functional: "free-air-anomaly" })).rejects.toMatchObject({ code: "GAM_GRID_MISMATCH" });
    await expect(run(units, smooth, { from: "furlong" })).rejects.toMatchObject({ code: "GAM_PARAMETER_INVALID" });
  });
});

/** Two lines of 50 readings each, 10 m apart along and 20 m across, from two surveys. */
function blocks(step: number): PointSet {
  const [north, south] = [Array.from({ length: 50 }, (_, k) => k), Array.from({ length: 50 }, (_, k) => k + step)];
  return readings([...north, ...south], { functional: "total-field-anomaly", unit: "nT" }, {
    easting: Float64Array.from({ length: 100 }, (_, k) => 10 * (k % 50)),
    northing: Float64Array.from({ length: 100 }, (_, k) => (k < 50 ? 20 : 0)),
    lines: { of: Uint32Array.from({ length: 100 }, (_, k) => (k < 50 ? 0 : 1)), names: ["NORTH-12", "SOUTH-3"] },
  }); // biome-ignore format: one table
}

describe("quality control of readings", () => {
  const lined = (points: PointSet): PointSet => ({ ...points, lines: { of: new Uint32Array(points.values.length), names: ["L1"] } });

  it("passes good readings on as they are, without a word", async () => {
    const { points, facts, warnings } = await run(qualityControl, lined(smooth), { range: [-100, 100], unit: "nT", maximumGap: 10, minimumCompleteness: 1, maximumSpikeFraction: 0 }); // biome-ignore format: one call
    expect(points.values).toBe(smooth.values);
    expect(facts).toEqual({ flags: 0, findings: [] });
    expect(warnings).toEqual([]);
  });

  it("counts every finding and names lines of the source", async () => {
    const values = smooth.values.slice();
    values[10] = 900;
    for (const index of [20, 21, 22]) values[index] = Number.NaN;
    const { facts, warnings } = await run(qualityControl, lined({ ...smooth, values }), { range: [-100, 100], minimumFiniteFraction: 0.99, unit: "mGal", maximumGap: 25, minimumCompleteness: 0.99, maximumSpikeFraction: 0 }); // biome-ignore format: one call
    const findings = facts.findings as { rule: string; lines: number[]; message: string }[];
    expect(findings.map(({ rule }) => rule)).toEqual(["finite", "range", "unit", "gaps", "completeness", "spikes"]);
    expect(findings[1]!.lines).toEqual([12]);
    expect(findings[3]!).toMatchObject({ lines: [21], message: expect.stringContaining("the longest 40 m, after lines 21") });
    expect(findings[5]!.lines).toEqual([12]);
    expect(warnings).toHaveLength(6);
  });

  it("finds lines that are not complete: 30 m of 990 m too much in one step", async () => {
    const values = smooth.values.slice();
    for (const index of [20, 21, 22]) values[index] = Number.NaN;
    const check = (minimumCompleteness: number) =>
      run(qualityControl, lined({ ...smooth, values }), { minimumCompleteness, maximumGap: 39 });
    expect((await check(0.96)).facts).toMatchObject({ findings: [{ rule: "gaps" }] });
    expect((await check(0.98)).facts).toMatchObject({ findings: [{ rule: "gaps" }, { rule: "completeness" }] });
  });

  it("finds the step between two blocks of lines", async () => {
    const check = (step: number) => run(qualityControl, blocks(step), { maximumSeam: 5, seamDistance: 30 });
    expect((await check(4)).facts).toMatchObject({ flags: 0 });
    const { facts } = await check(7);
    expect(facts).toMatchObject({ findings: [{ rule: "seams", message: expect.stringMatching(/"NORTH" and "SOUTH", found 7\.00/) }] });
    await expect(run(qualityControl, blocks(7), { maximumSeam: 5 })).rejects.toMatchObject({ code: "GAM_PARAMETER_INVALID" });
    await expect(run(qualityControl, blocks(7), { maximumSeam: 5, seamDistance: 30, severity: { seams: "stop" } })).rejects.toMatchObject({ code: "GAM_VERIFICATION" }); // biome-ignore format: one call
  });

  it("stops by rule or for all, after saying everything", async () => {
    const asked = { range: [-10, 10], unit: "mGal" };
    await expect(run(qualityControl, smooth, { ...asked, onFailure: "stop" })).rejects.toMatchObject({ code: "GAM_VERIFICATION" });
    await expect(run(qualityControl, smooth, { ...asked, severity: { unit: "stop" } })).rejects.toMatchObject({ message: expect.stringContaining("the unit mGal") }); // biome-ignore format: one call
    expect((await run(qualityControl, smooth, { ...asked, onFailure: "stop", severity: { unit: "warn", range: "warn" } })).facts).toMatchObject({ flags: 2 }); // biome-ignore format: one call
    await expect(run(qualityControl, smooth, { severity: { colour: "stop" } })).rejects.toMatchObject({ code: "GAM_PARAMETER_INVALID" });
  });

  it("wants lines for rules about lines, and readings for rules about readings", async () => {
    await expect(run(qualityControl, smooth, { maximumGap: 5 })).rejects.toMatchObject({ code: "GAM_GRID_MISMATCH" });
    const context = await testContext();
    const header = { rows: 1, cols: 1, transform: [1, 0, 0, 0, -1, 0], registration: "area", crs: "local", quantity: gravity, height: { metres: 0, datum: "geoid" }, effectiveResolution: 1 } as const; // biome-ignore format: one header
    const grid = residentGrid(header, { values: Float32Array.of(1) });
    await expect(qualityControl.run({ kind: "grid", grid }, { maximumGap: 5 }, context)).rejects.toMatchObject({
      code: "GAM_PARAMETER_INVALID",
    });
  });
});
