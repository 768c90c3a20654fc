import type { GridGeometry, GridWindow, RegridMethod } from "@geoanomaly/core";
import { referenceKernels } from "@geoanomaly/core/reference";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { regrid as nativeRegrid } from "../lib/regrid.js";
import { expectWithinSteps } from "./float-distance.js";
import { nativeHost } from "./native-host.js";
import { seededSamples } from "./seeded-grid.js";

const regrid = nativeRegrid(nativeHost());
const { regrid: referenceRegrid } = referenceKernels;
const methods: readonly RegridMethod[] = ["average", "bilinear"];

interface GlobeOptions {
  readonly west?: number;
  readonly registration?: "area" | "node";
  /** Node columns at both ends of the circle. */
  readonly seam?: boolean;
}

/** Global grid of `spacing` degrees; node samples stand on the poles and on `west`. */
function globe(spacing: number, { west = -180, registration = "area", seam = false }: GlobeOptions = {}): GridGeometry {
  const node = registration === "node";
  const half = node ? spacing / 2 : 0;
  return {
    rows: Math.round(180 / spacing) + (node ? 1 : 0),
    cols: Math.round(360 / spacing) + (seam ? 1 : 0),
    transform: [spacing, 0, west - half, 0, -spacing, 90 + half],
    registration,
    crs: "EPSG:4326",
  };
}

const longitude = ({ transform: [a, , c] }: GridGeometry, col: number) => c + a * (col + 0.5);
const latitude = ({ transform: [, , , , e, f] }: GridGeometry, row: number) => f + e * (row + 0.5);

function delta(geometry: GridGeometry, row: number, col: number): GridWindow {
  const values = new Float32Array(geometry.rows * geometry.cols);
  values[row * geometry.cols + col] = 1;
  return { values, geometry };
}

/** Longitude difference in [-180, 180). */
const turn = (degrees: number) => degrees - 360 * Math.floor((degrees + 180) / 360);

/**
 * Sum (in source cells) and centroid of what a delta became. Cells reached over a pole are unfolded: latitude 90 - d on the
 * opposite meridian is latitude 90 + d on this one.
 */
function spread(values: Float32Array, target: GridGeometry, source: GridGeometry, row: number, col: number) {
  const pole = Math.sign(latitude(source, row)) * 180;
  let sum = 0;
  let east = 0;
  let north = 0;
  values.forEach((value, i) => {
    const away = turn(longitude(target, i % target.cols) - longitude(source, col));
    const across = Math.abs(away) > 90;
    const lat = latitude(target, Math.floor(i / target.cols));
    sum += value;
    east += value * (across ? turn(away + 180) : away);
    north += value * ((across ? pole - lat : lat) - latitude(source, row));
  });
  const cells = (target.transform[0] / source.transform[0]) ** 2;
  return { sum: sum * cells, east: east / sum / source.transform[0], north: north / sum / source.transform[0] };
}

describe("regrid agrees with the reference", () => {
  const geometry: fc.Arbitrary<GridGeometry> = fc
    .record({
      rows: fc.integer({ min: 0, max: 24 }),
      cols: fc.integer({ min: 0, max: 40 }),
      west: fc.constantFrom(-180, 0, -180.05, 170, 359.5, 12.3),
      north: fc.constantFrom(90, 89.98333333333333, 90.5, 40, -60),
      step: fc.constantFrom(0.1, 1 / 30, 0.25, 1, 5, 9, 10),
      circle: fc.constantFrom("open", "closed", "seam"),
      registration: fc.constantFrom("area" as const, "node" as const),
    })
    .map(({ rows, cols, west, north, step, circle, registration }) => {
      const columnStep = circle === "open" || cols < 2 ? step : 360 / (circle === "seam" ? cols - 1 : cols);
      return { rows, cols, transform: [columnStep, 0, west, 0, -step, north], registration, crs: "EPSG:4326" };
    });

  it("on any pair of grids, with gaps, off the poles and around the globe", async () => {
    await fc.assert(
      fc.asyncProperty(
        geometry,
        geometry,
        fc.constantFrom(...methods),
        fc.integer(),
        fc.constantFrom(0, 0.2, 0.9),
        async (a, b, method, seed, voids) => {
          const source = { values: seededSamples(a.rows * a.cols, seed, { voids }), geometry: a };
          const expected = await referenceRegrid(source, b, { method });
          expectWithinSteps(await regrid(source, b, { method }), expected);
        },
      ),
      { numRuns: 300, seed: 1 },
    );
  });

  it("on a projected grid, which neither wraps nor has poles", async () => {
    const geometry: GridGeometry = {
      rows: 30,
      cols: 40,
      transform: [100, 0, 500000, 0, -100, 90],
      registration: "area",
      crs: "EPSG:32613",
    };
    const target: GridGeometry = { ...geometry, rows: 50, cols: 13, transform: [317, 0, 499900, 0, -70, 200] };
    const source = { values: seededSamples(1200, 4), geometry };
    for (const method of methods)
      expectWithinSteps(await regrid(source, target, { method }), await referenceRegrid(source, target, { method }));
  });

  it("on a subarray, on shared memory, and into a subarray", async () => {
    const geometry = globe(10);
    const target = globe(15, { west: 0 });
    const all = new Float32Array(new SharedArrayBuffer(4 * (geometry.rows * geometry.cols + 3)));
    all.set(seededSamples(all.length, 9));
    const values = all.subarray(3);
    const room = new Float32Array(target.rows * target.cols + 7).fill(-1);
    const out = room.subarray(5, 5 + target.rows * target.cols);
    expect(await regrid({ values, geometry }, target, { method: "bilinear", out })).toBe(out);
    expectWithinSteps(out, await referenceRegrid({ values: values.slice(), geometry }, target, { method: "bilinear" }));
    expect([...room.subarray(0, 5), ...room.subarray(-2)]).toEqual(new Array(7).fill(-1));
  });
});

/**
 * Why the centroid is exact. Bilinear with a whole ratio between the spacings, either way: the sum over target cells of a triangle
 * whose half width is a whole number of target cells reproduces 1 and x (its Fourier transform has double zeros at the multiples of
 * the target's sampling frequency), and the weights of a reducing triangle add up to the ratio wherever it stands.
 * Average with target edges on source edges or halfway between them: each source cell is cut symmetrically.
 */
describe("a delta function stays where it is and keeps its sum", () => {
  const sources = [
    ["area, -180..180", globe(10)],
    ["area, 0..360", globe(10, { west: 0 })],
    ["node, -180..170", globe(10, { registration: "node" })],
    ["node, 0..360 with seam column", globe(10, { west: 0, registration: "node", seam: true })],
    ["node, -180..180 with seam column", globe(10, { registration: "node", seam: true })],
  ] as const;
  const cases = sources.flatMap(([name, source]) =>
    ([2, 5, 20, 10] as const).flatMap((spacing) => methods.map((method) => [name, method, spacing, source] as const)),
  );
  it.each(cases.filter(([, method, spacing]) => method === "bilinear" || spacing !== 20))(
    "source %s, %s to %i degrees",
    async (_, method, spacing, source) => {
      const target = globe(spacing);
      const node = source.registration === "node";
      // Average onto 5 or 2 degree cells: node cells start half a cell off, which 2 degrees (5 per cell) do not divide.
      const centred = method === "bilinear" || !node || spacing !== 2;
      const [first, last] = node ? [1, source.rows - 2] : [0, source.rows - 1];
      for (const row of [first, first + 1, Math.floor(source.rows / 2), last]) {
        for (const col of [0, 1, 17, 18, 34, 35]) {
          const result = spread(await regrid(delta(source, row, col), target, { method }), target, source, row, col);
          expect(Math.abs(result.sum - 1)).toBeLessThan(1e-6);
          if (!centred) continue;
          expect(Math.abs(result.east)).toBeLessThan(1e-6);
          expect(Math.abs(result.north)).toBeLessThan(1e-6);
        }
      }
    },
  );

  it("and its repeated seam column counts for nothing", async () => {
    const source = globe(10, { west: 0, registration: "node", seam: true });
    for (const method of methods) {
      const values = await regrid(delta(source, 9, 36), globe(5), { method });
      expect(values.every((value) => value === 0)).toBe(true);
    }
  });

  it("and a pole row of nodes is half a cell", async () => {
    const source = globe(10, { registration: "node" });
    const target = globe(10);
    const values = await regrid(delta(source, 0, 5), target, { method: "average" });
    expect(spread(values, target, source, 0, 5).sum).toBe(0.5);
  });
});

describe("regrid", () => {
  it("conserves the sum by averaging, at any ratio", async () => {
    for (const [from, to] of [
      [360 / 37, 360 / 22],
      [360 / 21, 360 / 40],
    ] as const) {
      const rows = (spacing: number) => Math.round(180 / spacing);
      const grid = (spacing: number): GridGeometry => ({
        ...globe(10),
        rows: rows(spacing),
        cols: Math.round(360 / spacing),
        transform: [spacing, 0, -180, 0, -180 / rows(spacing), 90],
      });
      const [source, target] = [grid(from), grid(to)];
      const values = seededSamples(source.rows * source.cols, 3, { centre: 500, voids: 0 });
      const out = await regrid({ values, geometry: source }, target, { method: "average" });
      const mean = (samples: Float32Array) => samples.reduce((sum, value) => sum + value, 0) / samples.length;
      expect(Math.abs(mean(out) / mean(values) - 1)).toBeLessThan(1e-7); // rounding of the float32 results
    }
  });

  it("keeps a constant to the last bit, also beside gaps and across the poles", async () => {
    for (const constant of [0.1, -1 / 3, 980616.7, 3.3e38, 1e-45].map(Math.fround)) {
      for (const method of methods) {
        const geometry = globe(360 / 97, { west: 0 });
        const values = seededSamples(geometry.rows * geometry.cols, 8, { voids: 0.3 }).map((value) =>
          Number.isNaN(value) ? value : constant,
        );
        const out = await regrid({ values, geometry }, globe(3.75), { method });
        expect(out.filter((value) => value !== constant && !Number.isNaN(value))).toEqual(new Float32Array());
        expect(out.some((value) => value === constant)).toBe(true);
      }
    }
  });

  it("reproduces a linear field between nodes", async () => {
    const source = globe(10, { registration: "node" });
    const values = Float32Array.from({ length: source.rows * source.cols }, (_, i) => latitude(source, Math.floor(i / source.cols)));
    const target = globe(2.5);
    const out = await regrid({ values, geometry: source }, target, { method: "bilinear" });
    expectWithinSteps(
      out,
      Float32Array.from(out, (_, i) => latitude(target, Math.floor(i / target.cols))),
      1,
    );
  });

  it("takes a band of a large source for the whole where the band reaches, to the last bit", async () => {
    // The layout of EMAG2: 5399 rows of 1/30 degree, cells offset by half a cell; here at 1 degree.
    const source: GridGeometry = { ...globe(1), rows: 179, transform: [1, 0, -180, 0, -1, 89.5] };
    const values = seededSamples(source.rows * source.cols, 5);
    const target = globe(3);
    for (const method of methods) {
      const whole = await regrid({ values, geometry: source }, target, { method });
      const band = {
        values: values.subarray(20 * 360, 50 * 360),
        geometry: { ...source, rows: 30, transform: [1, 0, -180, 0, -1, 69.5] as const },
      };
      const rows = { ...target, rows: 5, transform: [3, 0, -180, 0, -3, 63] as const };
      expect(await regrid(band, rows, { method })).toEqual(whole.subarray(9 * 120, 14 * 120));
    }
  });

  it("does not let a sliver of a cell, which rounding of a transform leaves, speak for a cell without data", async () => {
    const source: GridGeometry = { ...globe(0.1), rows: 1, cols: 6, transform: [1 / 30, 0, 10.1, 0, -1, 0] };
    const target: GridGeometry = { ...source, cols: 2, transform: [0.1, 0, 10.1, 0, -1, 0] };
    const values = Float32Array.of(Number.NaN, Number.NaN, Number.NaN, 7, 7, 7);
    expect(await regrid({ values, geometry: source }, target, { method: "average" })).toEqual(Float32Array.of(Number.NaN, 7));
  });

  it("rejects with the signal's reason when cancelled, before and during the work", async () => {
    const geometry = globe(0.25);
    const source = { values: new Float32Array(geometry.rows * geometry.cols), geometry };
    const reason = new Error("enough");
    await expect(regrid(source, globe(1), { method: "average", signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
    const controller = new AbortController();
    const pending = regrid(source, globe(0.1), { method: "bilinear", signal: controller.signal });
    controller.abort(reason);
    await expect(pending).rejects.toBe(reason);
  });

  it.each([
    ["another CRS", { ...globe(10), crs: "EPSG:32613" }, 648],
    ["a rotated transform", { ...globe(10), transform: [10, 1, -180, 0, -10, 90] }, 648],
    ["rows running north", { ...globe(10), transform: [10, 0, -180, 0, 10, -90] }, 648],
    ["the wrong length", globe(10), 647],
  ] as const)("refuses a source with %s", async (_, geometry, length) => {
    const source = { values: new Float32Array(length), geometry };
    for (const kernel of [regrid, referenceRegrid]) {
      await expect(kernel(source, globe(5), { method: "average" })).rejects.toMatchObject({ code: "GAM_GRID_MISMATCH" });
    }
  });
});
