import type { Shape } from "@geoanomaly/core";

/** A fit looks at no more samples than this, evenly spread: a trend is settled by far fewer. */
const MOST_SAMPLES = 200_000;
const MOST_ITERATIONS = 30;
/** Where residuals begin to lose weight, in standard deviations. @see Huber (1964): 95 % efficiency for normal errors */
const HUBER = 1.345;

export interface PolynomialTrend {
  readonly values: Float32Array;
  /** Every how manieth row and column the fit looked at. */
  readonly stride: number;
  readonly samples: number;
  readonly iterations: number;
  /** Part of the samples that lost more than half of their weight. */
  readonly outlying: number;
}

/** Legendre polynomials of degree 0..order at x in -1..1. */
function legendre(x: number, order: number): number[] {
  const p = [1, x];
  for (let n = 1; n < order; n++) p.push(((2 * n + 1) * x * p[n]! - n * p[n - 1]!) / (n + 1));
  return p.slice(0, order + 1);
}

/** Terms P_i(x) P_j(y), i + j <= order. */
const terms = (px: readonly number[], py: readonly number[], order: number): number[] =>
  px.flatMap((x, i) => py.slice(0, order - i + 1).map((y) => x * y));

/** Solves the symmetric system a x = b by Cholesky; a term that the data do not determine is left out (its coefficient is 0). */
function solve(a: Float64Array, b: Float64Array): Float64Array {
  const n = b.length;
  const [lower, x] = [a.slice(), b.slice()];
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = lower[i * n + j]!;
      for (let k = 0; k < j; k++) sum -= lower[i * n + k]! * lower[j * n + k]!;
      if (i === j) lower[i * n + i] = sum > 1e-10 * a[i * n + i]! ? Math.sqrt(sum) : Number.POSITIVE_INFINITY;
      else lower[i * n + j] = sum / lower[j * n + j]!;
    }
    for (let k = 0; k < i; k++) x[i]! -= lower[i * n + k]! * x[k]!;
    x[i]! /= lower[i * n + i]!;
  }
  for (let i = n - 1; i >= 0; i--) {
    for (let k = i + 1; k < n; k++) x[i]! -= lower[k * n + i]! * x[k]!;
    x[i]! /= lower[i * n + i]!;
  }
  return x;
}

function median(values: Float64Array): number {
  const sorted = values.slice().sort();
  const half = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[half]! : (sorted[half - 1]! + sorted[half]!) / 2;
}

/**
 * Least-squares polynomial of total degree `order` through the samples with data, and its values there (NaN elsewhere).
 * `robust`: Huber's weights with the median absolute residual as the scale, so that a few strong anomalies do not bend the trend.
 */
export function polynomialTrend(values: Float32Array, { rows, cols }: Shape, order: number, robust: boolean): PolynomialTrend {
  const place = (i: number, count: number) => (count === 1 ? 0 : (2 * i) / (count - 1) - 1);
  const alongColumns = Array.from({ length: cols }, (_, col) => legendre(place(col, cols), order));
  const alongRows = Array.from({ length: rows }, (_, row) => legendre(place(row, rows), order));
  const stride = Math.max(1, Math.ceil(Math.sqrt((rows * cols) / MOST_SAMPLES)));
  const basis: number[][] = [];
  const data: number[] = [];
  for (let row = 0; row < rows; row += stride)
    for (let col = 0; col < cols; col += stride) {
      const value = values[row * cols + col]!;
      if (Number.isNaN(value)) continue;
      basis.push(terms(alongColumns[col]!, alongRows[row]!, order));
      data.push(value);
    }
  const n = ((order + 1) * (order + 2)) / 2;
  const value = (coefficients: Float64Array, functions: readonly number[]) =>
    functions.reduce((sum, f, k) => sum + f * coefficients[k]!, 0);
  let weights: Float64Array = new Float64Array(data.length).fill(1);
  let coefficients: Float64Array = new Float64Array(n);
  let iterations = 0;
  for (; iterations < (robust ? MOST_ITERATIONS : 1); iterations++) {
    const [normal, right] = [new Float64Array(n * n), new Float64Array(n)];
    for (const [s, functions] of basis.entries())
      for (let i = 0; i < n; i++) {
        const weighted = weights[s]! * functions[i]!;
        right[i]! += weighted * data[s]!;
        for (let j = 0; j <= i; j++) normal[i * n + j]! += weighted * functions[j]!;
      }
    const before = coefficients;
    coefficients = solve(normal, right);
    const residuals = Float64Array.from(basis, (functions, s) => Math.abs(data[s]! - value(coefficients, functions)));
    const scale = 1.4826 * median(residuals);
    if (!robust || scale === 0) continue;
    weights = residuals.map((residual) => Math.min(1, (HUBER * scale) / residual));
    if (coefficients.every((c, k) => Math.abs(c - before[k]!) < 1e-6 * scale)) break;
  }
  const trend = new Float32Array(values.length);
  for (let row = 0; row < rows; row++) {
    // Along a row the trend is a polynomial in x alone.
    const ofRow = new Float64Array(order + 1);
    let term = 0;
    for (let i = 0; i <= order; i++) for (let j = 0; j <= order - i; j++) ofRow[i]! += coefficients[term++]! * alongRows[row]![j]!;
    for (let col = 0; col < cols; col++) {
      let sum = 0;
      for (let i = 0; i <= order; i++) sum += ofRow[i]! * alongColumns[col]![i]!;
      trend[row * cols + col] = Number.isNaN(values[row * cols + col]) ? Number.NaN : sum;
    }
  }
  const outlying = weights.reduce((count, weight) => count + Number(weight < 0.5), 0) / Math.max(1, data.length);
  return { values: trend, stride, samples: data.length, iterations, outlying };
}
