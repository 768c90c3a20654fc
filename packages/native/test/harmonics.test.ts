import { GRS80, type GridGeometry, type HarmonicComponent, WGS84 } from "@geoanomaly/core";
import { referenceKernels } from "@geoanomaly/core/reference";
import { describe, expect, it } from "vitest";
import { nativeKernels } from "../lib/index.js";
import { areaGrid, nodeGrid, relativeDifference, seededGravity, seededMagnetic } from "./harmonic-fixture.js";

const native = nativeKernels({ threads: 2 });
const components: HarmonicComponent[] = ["potential", "radial", "north", "east"];

const grids: Record<string, GridGeometry> = {
  "the globe by cell centres": areaGrid(18, 36),
  "nodes with both poles and the seam twice": nodeGrid(19, 37),
  "7 columns, fewer than orders": areaGrid(9, 7),
  "17 columns, a prime": areaGrid(5, 17),
  "an odd number of rows, 30 columns": areaGrid(33, 30),
  "one row on the equator": areaGrid(1, 8, { south: -10, north: 10 }),
  "a region whose step does not divide the circle": areaGrid(6, 11, { west: 170, south: -7.3, east: 187.7, north: 24 }),
  "a region across the equator, south up": { ...areaGrid(8, 10, { west: 0, east: 10 }), transform: [1, 0, 0, 0, 1.5, -5] },
};

describe.each(Object.entries(grids))("synthesis on %s", (_, grid) => {
  it.each([0, 1, 2, 11, 40])("agrees with the reference to degree %i", async (degree) => {
    for (const model of [seededGravity(degree), ...(degree > 0 ? [seededMagnetic(degree)] : [])]) {
      const options = { height: 1234.5, ellipsoid: WGS84, components };
      const [actual, expected] = [await native.synthesise(model, grid, options), await referenceKernels.synthesise(model, grid, options)];
      // North and east of a lone degree 0 are zero but for rounding: compare gradients in units of the radial one.
      expect(relativeDifference(actual[0]!, expected[0]!)).toBeLessThan(2e-14);
      const gradient = (fields: readonly Float64Array[]) => fields.slice(1).flatMap((field) => [...field]);
      expect(relativeDifference(gradient(actual), gradient(expected))).toBeLessThan(2e-14);
      for (const component of ["potential", "radial"] as const) {
        const [alone] = await native.synthesise(model, grid, { ...options, components: [component] });
        expect(relativeDifference(alone!, actual[components.indexOf(component)]!)).toBeLessThan(1e-15);
      }
    }
  });
});

describe("gravity functionals", () => {
  const [model, grid] = [seededGravity(30), nodeGrid(13, 25)];

  it.each(["gravity", "gravity-disturbance", "free-air-anomaly", "geoid-height"] as const)(
    "agree with the reference: %s",
    async (functional) => {
      for (const degrees of [
        [0, 30],
        [0, 12],
        [2, 30],
        [16, 25],
      ] as const) {
        const options = { functional, degrees, height: 250, ellipsoid: GRS80 };
        const [actual, expected] = [await native.gravity(model, grid, options), await referenceKernels.gravity(model, grid, options)];
        // Differences of fields of 1e6 mGal and 6e7 m2/s2 keep 1e-9 mGal and 1e-8 m at best.
        const rounding = functional === "geoid-height" ? 1e-8 : 5e-9;
        for (const [i, value] of actual.entries()) expect(Math.abs(value - expected[i]!)).toBeLessThan(rounding);
      }
    },
  );

  it("of a band add up to those of the whole disturbing potential", async () => {
    const geoid = (degrees: readonly [number, number]) =>
      native.gravity(model, grid, { functional: "geoid-height", degrees, height: 0, ellipsoid: WGS84 });
    const [low, high, both] = [await geoid([2, 9]), await geoid([10, 30]), await geoid([2, 30])];
    for (const [i, sum] of both.entries()) expect(Math.abs(low[i]! + high[i]! - sum)).toBeLessThan(1e-9);
  });

  it("write what the caller lends, in single precision too", async () => {
    const out = new Float32Array(grid.rows * grid.cols);
    const options = { functional: "gravity-disturbance", height: 0, ellipsoid: WGS84 } as const;
    expect(await native.gravity(model, grid, { ...options, out })).toBe(out);
    expect(out).toEqual(Float32Array.from(await native.gravity(model, grid, options)));
  });
});

describe("total-field anomaly", () => {
  it("agrees with the reference", async () => {
    const model = seededMagnetic(40);
    const options = { crustDegrees: [16, 40], mainDegrees: [1, 15], height: 4000, ellipsoid: WGS84 } as const;
    for (const grid of [nodeGrid(13, 25), areaGrid(11, 23, { west: 3, east: 8, south: 0, north: 60 })]) {
      const [actual, expected] = [
        await native.totalFieldAnomaly(model, model, grid, options),
        await referenceKernels.totalFieldAnomaly(model, model, grid, options),
      ];
      expect(relativeDifference(actual, expected)).toBeLessThan(1e-13);
    }
  });
});

describe("analysis", () => {
  it.each([
    ["cell centres", areaGrid(40, 80), 13],
    ["cell centres up to half the rows", areaGrid(20, 40), 10],
    ["nodes with poles and seam", nodeGrid(31, 61), 15],
    ["a prime number of columns", areaGrid(24, 53), 11],
    ["more degrees than half the rows", areaGrid(24, 64), 18],
  ] as const)("returns what was synthesised: %s", async (_, grid, maxDegree) => {
    const model = seededGravity(maxDegree, 7);
    const [potential] = await native.synthesise(model, grid, { height: 0, ellipsoid: WGS84, components: ["potential"] });
    const options = { maxDegree, referenceRadius: model.referenceRadius, surface: WGS84 };
    const unit = model.gravitationalConstant / model.referenceRadius;
    const values = potential!.map((value) => value / unit);
    for (const kernels of [native, referenceKernels]) {
      const { cosine, sine } = await kernels.analyse(values, grid, options);
      // 1e-13 of the central term, the scale of the samples.
      expect(relativeDifference(cosine, model.cosine)).toBeLessThan(1e-13);
      expect(Math.max(...sine.map((value, i) => Math.abs(value - model.sine[i]!)))).toBeLessThan(1e-13);
    }
  });

  it("refuses grids and degrees that cannot carry it", async () => {
    const options = { maxDegree: 8, referenceRadius: 6378137, surface: WGS84 };
    const zeros = (grid: GridGeometry) => new Float64Array(grid.rows * grid.cols);
    for (const kernels of [native, referenceKernels]) {
      const region = areaGrid(20, 40, { north: 80 });
      await expect(kernels.analyse(zeros(region), region, options)).rejects.toMatchObject({ code: "GAM_GRID_MISMATCH" });
      const coarse = areaGrid(20, 16);
      await expect(kernels.analyse(zeros(coarse), coarse, options)).rejects.toMatchObject({
        code: "GAM_PARAMETER_INVALID",
        parameter: "maxDegree",
      });
      const hollow = zeros(areaGrid(20, 40)).fill(Number.NaN, 5, 6);
      await expect(kernels.analyse(hollow, areaGrid(20, 40), options)).rejects.toThrow(/finite.*NaN in sample 5/);
    }
  });
});

describe("bad requests are refused by name", () => {
  const grid = areaGrid(4, 8);
  const options = { height: 0, ellipsoid: WGS84, components: ["potential"] } as const;
  it.each([
    ["degree", { ...seededGravity(2), maxDegree: 2191 }, grid, {}, { code: "GAM_PARAMETER_INVALID", parameter: "degrees" }],
    ["band", seededGravity(4), grid, { degrees: [5, 9] as const }, { code: "GAM_PARAMETER_INVALID", parameter: "degrees" }],
    ["arrays", { ...seededGravity(4), sine: new Float64Array(3) }, grid, {}, { code: "GAM_PARAMETER_INVALID", parameter: "model" }],
    ["depth", seededGravity(4), grid, { height: -3e6 }, { code: "GAM_PARAMETER_INVALID", parameter: "height" }],
    ["projection", seededGravity(4), { ...grid, crs: "EPSG:32613" as const }, {}, { code: "GAM_GRID_MISMATCH" }],
    ["latitudes", seededGravity(4), areaGrid(4, 8, { north: 120 }), {}, { code: "GAM_GRID_MISMATCH" }],
  ])("%s", async (_, model, target, change, error) => {
    for (const kernels of [native, referenceKernels])
      await expect(kernels.synthesise(model, target, { ...options, ...change })).rejects.toMatchObject(error);
  });

  it("and a cancelled one rejects with the signal's reason", async () => {
    const controller = new AbortController();
    const pending = native.synthesise(seededGravity(720), areaGrid(1800, 3600), { ...options, signal: controller.signal });
    setTimeout(() => controller.abort(new Error("no longer wanted")), 5);
    await expect(pending).rejects.toThrow("no longer wanted");
  });
});
