/** Probabilities of absolute band values that the tail is fitted to, and their scores: R `qnorm((1 + p) / 2)`. The last three per cent have no say. */
const QUANTILES: readonly (readonly [probability: number, score: number])[] = [
  [0.5, 0.67448975],
  [0.7, 1.036433389],
  [0.8, 1.281551566],
  [0.85, 1.439531471],
  [0.9, 1.644853627],
  [0.93, 1.811910673],
  [0.95, 1.959963985],
  [0.97, 2.170090378],
];
const ITERATIONS = 30;

export const TAIL_PROBABILITIES = QUANTILES.map(([probability]) => probability);

/** Distribution of the absolute values of a band: `unit * z * exp(exponent * z^2 / 2)` at normal score z (Tukey's h). */
export interface BandTail {
  readonly unit: number;
  /** 0 for a normal band; never negative: a light tail is taken as normal. */
  readonly exponent: number;
}

/** Fit to quantiles at {@link TAIL_PROBABILITIES}: least squares of log(quantile / z) on z^2 / 2. */
export function bandTail(quantiles: ArrayLike<number>): BandTail {
  const x = QUANTILES.map(([, score]) => score ** 2 / 2);
  const y = QUANTILES.map(([, score], k) => Math.log(Math.max(quantiles[k] as number, 1e-12) / score));
  const mean = (list: readonly number[]) => list.reduce((sum, value) => sum + value, 0) / list.length;
  const [meanX, meanY] = [mean(x), mean(y)];
  const covariance = x.reduce((sum, value, k) => sum + (value - meanX) * ((y[k] as number) - meanY), 0);
  const variance = x.reduce((sum, value) => sum + (value - meanX) ** 2, 0);
  const exponent = Math.max(covariance / variance, 0);
  return { unit: Math.exp(meanY - exponent * meanX), exponent };
}

/** Normal score of a band value, sign kept: the z that solves |value| = unit z exp(exponent z^2 / 2). */
export function tailScore(value: number, { unit, exponent }: BandTail): number {
  const target = Math.abs(value) / unit;
  if (!(target > 0) || exponent < 1e-9) return Math.sign(value) * target || value;
  // Newton on log z + h z^2 / 2 = log t from above, where it cannot overshoot: the left side grows and bends downwards in log z.
  const goal = Math.log(target);
  let z = target;
  if (z > 1) z = Math.min(z, Math.sqrt((2 * Math.max(goal, 0)) / exponent) + 1);
  for (let k = 0; k < ITERATIONS; k++) {
    const step = (Math.log(z) + (exponent * z * z) / 2 - goal) / (1 / z + exponent * z);
    z = Math.max(z - step, z / 2);
    if (Math.abs(step) < 1e-9 * z) break;
  }
  return Math.sign(value) * z;
}
