import { describe, expect, it } from "vitest";
import { equivalentSources } from "../src/index.js";
import { gridOf, pointsOf, runStage, samplesOf } from "./stage-run.js";
import { frame, normalNumbers, rms, sampleAt, survey } from "./survey-fixture.js";

const target = frame(24, 32, 250);
/** Closed form: three 1/r sources well below. */
const field = (x: number, y: number, z: number) =>
  [
    [2000, 3000, -1500, 4e5],
    [5500, 2500, -2000, -6e5],
    [4000, 4500, -1200, 2e5],
  ].reduce((sum, [a, b, c, q]) => sum + (q as number) / Math.hypot(x - (a as number), y - (b as number), z - (c as number)), 0);
const inner = (i: number) => {
  const [x, y] = sampleAt(target, i);
  return x > 1200 && x < 6800 && y > 1200 && y < 4800;
};

describe("equivalent-sources", () => {
  it.each([
    [100, 0.01],
    // 400 m higher the field beyond the survey, which nobody measured, has a say.
    [500, 0.05],
  ])("gives a harmonic field at %i m from readings at 80 to 120 m", async (height, tolerance) => {
    const points = survey(target, 1500, 2, field);
    const options = { depth: 800, damping: 1e-6, height, trend: "none", crossValidation: { folds: 0 } };
    const { data, facts } = await runStage(equivalentSources, points, target, options);
    const values = await samplesOf(data);
    const truth = values.map((_, i) => field(...sampleAt(target, i), height));
    const errors = values.map((value, i) => value - (truth[i] as number)).filter((_, i) => inner(i));
    expect(rms(errors)).toBeLessThan(tolerance * rms(truth.filter((_, i) => inner(i))));
    expect(gridOf(data).height).toEqual({ metres: height, datum: "ellipsoid" });
    expect(facts.misfit).toBeLessThan(0.01 * rms(points.values));
  });

  it("boosts in windows to nearly the same field", async () => {
    const points = survey(target, 2500, 2, field);
    const options = { depth: 800, damping: 1e-6, crossValidation: { folds: 0 } };
    const dense = await samplesOf((await runStage(equivalentSources, points, target, options)).data);
    const boosted = await runStage(equivalentSources, points, target, { ...options, window: 4000, rounds: 3 });
    expect(boosted.facts.windows).toBeGreaterThan(3);
    const difference = (await samplesOf(boosted.data)).map((value, i) => value - (dense[i] as number)).filter((_, i) => inner(i));
    expect(rms(difference)).toBeLessThan(0.02 * rms(dense));
  });

  it("keeps a plane", async () => {
    const points = survey(target, 500, 4, (x, y) => 7 + 0.01 * x - 0.03 * y);
    const values = await samplesOf((await runStage(equivalentSources, points, target)).data);
    values.forEach((value, i) => {
      const [x, y] = sampleAt(target, i);
      expect(value).toBeCloseTo(7 + 0.01 * x - 0.03 * y, 3);
    });
  });

  it("chooses more damping for noisier readings, and states the error of what it was not shown", async () => {
    const dampings = [1e-8, 1e-4, 1e-1];
    const chosen: number[] = [];
    for (const sigma of [0, 30]) {
      const normal = normalNumbers(9);
      const points = survey(target, 1500, 5, (x, y, z) => field(x, y, z) + sigma * normal());
      const { facts, data, products } = await runStage(equivalentSources, points, target, {
        depth: 600,
        crossValidation: { dampings, folds: 4 },
      });
      chosen.push(facts.damping as number);
      const error = await samplesOf(products.get("predicted-error"));
      const middle = [...error].filter(Number.isFinite).sort((a, b) => a - b)[error.length >> 1] as number;
      expect(middle).toBeGreaterThanOrEqual(sigma * 0.9); // held-out readings carry their noise
      expect(middle).toBeLessThan(sigma * 1.3 + 3);
      expect(gridOf(products.get("predicted-error")).quantity).toEqual({ functional: "standard-uncertainty", unit: "nT" });
      expect(await gridOf(data).readUncertainty?.(0, target.rows, new AbortController().signal)).toEqual(error);
    }
    expect(chosen[0]).toBe(1e-8);
    expect(chosen[1]).toBeGreaterThan(1e-8);
  });

  it("predicts at the points of input places", async () => {
    const points = survey(target, 1500, 2, field);
    const wanted = survey(frame(10, 10, 200, target.crs, 3000, 2000), 50, 77, () => 0);
    const { data } = await runStage(
      equivalentSources,
      points,
      target,
      { depth: 800, damping: 1e-8, crossValidation: { folds: 0 } },
      { inputs: { places: { kind: "points", points: wanted } } },
    );
    const { values, easting, northing, upward } = pointsOf(data);
    const truth = values.map((_, i) => field(easting[i] as number, northing[i] as number, upward?.[i] as number));
    expect(rms(values.map((value, i) => value - (truth[i] as number)))).toBeLessThan(0.005 * rms(truth));
  });

  it("works in degrees", async () => {
    const degrees = frame(20, 20, 0.01, "EPSG:4326", 140, -22);
    const metres = (x: number, y: number) => [(x - 140.1) * 111_200 * Math.cos((-21.9 * Math.PI) / 180), (y + 21.9) * 111_200] as const;
    const hill = (x: number, y: number, z: number) => 1e6 / Math.hypot(...metres(x, y), z + 4000);
    const points = survey(degrees, 1500, 3, hill);
    const values = await samplesOf((await runStage(equivalentSources, points, degrees, { depth: 2500, damping: 1e-8, height: 100 })).data);
    values.forEach((value, i) => {
      expect(Math.abs(value - hill(...sampleAt(degrees, i), 100))).toBeLessThan(2.5); // of 240
    });
  });

  it("refuses a height below its sources, and readings that do not fit into memory", async () => {
    const points = survey(target, 200, 2, field);
    await expect(runStage(equivalentSources, points, target, { depth: 300, height: -300 })).rejects.toThrow(/above the highest source/);
    await expect(runStage(equivalentSources, points, target, {}, { memoryBytes: 1000 })).rejects.toMatchObject({ code: "GAM_RESOURCE" });
  });
});
