/** Probabilities at which the distribution of a field is taken, and their normal scores (R `qnorm`). */
const KNOTS: readonly (readonly [probability: number, score: number])[] = [
  [0.05, -1.644853627],
  [0.1, -1.281551566],
  [0.2, -0.841621234],
  [0.3, -0.524400513],
  [0.4, -0.253347103],
  [0.5, 0],
  [0.6, 0.253347103],
  [0.7, 0.524400513],
  [0.8, 0.841621234],
  [0.9, 1.281551566],
  [0.95, 1.644853627],
];
/** Knots of each tail that its shape is fitted to. */
const TAIL = 3;
/** Exponents of a tail: a light one turns back and stays level from there, a heavier one has no variance. As wide to either side as the data scatter, or all nulls get heavy. */
const LIGHTEST = -0.2;
const HEAVIEST = 0.5;
const LIMIT = 6;
const STEP = 0.005;
/** The table ascends strictly, so that it can be inverted where a field has many equal values. */
const RISE = 1e-9;

/** Distribution of a field as a map of normal scores to values. */
export interface Marginal {
  /** Values at scores -6, -5.995 .. 6. */
  readonly values: Float64Array;
  /** Shape of the lower and upper tail: value - median grows as z exp(h z^2 / 2); 0 for a normal distribution. */
  readonly tails: readonly [lower: number, upper: number];
}

/** Exponent h of Tukey's g-and-h tail through points (score, distance from the median), least squares of log(distance / score) on score^2 / 2. */
function tailExponent(points: readonly (readonly [score: number, distance: number])[]): number {
  const usable = points.filter(([, distance]) => distance > 0);
  if (usable.length < 2) return 0;
  const x = usable.map(([score]) => score ** 2 / 2);
  const y = usable.map(([score, distance]) => Math.log(distance / score));
  const mean = (list: readonly number[]) => list.reduce((sum, value) => sum + value, 0) / list.length;
  const [meanX, meanY] = [mean(x), mean(y)];
  const covariance = x.reduce((sum, value, k) => sum + (value - meanX) * ((y[k] as number) - meanY), 0);
  const variance = x.reduce((sum, value) => sum + (value - meanX) ** 2, 0);
  return Math.min(Math.max(covariance / variance, LIGHTEST), HEAVIEST);
}

/**
 * Distribution of the finite samples: quantiles from 5 to 95 per cent, linear in the normal score between them; beyond, tails whose
 * shape the quantiles from 20 per cent outwards give. The outermost five per cent have no say: a body does not make its own null.
 */
export function marginalOf(values: Float32Array): Marginal {
  const sorted = values.filter(Number.isFinite).sort();
  const quantile = (p: number) => {
    const place = (sorted.length - 1) * p;
    const below = Math.floor(place);
    const low = sorted[below] ?? 0;
    return low + (place - below) * ((sorted[below + 1] ?? low) - low);
  };
  const knots = KNOTS.map(([p, score]) => ({ score, value: quantile(p) }));
  const median = quantile(0.5);
  const lower = tailExponent(knots.slice(0, TAIL).map(({ score, value }) => [-score, median - value]));
  const upper = tailExponent(knots.slice(-TAIL).map(({ score, value }) => [score, value - median]));
  const beyond = (score: number, knot: { readonly score: number; readonly value: number }, exponent: number) =>
    median + (((knot.value - median) * score) / knot.score) * Math.exp((exponent * (score ** 2 - knot.score ** 2)) / 2);
  const [first, last] = [knots[0], knots.at(-1)] as [(typeof knots)[0], (typeof knots)[0]];
  const table = new Float64Array(Math.round((2 * LIMIT) / STEP) + 1);
  let right = 1;
  for (let k = 0; k < table.length; k++) {
    const score = -LIMIT + k * STEP;
    while (right < knots.length - 1 && (knots[right] as { score: number }).score < score) right++;
    const [a, b] = [knots[right - 1], knots[right]] as [(typeof knots)[0], (typeof knots)[0]];
    if (score < first.score) table[k] = beyond(score, first, lower);
    else if (score > last.score) table[k] = beyond(score, last, upper);
    else table[k] = a.value + ((score - a.score) / (b.score - a.score)) * (b.value - a.value);
  }
  // A tail that turns back stays level: ascending from the median outwards on both sides.
  const middle = (table.length - 1) / 2;
  const rise = RISE * (1 + Math.abs(median) + (last.value - first.value));
  for (let k = middle + 1; k < table.length; k++) table[k] = Math.max(table[k] as number, (table[k - 1] as number) + rise);
  for (let k = middle - 1; k >= 0; k--) table[k] = Math.min(table[k] as number, (table[k + 1] as number) - rise);
  return { values: table, tails: [lower, upper] };
}

/** Normal score of each sample under a marginal, within -6 .. 6; NaN stays NaN. */
export function normalScores(values: Float32Array, { values: table }: Marginal): Float32Array {
  return values.map((value) => {
    if (!Number.isFinite(value)) return Number.NaN;
    let [low, high] = [0, table.length - 1];
    if (value <= (table[low] as number)) return -LIMIT;
    if (value >= (table[high] as number)) return LIMIT;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if ((table[middle] as number) <= value) low = middle;
      else high = middle;
    }
    const [below, above] = [table[low] as number, table[high] as number];
    return -LIMIT + STEP * (low + (value - below) / (above - below));
  });
}
