import { referenceKernels } from "@geoanomaly/core/reference";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { robustZ as nativeRobustZ } from "../lib/robust-z.js";
import { statistics as nativeStatistics, tileStatistics as nativeTileStatistics } from "../lib/statistics.js";
import { expectWithinSteps } from "./float-distance.js";
import { nativeHost } from "./native-host.js";
import { seededRandom, seededSamples } from "./seeded-grid.js";

const host = nativeHost();
const robustZ = nativeRobustZ(host);
const statistics = nativeStatistics(host);
const tileStatistics = nativeTileStatistics(host);

/** Largest difference of two arrays that are NaN at the same places. */
function difference(a: Float32Array, b: Float32Array): number {
  expect(a.map((value) => (Number.isNaN(value) ? 1 : 0))).toEqual(b.map((value) => (Number.isNaN(value) ? 1 : 0)));
  return a.reduce((largest, value, i) => (Number.isNaN(value) ? largest : Math.max(largest, Math.abs(value - b[i]!))), 0);
}

describe("robustZ", () => {
  it("agrees with the reference for any tiling, band and mode", async () => {
    const size = fc.integer({ min: 1, max: 14 });
    await fc.assert(
      fc.asyncProperty(
        size,
        size,
        size,
        size,
        fc.constantFrom("tile" as const, "blended" as const),
        fc.boolean(),
        fc.integer(),
        async (rows, cols, height, width, mode, wrap, seed) => {
          const random = seededRandom(seed);
          const shape = { rows, cols };
          const tile = { rows: height, cols: width };
          const tiles = Math.ceil(rows / height) * Math.ceil(cols / width);
          const medians = Float64Array.from({ length: tiles }, () => (random() < 0.1 ? Number.NaN : 40 * random() - 20));
          const mads = Float64Array.from({ length: tiles }, () => (random() < 0.2 ? 0 : random() < 0.1 ? Number.NaN : 20 * random()));
          const firstRow = Math.floor(random() * rows);
          const values = seededSamples((1 + Math.floor(random() * (rows - firstRow))) * cols, seed);
          const options = { mode, wrap, firstRow, limit: 3 };
          const expected = await referenceKernels.robustZ(values, shape, tile, medians, mads, options);
          // x - median cancels: the scores agree to a few units of double at the size of x over the scale, far below a step of float32 near the limit.
          const actual = await robustZ(values, shape, tile, medians, mads, options);
          expect(difference(actual, expected)).toBeLessThan(1e-6);
          if (mode === "tile") expectWithinSteps(actual, expected, 1);
        },
      ),
      { numRuns: 300, seed: 5 },
    );
  });

  it("is unchanged by a shift and a positive scale", async () => {
    const values = seededSamples(5000, 11, { spread: 400 }).map((value) => Math.round(value));
    const shape = { rows: 50, cols: 100 };
    const score = async (samples: Float32Array) => {
      const { median, mad } = await statistics(samples);
      return robustZ(samples, shape, shape, Float64Array.of(median), Float64Array.of(mad));
    };
    expectWithinSteps(await score(values.map((value) => 8 * value + 4096)), await score(values), 0);
  });

  it("has median 0 and MAD 1 / 1.4826 within each tile, and NaN for a constant one", async () => {
    const shape = { rows: 40, cols: 60 };
    const tile = { rows: 20, cols: 20 };
    const values = seededSamples(2400, 12).map((value, i) => (i % 60 < 20 && i < 1200 ? 7 : value));
    const before = await tileStatistics(values, shape, tile);
    const z = await robustZ(
      values,
      shape,
      tile,
      Float64Array.from(before, ({ median }) => median),
      Float64Array.from(before, ({ mad }) => mad),
      { limit: 1e6 },
    );
    const after = await tileStatistics(z, shape, tile);
    expect(after[0]!.count).toBe(0);
    for (const { median, mad } of after.slice(1)) {
      expect(Math.abs(median)).toBeLessThan(1e-6);
      expect(Math.abs(mad * 1.4826 - 1)).toBeLessThan(1e-6);
    }
  });

  it("blended has no step at tile edges nor across the antimeridian", async () => {
    const shape = { rows: 60, cols: 120 };
    const tile = { rows: 20, cols: 20 };
    const random = seededRandom(13);
    const medians = Float64Array.from({ length: 18 }, () => 100 * random());
    const mads = Float64Array.from({ length: 18 }, () => 50 + 50 * random());
    const z = await robustZ(new Float32Array(7200), shape, tile, medians, mads, { mode: "blended", wrap: true });
    // Fields between neighbouring centres are linear, so that a step is at most the steepest slope: the range over the tile's size.
    const steepest = (Math.max(...medians) / (1.4826 * 50)) * (1 / 20) * 3;
    for (let row = 0; row < 60; row++) {
      for (let col = 0; col < 120; col++) {
        const here = z[row * 120 + col]!;
        expect(Math.abs(here - z[row * 120 + ((col + 1) % 120)]!)).toBeLessThan(steepest);
        if (row < 59) expect(Math.abs(here - z[(row + 1) * 120 + col]!)).toBeLessThan(steepest);
      }
    }
    const stepped = await robustZ(new Float32Array(7200), shape, tile, medians, mads, { mode: "tile" });
    expect(Math.max(...Array.from({ length: 119 }, (_, col) => Math.abs(stepped[col]! - stepped[col + 1]!)))).toBeGreaterThan(steepest);
  });

  it("blended is the tile's own score at a tile's centre", async () => {
    const shape = { rows: 9, cols: 15 };
    const tile = { rows: 3, cols: 5 };
    const medians = Float64Array.from({ length: 9 }, (_, i) => i * i);
    const mads = Float64Array.from({ length: 9 }, (_, i) => i + 1);
    const values = seededSamples(135, 14, { voids: 0 });
    const blended = await robustZ(values, shape, tile, medians, mads, { mode: "blended", wrap: true });
    const own = await robustZ(values, shape, tile, medians, mads);
    for (const row of [1, 4, 7]) for (const col of [2, 7, 12]) expect(blended[row * 15 + col]).toBeCloseTo(own[row * 15 + col]!, 6);
  });

  it("is global with one tile as large as the grid, blended or not", async () => {
    const shape = { rows: 10, cols: 20 };
    const values = seededSamples(200, 15);
    const one = [Float64Array.of(3), Float64Array.of(20)] as const;
    expect(await robustZ(values, shape, shape, ...one, { mode: "blended", wrap: true })).toEqual(
      await robustZ(values, shape, shape, ...one),
    );
  });

  it.each([
    ["medians that are not one per tile", new Float32Array(8), 1, 2, {}, "GAM_GRID_MISMATCH"],
    ["a band that is not whole rows", new Float32Array(7), 1, 1, {}, "GAM_GRID_MISMATCH"],
    ["a band beyond the grid", new Float32Array(8), 1, 1, { firstRow: 1 }, "GAM_GRID_MISMATCH"],
    ["a limit of 0", new Float32Array(8), 1, 1, { limit: 0 }, "GAM_PARAMETER_INVALID"],
  ] as const)("refuses %s", async (_, values, mads, medians, options, code) => {
    const shape = { rows: 2, cols: 4 };
    for (const kernel of [robustZ, referenceKernels.robustZ]) {
      await expect(kernel(values, shape, shape, new Float64Array(medians), new Float64Array(mads), options)).rejects.toMatchObject({
        code,
      });
    }
  });
});
