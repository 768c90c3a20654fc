import type { FusionRule } from "@geoanomaly/core";
import { referenceKernels } from "@geoanomaly/core/reference";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { correlation as nativeCorrelation } from "../lib/correlation.js";
import { fuse as nativeFuse } from "../lib/fuse.js";
import { expectWithinSteps } from "./float-distance.js";
import { nativeHost } from "./native-host.js";
import { seededRandom, seededSamples } from "./seeded-grid.js";

const fuse = nativeFuse(nativeHost());
const correlation = nativeCorrelation(nativeHost());

/** Correlation matrix of layers that share one factor with loadings `l`: l_i l_j off the diagonal. */
const oneFactor = (loadings: readonly number[]) => loadings.map((a, i) => loadings.map((b, j) => (i === j ? 1 : a * b)));

/** Standard normal numbers (Box and Muller). */
function normal(length: number, random: () => number): Float64Array {
  return Float64Array.from({ length }, () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random()));
}

describe("fuse", () => {
  it("agrees with the reference for any layers and rule", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 8 }),
        fc.integer({ min: 0, max: 3000 }),
        fc.integer(),
        fc.boolean(),
        async (count, length, seed, stouffer) => {
          const random = seededRandom(seed);
          const layers = Array.from({ length: count }, (_, i) => seededSamples(length, seed + i, { voids: 0.3, centre: 50 }));
          const weights = layers.map(() => 0.1 + random());
          const rule: FusionRule = stouffer
            ? { method: "stouffer", weights, correlation: oneFactor(layers.map(() => 0.9 * random())) }
            : { method: "mean" };
          const expected = await referenceKernels.fuse(layers, rule);
          const actual = await fuse(layers, rule);
          expectWithinSteps(actual.values, expected.values, 0);
          expect(actual.present).toEqual(expected.present);
        },
      ),
      { numRuns: 150, seed: 6 },
    );
  });

  it("sets bit i where layer i has data, and NaN where none has", async () => {
    const layers = Array.from({ length: 8 }, (_, i) =>
      Float32Array.from({ length: 256 }, (_, cell) => ((cell >> i) % 2 === 1 ? 1 : Number.NaN)),
    );
    const { values, present } = await fuse(layers, { method: "mean" });
    expect(present).toEqual(Uint8Array.from({ length: 256 }, (_, cell) => cell));
    expect(values).toEqual(new Float32Array(256).fill(1).fill(Number.NaN, 0, 1));
  });

  it("by Stouffer's rule has variance 1 whatever layers are present", async () => {
    const cells = 200_000;
    const random = seededRandom(17);
    const loadings = [0.9, 0.5, -0.6];
    const shared = normal(cells, random);
    const full = loadings.map((loading) => {
      const own = normal(cells, random);
      return Float32Array.from(shared, (z, i) => loading * z + Math.sqrt(1 - loading ** 2) * own[i]!);
    });
    const layers = full.map((layer) => layer.map((value) => (random() < 0.3 ? Number.NaN : value)));
    const { values, present } = await fuse(layers, { method: "stouffer", weights: [1, 2, 0.5], correlation: oneFactor(loadings) });
    for (let mask = 1; mask < 8; mask++) {
      const some = Array.from(values).filter((_, cell) => present[cell] === mask);
      const variance = some.reduce((sum, value) => sum + value ** 2, 0) / some.length;
      // The variance of n squared normal numbers' mean is 2 / n: five standard deviations.
      expect(Math.abs(variance - 1)).toBeLessThan(5 * Math.sqrt(2 / some.length));
    }
  });

  it("writes into the arrays it is given", async () => {
    const out = new Float32Array(5).subarray(1, 4);
    const presentOut = new Uint8Array(3);
    const result = await fuse([Float32Array.of(1, Number.NaN, 3)], { method: "mean" }, { out, presentOut });
    expect(result.values).toBe(out);
    expect(result.present).toBe(presentOut);
    expect([...out.subarray(0, 1), ...out.subarray(2)]).toEqual([1, 3]);
  });

  it.each([
    ["no layer", [], { method: "mean" }, "GAM_GRID_MISMATCH"],
    ["nine layers", new Array(9).fill(new Float32Array(1)), { method: "mean" }, "GAM_GRID_MISMATCH"],
    ["layers of two lengths", [new Float32Array(1), new Float32Array(2)], { method: "mean" }, "GAM_GRID_MISMATCH"],
    [
      "a weight too few",
      [new Float32Array(1), new Float32Array(1)],
      {
        method: "stouffer",
        weights: [1],
        correlation: [
          [1, 0],
          [0, 1],
        ],
      },
      "GAM_GRID_MISMATCH",
    ],
    [
      "layers that cancel",
      [new Float32Array(1), new Float32Array(1)],
      {
        method: "stouffer",
        weights: [1, 1],
        correlation: [
          [1, -1],
          [-1, 1],
        ],
      },
      "GAM_PARAMETER_INVALID",
    ],
  ] as const)("refuses %s", async (_, layers, rule, code) => {
    for (const kernel of [fuse, referenceKernels.fuse])
      await expect(kernel(layers as Float32Array[], rule)).rejects.toMatchObject({ code });
  });
});

describe("correlation", () => {
  it("agrees with the reference, with and without weights", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 4 }),
        fc.integer({ min: 1, max: 9 }),
        fc.integer({ min: 0, max: 40 }),
        fc.integer(),
        fc.boolean(),
        async (count, rows, cols, seed, weighted) => {
          const random = seededRandom(seed);
          const layers = Array.from({ length: count }, (_, i) => seededSamples(rows * cols, seed + i, { centre: 1000, voids: 0.2 }));
          const options = {
            shape: { rows, cols },
            ...(weighted && { rowWeights: Float64Array.from({ length: rows }, () => (random() < 0.3 ? 0 : random())) }),
          };
          const expected = await referenceKernels.correlation(layers, options);
          const actual = await correlation(layers, options);
          for (const [i, value] of actual.flat().entries()) expect(value).toBeCloseTo(expected.flat()[i]!, 10);
        },
      ),
      { numRuns: 150, seed: 7 },
    );
  });

  it("is 1, -1 and 0 where it must be, whatever the scale", async () => {
    const a = seededSamples(70_000, 18);
    const matrix = await correlation([a, a.map((x) => 3 * x + 50), a.map((x) => -x), new Float32Array(70_000).fill(2)]);
    expect(matrix[0]![1]).toBeCloseTo(1, 12);
    expect(matrix[0]![2]).toBe(-1);
    expect(matrix.map((row) => row[3])).toEqual([0, 0, 0, 1]);
    expect(matrix).toEqual(matrix.map((row, i) => row.map((_, j) => matrix[j]![i])));
  });
});
