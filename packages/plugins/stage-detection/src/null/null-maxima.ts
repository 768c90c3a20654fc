/** Euler's constant: mean of a Gumbel distribution of location 0 and scale 1. */
const EULER = 0.5772156649;
/** Fewer surrogates than this above a level do not tell its probability; the fitted tail does. */
const ENOUGH = 5;

/** What the highest score of a map is when there is nothing to find. */
export interface NullMaxima {
  /** Score of 1 standard deviation at each scale: levels that are as rare as each other have the same score. */
  readonly scoreOfDeviation: readonly number[];
  /** Highest score of each surrogate, ascending. */
  readonly sorted: Float64Array;
  /** Gumbel distribution of the highest scores, by L-moments. */
  readonly location: number;
  readonly scale: number;
}

const median = (values: Float64Array): number => {
  const sorted = values.toSorted();
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? (sorted[middle] as number) : ((sorted[middle - 1] as number) + (sorted[middle] as number)) / 2;
};

/**
 * Null of the highest score from band maxima of surrogates (`surrogates * scales`, surrogate by surrogate).
 * Each scale is divided by its median maximum, so that all scales have the same say; the score is again in deviations of the typical scale.
 */
export function nullMaxima(maxima: Float64Array, scales: number): NullMaxima {
  const surrogates = maxima.length / scales;
  const medians = Array.from({ length: scales }, (_, scale) =>
    median(Float64Array.from({ length: surrogates }, (_, k) => maxima[k * scales + scale] as number)),
  );
  const typical = median(Float64Array.from(medians));
  const scoreOfDeviation = medians.map((value) => (value > 0 ? typical / value : 0));
  const sorted = Float64Array.from({ length: surrogates }, (_, k) =>
    scoreOfDeviation.reduce((highest, factor, scale) => Math.max(highest, factor * (maxima[k * scales + scale] as number)), 0),
  ).sort();
  const mean = sorted.reduce((sum, value) => sum + value, 0) / surrogates;
  const weighted = sorted.reduce((sum, value, k) => sum + (k / Math.max(surrogates - 1, 1)) * value, 0) / surrogates;
  const scale = Math.max((2 * weighted - mean) / Math.LN2, Number.MIN_VALUE);
  return { scoreOfDeviation, sorted, location: mean - EULER * scale, scale };
}

/** Score in units of the null's spread, from where its highest scores lie: comparable between fields. */
export const reduced = ({ location, scale }: NullMaxima, score: number) => (score - location) / scale;

/** How many surrogates reach a score. */
function reaching({ sorted }: NullMaxima, score: number): number {
  const first = sorted.findIndex((value) => value >= score);
  return first < 0 ? 0 : sorted.length - first;
}

/** Probability of a score as high anywhere in the map by chance: the rank among the surrogates. Exact if the field is one more of them. */
export const rankProbability = (maxima: NullMaxima, score: number) => (1 + reaching(maxima, score)) / (maxima.sorted.length + 1);

/** The same, carried beyond the highest surrogates by the Gumbel distribution. */
export function significance(maxima: NullMaxima, score: number): number {
  const rank = rankProbability(maxima, score);
  if (reaching(maxima, score) >= ENOUGH) return rank;
  return Math.min(rank, -Math.expm1(-Math.exp(-reduced(maxima, score))));
}

/** How many peaks as high a map shows by chance on average, if they come independently of each other. */
export function expectedByChance(maxima: NullMaxima, score: number): number {
  const probability = significance(maxima, score);
  const surrogates = maxima.sorted.length;
  return probability < 1 - ENOUGH / (surrogates + 1)
    ? -Math.log1p(-probability)
    : Math.max(Math.exp(-reduced(maxima, score)), Math.log(surrogates));
}

/** Lowest score whose probability is not above `rate`; infinite if there are too few surrogates for it. */
export function familywiseThreshold({ sorted }: NullMaxima, rate: number): number {
  // (1 + reaching) / (n + 1) <= rate: at most `allowed` surrogates reach the threshold.
  const allowed = Math.floor(rate * (sorted.length + 1) + 1e-9) - 1;
  if (allowed < 0) return Number.POSITIVE_INFINITY;
  const last = sorted[sorted.length - 1 - allowed] as number; // must not be reached
  return last + Math.abs(last) * 1e-6;
}
