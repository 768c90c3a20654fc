import type { PluginContext, PointSet, RawData, StagePlugin } from "@geoanomaly/core";
import { testContext } from "@geoanomaly/core/testing";
import { nativeKernels } from "@geoanomaly/native";
import { describe, expect, it } from "vitest";
import { euler, tiltDepth } from "../src/index.js";
import { type Field, gridData, HEADER, MIDDLE } from "./field-grid.js";

async function run(stage: StagePlugin, input: RawData, parameters: object = {}) {
  const context = await testContext({ kernels: nativeKernels() });
  let facts: Record<string, unknown> = {};
  const lent: PluginContext = {
    ...context,
    report: (reported) => {
      facts = { ...facts, ...reported };
    },
  };
  const data = await stage.run(input, { ...parameters }, lent);
  if (data.kind !== "points") throw new Error(`points were expected, not ${data.kind}`);
  return { points: data.points, facts, warnings: context.logged.filter(({ level }) => level === "warn") };
}

const median = (values: ArrayLike<number>) => Float64Array.from(values).sort()[values.length >> 1]!;
/** Depths of the points within some metres of a place, metres from the middle of the grid. */
const depthsNear = ({ easting, northing, values }: PointSet, east: number, north: number, radius: number) =>
  values.filter((_, i) => Math.hypot(easting[i]! - MIDDLE.easting - east, northing[i]! - MIDDLE.northing - north) < radius);

const gravity = { quantity: { functional: "gravity-residual", unit: "mGal" } } as const;
const pole = { quantity: { functional: "reduced-to-pole", unit: "nT" } } as const;
/** Attraction of a sphere. */
const sphere =
  (x: number, y: number, depth: number): Field =>
  (east, north) =>
    (3e7 * depth) / ((east - x) ** 2 + (north - y) ** 2 + depth ** 2) ** 1.5;
/** Total-field anomaly of a dipole of inclination 60 and declination 0: (3 (t.r)^2 - r^2) / r^5. */
const dipole =
  (x: number, y: number, depth: number): Field =>
  (east, north) => {
    const along = Math.cos(Math.PI / 3) * (north - y) - Math.sin(Math.PI / 3) * depth;
    const square = (east - x) ** 2 + (north - y) ** 2 + depth ** 2;
    return (1e9 * (3 * along ** 2 - square)) / square ** 2.5;
  };
const across = (angle: number) => (east: number, north: number) => Math.cos(angle) * east + Math.sin(angle) * north;
/** Top of a thin vertical sheet, and edge of a vertical contact, in a vertical field. */
const sheet =
  (depth: number, angle = 0): Field =>
  (east, north) =>
    (2e5 * depth) / (across(angle)(east, north) ** 2 + depth ** 2);
const contact =
  (depth: number, angle = 0): Field =>
  (east, north) =>
    300 * Math.atan(across(angle)(east, north) / depth);

describe("stage euler", () => {
  it.each([
    ["a sphere's gravity", sphere(200, -300, 450), gravity, 2, 450],
    ["a dipole", dipole(200, -300, 450), {}, 3, 450],
    ["a thin sheet", (e: number, n: number) => sheet(400)(e - 200, n), pole, 1, 400],
  ])("puts %s at its place and depth, with the right structural index", async (_, field, header, index, depth) => {
    const { points, facts } = await run(euler, gridData(field, header), { window: 13, stride: 3 });
    expect(facts.structuralIndex).toBe(index);
    const near = depthsNear(points, 200, -300, 400);
    expect(near.length).toBeGreaterThan(5);
    expect(Math.abs(median(near) / depth - 1)).toBeLessThan(0.04);
    expect(points.quantity).toEqual({ functional: "source-depth", unit: "m" });
    expect(facts).toMatchObject({
      accepted: points.values.length,
      depthBelow: "the level of observation",
      structuralIndexFrom: "uncertainty",
    });
  });

  it("finds the same index by the scatter of depths", async () => {
    const { facts } = await run(euler, gridData(sphere(200, -300, 450), gravity), { window: 13, criterion: "scatter" });
    expect(facts).toMatchObject({ structuralIndex: 2, structuralIndexFrom: "scatter" });
  });

  it.each([0, 0.6])("finds the edge of a contact whose normal is turned by %f rad", async (angle) => {
    const { points } = await run(euler, gridData(contact(350, angle), pole), { window: 13, structuralIndex: 0 });
    const inner = points.values.filter(
      (_, i) => Math.hypot(points.easting[i]! - MIDDLE.easting, points.northing[i]! - MIDDLE.northing) < 1200,
    );
    expect(inner.length).toBeGreaterThan(5);
    expect(Math.abs(median(inner) / 350 - 1)).toBeLessThan(0.05);
    const beside = points.easting.map((x, i) => Math.abs(across(angle)(x - MIDDLE.easting, points.northing[i]! - MIDDLE.northing)));
    expect(median(beside)).toBeLessThan(40);
  });

  it("sees through a base level and a gap, and finds two bodies", async () => {
    const two: Field = (east, north) => 500 + sphere(-1000, 900, 300)(east, north) + sphere(1100, -1000, 500)(east, north);
    const hole = (row: number, col: number) => row < 9 && col > 70;
    const { points, facts } = await run(euler, gridData(two, gravity, hole), { window: 9, stride: 3, structuralIndex: 2 });
    expect(Math.abs(median(depthsNear(points, -1000, 900, 300)) / 300 - 1)).toBeLessThan(0.08);
    expect(Math.abs(median(depthsNear(points, 1100, -1000, 300)) / 500 - 1)).toBeLessThan(0.08);
    expect(facts.unsolvable).toBeGreaterThan(0);
    expect(facts.structuralIndexFrom).toBe("parameter");
  });

  it("counts every window once", async () => {
    const { points, facts } = await run(euler, gridData(dipole(0, 0, 300)), { structuralIndex: 3 });
    const named = ["weak", "unsolvable", "aboveLevel", "tooDeep", "outsideWindow", "uncertain", "aboveGround", "accepted"] as const;
    expect(named.reduce((sum, name) => sum + (facts[name] as number), 0)).toBe(facts.windows);
    expect(facts.accepted).toBe(points.values.length);
  });

  it("measures depths from the ground where the survey followed it", async () => {
    const flown = await run(euler, gridData(dipole(0, 0, 300), { height: { metres: 80, datum: "terrain" } }), { structuralIndex: 3 });
    const level = await run(euler, gridData(dipole(0, 0, 300)), { structuralIndex: 3 });
    expect(flown.facts.depthBelow).toBe("the ground");
    expect(flown.points.height).toEqual({ metres: 0, datum: "terrain" });
    expect(level.points.height).toEqual(HEADER.height);
    expect(median(level.points.values) - median(flown.points.values)).toBeCloseTo(80, 6);
  });

  it("says so when it finds nothing", async () => {
    const { points, warnings } = await run(
      euler,
      gridData((east, north) => 0.1 * east + 0.2 * north),
    );
    expect(points.values).toHaveLength(0);
    expect(warnings).toHaveLength(1);
  });

  it("refuses a window larger than the grid, and what is no field", async () => {
    await expect(run(euler, gridData(dipole(0, 0, 300)), { window: 95 })).rejects.toMatchObject({ code: "GAM_PARAMETER_INVALID" });
    const heights = gridData(dipole(0, 0, 300), { quantity: { functional: "topography", unit: "m" } });
    await expect(run(euler, heights)).rejects.toMatchObject({ code: "GAM_GRID_MISMATCH" });
  });
});

describe("stage tilt-depth", () => {
  it.each([
    [0, 200],
    [0.5, 200],
    [Math.PI / 2, 250],
  ])("finds the depth of a contact whose normal is turned by %f rad", async (angle, depth) => {
    const { points, facts } = await run(tiltDepth, gridData(contact(depth, angle), pole));
    const inner = points.values.filter(
      (_, i) => Math.hypot(points.easting[i]! - MIDDLE.easting, points.northing[i]! - MIDDLE.northing) < 1000,
    );
    expect(inner.length).toBeGreaterThan(10);
    expect(Math.abs(median(inner) / depth - 1)).toBeLessThan(0.05);
    const beside = points.easting.map((x, i) => Math.abs(across(angle)(x - MIDDLE.easting, points.northing[i]! - MIDDLE.northing)));
    expect(median(beside)).toBeLessThan(40);
    const { crossings, weak, unbounded, lopsided, aboveGround, accepted } = facts as Record<string, number>;
    expect(weak! + unbounded! + lopsided! + aboveGround! + accepted!).toBe(crossings);
    expect(accepted).toBe(points.values.length);
  });

  it("refuses a field that is not reduced to the pole, by name", async () => {
    await expect(run(tiltDepth, gridData(contact(300)))).rejects.toThrow(/reduce-to-pole.*total-field-anomaly/);
  });
});
