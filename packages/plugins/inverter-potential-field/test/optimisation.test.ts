import { describe, expect, it } from "vitest";
import { conjugateGradients } from "../src/optimisation/conjugate-gradients.js";
import { projectedStep } from "../src/optimisation/projected-step.js";
import type { Quadratic } from "../src/optimisation/quadratic.js";
import { RandomSigns } from "../src/optimisation/random-signs.js";
import { dot } from "../src/optimisation/vectors.js";
import type { Trial } from "../src/state.js";
import { cornerOf } from "../src/tradeoff/corner.js";
import { nextBeta, reachesTarget } from "../src/tradeoff/next-beta.js";
import { inverse, relativeDifference, times } from "./dense-algebra.js";
import { noise } from "./synthetic.js";

const n = 12;
/** A data part of rank 6 and a diagonal model part. */
const rows = Array.from({ length: 6 }, (_, i) => noise(n, 10 + i));
const data = Float64Array.from({ length: n * n }, (_, i) => rows.reduce((sum, row) => sum + row[Math.floor(i / n)]! * row[i % n]!, 0));
const stiffness = Float64Array.from({ length: n }, (_, i) => 0.1 + 0.05 * i);
const hessian = data.map((value, i) => value + (i % (n + 1) === 0 ? stiffness[i % n]! : 0));
const system: Quadratic = {
  unknowns: n,
  diagonal: Float64Array.from({ length: n }, (_, i) => hessian[i * n + i]!),
  dataProduct: async (x) => times(data, x),
  modelProduct: (x) => x.map((value, i) => stiffness[i]! * value),
};
const b = noise(n, 3);
const solution = times(inverse(hessian, n), b);

describe("conjugateGradients", () => {
  it("solves a system of n unknowns in n steps", async () => {
    const { x, residual, dataProduct } = await conjugateGradients(system, b, { iterations: n + 4, tolerance: 1e-14 });
    expect(relativeDifference(x, solution)).toBeLessThan(1e-9);
    expect(relativeDifference(dataProduct, times(data, x))).toBeLessThan(1e-12);
    const left = b.map((value, i) => value - times(hessian, x)[i]!);
    for (let i = 0; i < n; i++) expect(residual[i]! - left[i]!).toBeCloseTo(0, 10);
  });

  it("moves only what is free", async () => {
    const free = Uint8Array.from({ length: n }, (_, i) => (i < 5 ? 0 : 1));
    const { x } = await conjugateGradients(system, b, { iterations: 50, tolerance: 1e-14 }, free);
    const part = Float64Array.from({ length: 49 }, (_, i) => hessian[(Math.floor(i / 7) + 5) * n + (i % 7) + 5]!);
    expect(relativeDifference(x.subarray(5), times(inverse(part, 7), b.subarray(5)))).toBeLessThan(1e-9);
    expect([...x.subarray(0, 5)]).toEqual([0, 0, 0, 0, 0]);
  });
});

describe("projectedStep", () => {
  const bounds = { lower: new Float64Array(n).fill(-0.2), upper: new Float64Array(n).fill(0.5) };

  it("repeated, comes to where no unknown can descend within its bounds", async () => {
    let x = new Float64Array(n);
    let product = new Float64Array(n);
    const gradientAt = (at: Float64Array) => times(hessian, at).map((value, i) => value - b[i]!);
    for (let step = 0; step < 30; step++) {
      const next = await projectedStep(system, { x, dataProduct: product, gradient: gradientAt(x) }, bounds, {
        iterations: 30,
        tolerance: 1e-12,
      });
      x = Float64Array.from(next.x);
      product = Float64Array.from(next.dataProduct);
    }
    expect(relativeDifference(product, times(data, x))).toBeLessThan(1e-10);
    const gradient = gradientAt(x);
    let held = 0;
    for (let i = 0; i < n; i++) {
      if (x[i] === -0.2) expect(gradient[i]).toBeGreaterThanOrEqual(-1e-9);
      else if (x[i] === 0.5) expect(gradient[i]).toBeLessThanOrEqual(1e-9);
      else expect(gradient[i]).toBeCloseTo(0, 9);
      if (x[i] === -0.2 || x[i] === 0.5) held++;
    }
    expect(held, "the free solution lies outside the bounds").toBeGreaterThan(0);
  });

  it("never rises, and says by how much the objective fell", async () => {
    const objective = (at: Float64Array) => dot(at, times(hessian, at)) / 2 - dot(at, b);
    const x = new Float64Array(n).fill(0.1);
    const gradient = times(hessian, x).map((value, i) => value - b[i]!);
    const step = await projectedStep(system, { x, dataProduct: times(data, x), gradient }, bounds, { iterations: 3, tolerance: 1e-9 });
    expect(step.decrease).toBeGreaterThan(0);
    expect(objective(x) - objective(step.x)).toBeCloseTo(step.decrease, 10);
  });
});

describe("RandomSigns", () => {
  it("are the same for a seed, others for another stream, and balanced", () => {
    const signs = new RandomSigns(5, 0).fill(20_000);
    expect(new RandomSigns(5, 0).fill(20_000)).toEqual(signs);
    const other = new RandomSigns(5, 1).fill(20_000);
    // Five standard deviations of the sum of 20,000 independent signs.
    const limit = 5 * Math.sqrt(20_000);
    expect(Math.abs(signs.reduce((sum, sign) => sum + sign, 0))).toBeLessThan(limit);
    expect(Math.abs(dot(signs, other))).toBeLessThan(limit);
    expect(Math.abs(dot(signs.subarray(1), signs.subarray(0, -1)))).toBeLessThan(limit);
  });
});

describe("nextBeta", () => {
  it("finds the target of a power law within a few trials, from above and from below", () => {
    for (const start of [1e4, 1e-4]) {
      for (const exponent of [0.5, 1, 1.4]) {
        const misfit = (beta: number) => 3 * beta ** exponent;
        const trials: Trial[] = [{ beta: start, chi: misfit(start), norm: 1 }];
        while (!reachesTarget(trials.at(-1)!.chi, 1) && trials.length < 15) {
          const beta = nextBeta(trials, 1, 10);
          trials.push({ beta, chi: misfit(beta), norm: 1 });
        }
        expect(trials.at(-1)!.chi).toBeCloseTo(1, 1);
        for (let i = 1; i < trials.length; i++) {
          const ratio = trials[i]!.beta / trials[i - 1]!.beta;
          expect(Math.max(ratio, 1 / ratio)).toBeLessThanOrEqual(10 * (1 + 1e-12));
        }
      }
    }
  });
});

describe("cornerOf", () => {
  it("is where an L bends", () => {
    const trials = Array.from({ length: 11 }, (_, i): Trial => {
      const beta = 10 ** (5 - i);
      return i <= 6
        ? { beta, chi: 10 ** (6 - i), norm: 10 ** (0.05 * i) }
        : { beta, chi: 1 - 0.01 * (i - 6), norm: 10 ** (0.3 + 0.8 * (i - 6)) };
    });
    expect(cornerOf(trials)).toEqual({ trial: 6, corner: true });
  });

  it("is the place of slope -1 on a curve that never turns upwards", () => {
    const trials = Array.from({ length: 9 }, (_, i): Trial => ({ beta: 10 ** -i, chi: Math.exp(-i), norm: Math.exp(2 * i - 0.2 * i * i) }));
    // d log norm / d log chi = -(2 - 0.4 i) is -1 at i = 2.5.
    expect(cornerOf(trials)).toEqual({ trial: 2, corner: false });
  });
});
