/** Weights of layers that sum to 1, and the standard deviation of what they make. */
export interface Estimate {
  readonly weights: readonly number[];
  readonly deviation: number;
}

/** Added to the diagonal of a singular correlation: layers that say the same twice then share their weight. */
const RIDGE = 1e-6;

/** Solves a symmetric positive definite system by Cholesky's factors. @returns `undefined` if it is not positive definite. */
export function solvePositive(matrix: readonly (readonly number[])[], right: readonly number[]): number[] | undefined {
  const n = right.length;
  const factor: number[][] = matrix.map((row) => [...row]);
  for (let j = 0; j < n; j++) {
    for (let i = j; i < n; i++) {
      let sum = (factor[i] as number[])[j] as number;
      for (let k = 0; k < j; k++) sum -= ((factor[i] as number[])[k] as number) * ((factor[j] as number[])[k] as number);
      if (i === j) {
        if (!(sum > 0)) return undefined;
        (factor[j] as number[])[j] = Math.sqrt(sum);
      } else (factor[i] as number[])[j] = sum / ((factor[j] as number[])[j] as number);
    }
  }
  const x = [...right];
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < i; k++) x[i] = (x[i] as number) - ((factor[i] as number[])[k] as number) * (x[k] as number);
    x[i] = (x[i] as number) / ((factor[i] as number[])[i] as number);
  }
  for (let i = n - 1; i >= 0; i--) {
    for (let k = i + 1; k < n; k++) x[i] = (x[i] as number) - ((factor[k] as number[])[i] as number) * (x[k] as number);
    x[i] = (x[i] as number) / ((factor[i] as number[])[i] as number);
  }
  return x;
}

/**
 * Best linear unbiased estimate of one quantity from layers with errors of standard deviations `deviations` and correlation `correlation`:
 * weights C^-1 1 / (1' C^-1 1), variance 1 / (1' C^-1 1), C = D R D. A weight may be negative where a layer is worse than its correlation
 * with a better one; `undefined` where a deviation is not > 0.
 */
export function unbiasedEstimate(deviations: readonly number[], correlation: readonly (readonly number[])[]): Estimate | undefined {
  if (!deviations.every((deviation) => deviation > 0 && Number.isFinite(deviation))) return undefined;
  // In units of each deviation, C^-1 1 = D^-1 R^-1 D^-1 1: the system does not depend on the units of the layers.
  const inverse = deviations.map((deviation) => 1 / deviation);
  const regularised = () => correlation.map((row, i) => row.map((value, j) => (i === j ? 1 + RIDGE : value)));
  const solution = solvePositive(correlation, inverse) ?? solvePositive(regularised(), inverse);
  if (!solution) return undefined;
  const precisions = solution.map((value, i) => value * (inverse[i] as number));
  const total = precisions.reduce((sum, value) => sum + value, 0);
  return total > 0 ? { weights: precisions.map((value) => value / total), deviation: 1 / Math.sqrt(total) } : undefined;
}

/** How many independent layers of equal worth have the same say: (sum w)^2 / (w' R w). */
export function effectiveNumber(weights: readonly number[], correlation: readonly (readonly number[])[]): number {
  const sum = weights.reduce((total, weight) => total + weight, 0);
  const variance = weights.reduce(
    (total, wi, i) => total + weights.reduce((row, wj, j) => row + wi * wj * (correlation[i]?.[j] ?? 0), 0),
    0,
  );
  return variance > 0 ? sum ** 2 / variance : 0;
}
