import type { GridStatistics } from "@geoanomaly/core";
import { referenceKernels } from "@geoanomaly/core/reference";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { statistics as nativeStatistics, tileStatistics as nativeTileStatistics } from "../lib/statistics.js";
import { nativeHost } from "./native-host.js";
import { seededRandom, seededSamples } from "./seeded-grid.js";

const statistics = nativeStatistics(nativeHost());
const tileStatistics = nativeTileStatistics(nativeHost());

/** Order statistics are the same numbers; sums may differ by the rounding of another order of adding. */
function expectSame(actual: GridStatistics, expected: GridStatistics, exactOrder = true): void {
  expect(actual.count).toBe(expected.count);
  const same = (a: number, b: number) => a === b || (Number.isNaN(a) && Number.isNaN(b)); // -0 and 0 are one number
  expect([same(actual.min, expected.min), same(actual.max, expected.max)]).toEqual([true, true]);
  const scale = Math.max(Math.abs(expected.min), Math.abs(expected.max), Number.MIN_VALUE);
  for (const key of ["mean", "std", "median", "mad", "p5", "p95"] as const) {
    const exact = exactOrder && key !== "mean" && key !== "std";
    if (exact || Number.isNaN(expected[key]))
      expect(same(actual[key], expected[key]), `${key}: ${actual[key]}, expected ${expected[key]}`).toBe(true);
    else expect(Math.abs(actual[key] - expected[key]) / scale, key).toBeLessThan(1e-12);
  }
}

describe("statistics", () => {
  it("agree with the reference on any samples", async () => {
    const sample = fc.oneof(
      fc.float({ noDefaultInfinity: true }),
      fc.constantFrom(0, 1, 1, 2, Number.NaN, Number.POSITIVE_INFINITY),
      fc.integer({ min: -9, max: 9 }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(sample, { maxLength: 60 }), async (samples) => {
        const values = Float32Array.from(samples);
        expectSame(await statistics(values), await referenceKernels.statistics(values));
      }),
      { numRuns: 500, seed: 2 },
    );
  });

  it("agree with the reference where tiles are sorted by radix and where one tile is counted by all threads", async () => {
    for (const [length, options] of [
      [5000, { centre: 980000, spread: 0.7 }],
      [300_000, { voids: 0.3 }],
      [300_000, { centre: 12, spread: 0 }],
    ] as const) {
      const values = seededSamples(length, length, options);
      expectSame(await statistics(values), await referenceKernels.statistics(values));
    }
  });

  it("agree with the reference for weighted rows", async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 9 }), fc.integer(), async (rows, cols, seed) => {
        const random = seededRandom(seed);
        const values = seededSamples(rows * cols, seed).map((value) => Math.round(value / 20));
        const rowWeights = Float64Array.from({ length: rows }, () => (random() < 0.2 ? 0 : random()));
        const expected = await referenceKernels.statistics(values, { shape: { rows, cols }, rowWeights });
        expectSame(await statistics(values, { shape: { rows, cols }, rowWeights }), expected, false);
      }),
      { numRuns: 200, seed: 3 },
    );
  });

  it("weighted equally are those without weights", async () => {
    const values = seededSamples(12 * 31, 6);
    const rowWeights = new Float64Array(12).fill(0.3);
    expectSame(await statistics(values, { shape: { rows: 12, cols: 31 }, rowWeights }), await statistics(values), false);
  });

  it("weighted by whole numbers are close to those of repeated samples, the closer the more there are", async () => {
    const rowWeights = Float64Array.from({ length: 40 }, (_, row) => 1 + (row % 3));
    const values = seededSamples(40 * 100, 7, { voids: 0 });
    const repeated = Float32Array.from(
      Array.from(values).flatMap((value, i) => new Array<number>(rowWeights[Math.floor(i / 100)]!).fill(value)),
    );
    const weighted = await statistics(values, { shape: { rows: 40, cols: 100 }, rowWeights });
    const plain = await statistics(repeated);
    expect(Math.abs(weighted.mean - plain.mean)).toBeLessThan(1e-12 * 100);
    for (const key of ["median", "mad", "p5", "p95"] as const) expect(Math.abs(weighted[key] - plain[key])).toBeLessThan(0.1);
  });

  it("follow a shift and a scale that float32 carries exactly", async () => {
    const values = seededSamples(4001, 8).map((value) => Math.round(value));
    const plain = await statistics(values);
    const moved = await statistics(values.map((value) => 4 * value - 1024));
    for (const key of ["median", "p5", "p95", "min", "max", "mean"] as const) expect(moved[key]).toBeCloseTo(4 * plain[key] - 1024, 9);
    for (const key of ["mad", "std"] as const) expect(moved[key]).toBeCloseTo(4 * plain[key], 9);
  });

  it("of nothing are a count of 0 and NaN, whether there are no samples or none finite", async () => {
    for (const values of [new Float32Array(), Float32Array.of(Number.NaN, Number.NEGATIVE_INFINITY)]) {
      for (const kernel of [statistics, referenceKernels.statistics]) {
        expect(await kernel(values)).toEqual({
          count: 0,
          min: Number.NaN,
          max: Number.NaN,
          mean: Number.NaN,
          std: Number.NaN,
          median: Number.NaN,
          mad: Number.NaN,
          p5: Number.NaN,
          p95: Number.NaN,
        });
      }
    }
  });

  it("read a subarray, not its backing buffer", async () => {
    const values = seededSamples(100, 9);
    expect(await statistics(values.subarray(30, 70))).toEqual(await statistics(values.slice(30, 70)));
  });
});

describe("tileStatistics", () => {
  it("are the statistics of each tile, cut at the edges", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 0, max: 20 }),
        fc.integer({ min: 0, max: 20 }),
        fc.integer({ min: 1, max: 9 }),
        fc.integer({ min: 1, max: 25 }),
        async (rows, cols, height, width) => {
          const values = seededSamples(rows * cols, rows + 100 * cols, { voids: 0.4 });
          const [shape, tile] = [
            { rows, cols },
            { rows: height, cols: width },
          ];
          const expected = await referenceKernels.tileStatistics(values, shape, tile);
          const actual = await tileStatistics(values, shape, tile);
          expect(actual.length).toBe(Math.ceil(rows / height) * Math.ceil(cols / width));
          for (const [i, one] of actual.entries()) expectSame(one, expected[i]!);
        },
      ),
      { numRuns: 150, seed: 4 },
    );
  });

  it("of one tile are the bits of the whole", async () => {
    const values = seededSamples(600 * 700, 10);
    const shape = { rows: 600, cols: 700 };
    expect(await tileStatistics(values, shape, shape)).toEqual([await statistics(values)]);
  });

  it.each([
    ["a length that is not the shape's", new Float32Array(7), { rows: 2, cols: 4 }, { rows: 1, cols: 1 }, undefined, "GAM_GRID_MISMATCH"],
    ["an empty tile", new Float32Array(8), { rows: 2, cols: 4 }, { rows: 0, cols: 1 }, undefined, "GAM_GRID_MISMATCH"],
    ["too few weights", new Float32Array(8), { rows: 2, cols: 4 }, { rows: 1, cols: 1 }, new Float64Array(1), "GAM_GRID_MISMATCH"],
    ["a negative weight", new Float32Array(8), { rows: 2, cols: 4 }, { rows: 1, cols: 1 }, Float64Array.of(1, -1), "GAM_PARAMETER_INVALID"],
  ] as const)("refuse %s", async (_, values, shape, tile, rowWeights, code) => {
    for (const kernel of [tileStatistics, referenceKernels.tileStatistics]) {
      await expect(kernel(values, shape, tile, rowWeights && { rowWeights })).rejects.toMatchObject({ code });
    }
  });
});
