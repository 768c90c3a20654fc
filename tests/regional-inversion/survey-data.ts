import type { InversionRequest, InversionResult, InversionStep, Kernels, PointSet } from "@geoanomaly/core";
import { testContext } from "@geoanomaly/core/testing";
import { potentialField } from "@geoanomaly/plugin-inverter-potential-field";
import { fastKernels } from "../readers/fast-kernels.js";

export { dataFile } from "../readers/data-folder.js";

/** The native kernels if they are built with those of potential fields; then what needs them is said aloud. */
export function potentialKernels(purpose: string): Kernels | undefined {
  return fastKernels(purpose);
}

export async function inverted(
  request: InversionRequest,
  kernels: Kernels,
  threads = 2,
): Promise<{ steps: InversionStep[]; result: InversionResult }> {
  const iterations = potentialField.invert(request, await testContext({ kernels, threads }));
  const steps: InversionStep[] = [];
  for (;;) {
    const next = await iterations.next();
    if (next.done) return { steps, result: next.value };
    steps.push(next.value);
  }
}

/** Residuals in standard deviations. */
export function normalisedResiduals({ values, uncertainty }: PointSet, predicted: Float64Array): Float64Array {
  return values.map((value, i) => (value - predicted[i]!) / (uncertainty?.[i] ?? 1));
}

export function correlation(a: Float64Array, b: Float64Array): number {
  const mean = (values: Float64Array) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [meanA, meanB] = [mean(a), mean(b)];
  let [ab, aa, bb] = [0, 0, 0];
  for (let i = 0; i < a.length; i++) {
    ab += (a[i]! - meanA) * (b[i]! - meanB);
    aa += (a[i]! - meanA) ** 2;
    bb += (b[i]! - meanB) ** 2;
  }
  return ab / Math.sqrt(aa * bb);
}

/** Standard score of Moran's I for pairs of readings closer than `radius`, under independent normal residuals. */
export function moranScore({ easting, northing }: PointSet, residuals: Float64Array, radius: number): number {
  const n = residuals.length;
  const mean = residuals.reduce((sum, value) => sum + value, 0) / n;
  const deviations = residuals.map((value) => value - mean);
  let [pairs, products] = [0, 0];
  const neighbours = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) {
      if (i === j || Math.hypot(easting[i]! - easting[j]!, northing[i]! - northing[j]!) > radius) continue;
      pairs++;
      neighbours[i]!++;
      products += deviations[i]! * deviations[j]!;
    }
  }
  const moran = (n * products) / (pairs * deviations.reduce((sum, value) => sum + value * value, 0));
  // Cliff and Ord: expectation -1 / (n - 1); variance under normality with symmetric weights of 0 and 1.
  const s1 = 2 * pairs;
  const s2 = neighbours.reduce((sum, count) => sum + (2 * count) ** 2, 0);
  const expectation = -1 / (n - 1);
  const variance = (n * n * s1 - n * s2 + 3 * pairs * pairs) / ((n * n - 1) * pairs * pairs) - expectation * expectation;
  return (moran - expectation) / Math.sqrt(variance);
}
