import { describe, expect, it } from "vitest";
import { blockMedian, inverseDistance, minimumCurvature } from "../src/index.js";
import { gridOf, pointsOf, runStage, samplesOf } from "./stage-run.js";
import { frame, normalNumbers, sampleAt, survey } from "./survey-fixture.js";

const target = frame(40, 50, 100);
const plane = (x: number, y: number) => 5 + 0.01 * x - 0.02 * y;

describe("block-median", () => {
  it("takes out outliers, and states the robust scatter over root n as uncertainty", async () => {
    const normal = normalNumbers(3);
    const points = survey(target, 60_000, 3, () => 100 + 2 * normal());
    points.values.forEach((_, i) => {
      if (i % 10 === 0) points.values[i] = 1e6;
    });
    const { data, facts } = await runStage(blockMedian, points, target, { spacing: 500 });
    const { values, uncertainty, upward } = pointsOf(data);
    expect(values).toHaveLength(80);
    values.forEach((value, i) => {
      expect(value).toBeGreaterThan(99);
      expect(value).toBeLessThan(101.5); // a tenth of outliers on one side moves the median by 0.14 sigma
      // 750 readings of standard deviation 2: 2 / sqrt(750) = 0.073, a little more by the outliers.
      expect(uncertainty?.[i]).toBeGreaterThan(0.05);
      expect(uncertainty?.[i]).toBeLessThan(0.12);
      expect(upward?.[i]).toBeGreaterThan(90);
    });
    expect(facts).toMatchObject({ readings: 60_000, withoutValue: 0, blocks: 80, unit: "nT" });
  });

  it("takes the cells of the run's grid by default, and counts readings without a value", async () => {
    const points = survey(target, 9000, 5, (x) => (x < 1000 ? Number.NaN : x));
    const { data, facts } = await runStage(blockMedian, points, target);
    const { easting, northing } = pointsOf(data);
    const cells = new Set(easting.map((x, i) => Math.floor(x / 100) + 1000 * Math.floor((northing[i] as number) / 100)));
    expect(cells.size).toBe(easting.length);
    expect(facts.withoutValue).toBe(points.values.filter(Number.isNaN).length);
  });

  it("never undercuts the reported uncertainty of single readings", async () => {
    const points = survey(target, 300, 6, () => 1);
    const { data } = await runStage(blockMedian, { ...points, uncertainty: points.values.map(() => 3) }, target, { spacing: 10 });
    expect(new Set(pointsOf(data).uncertainty)).toEqual(new Set([3]));
  });

  it("wants a spacing where readings and grid have no common unit", async () => {
    const points = { ...survey(target, 10, 1, plane), crs: "EPSG:4326" as const };
    await expect(runStage(blockMedian, points, target)).rejects.toThrow(/spacing/);
  });
});

describe("minimum-curvature", () => {
  it("keeps a plane, masks what is far from readings and says so", async () => {
    const points = survey(target, 4000, 8, (x, y) => (x > 3000 ? Number.NaN : plane(x, y)));
    const { data, facts } = await runStage(minimumCurvature, points, target, { maximumDistance: 400, convergence: 1e-7 });
    const values = await samplesOf(data);
    let masked = 0;
    values.forEach((value, i) => {
      const [x, y] = sampleAt(target, i);
      if (x > 3500) {
        expect(value).toBeNaN();
        masked++;
      } else if (x < 3200) expect(value).toBeCloseTo(plane(x, y), 2);
    });
    expect(masked).toBeGreaterThan(500);
    expect(facts.samplesBeyondMaximumDistance).toBeGreaterThanOrEqual(masked);
    expect(facts.converged).toBe(true);
    expect(gridOf(data).height.metres).toBeCloseTo(100, -1);
    expect(gridOf(data).effectiveResolution).toBeGreaterThanOrEqual(100);
  });

  it("scales degrees at the latitude of the grid: 60 degrees north is a grid whose rows are twice as far apart as its columns", async () => {
    const degrees = frame(60, 60, 0.02, "EPSG:4326", 10, 59.4);
    const points = survey(degrees, 700, 9, (x, y) => 100 * Math.exp(-(((x - 10.6) * 0.5) ** 2 + (y - 60) ** 2) / 0.02));
    const squeezed = { ...points, easting: points.easting.map((x) => 0.5 * x), crs: "local" as const };
    const metres = { ...degrees, transform: [0.01, 0, 5, 0, -0.02, 60.6], crs: "local" } as const;
    const parameters = { convergence: 1e-8 };
    const first = await samplesOf((await runStage(minimumCurvature, points, degrees, parameters)).data);
    const second = await samplesOf((await runStage(minimumCurvature, squeezed, metres, parameters)).data);
    first.forEach((value, i) => {
      expect(value).toBeCloseTo(second[i] as number, 3);
    });
  });

  it("refuses readings in another CRS", async () => {
    await expect(runStage(minimumCurvature, { ...survey(target, 10, 1, plane), crs: "local" }, target)).rejects.toThrow(/EPSG:32736/);
  });
});

describe("inverse-distance", () => {
  it("stays within the readings' range, and is NaN beyond the radius", async () => {
    const points = survey(target, 2000, 11, (x, y) => (x > 2500 ? Number.NaN : plane(x, y)));
    const { data } = await runStage(inverseDistance, points, target, { radius: 300 });
    const values = await samplesOf(data);
    values.forEach((value, i) => {
      const [x, y] = sampleAt(target, i);
      if (x > 2800) expect(value).toBeNaN();
      else if (x < 2400) expect(Math.abs(value - plane(x, y))).toBeLessThan(5);
    });
  });
});
