import type { Band, PluginContext } from "@geoanomaly/core";
import type { Field } from "../field.js";
import { type BandTail, bandTail, TAIL_PROBABILITIES, tailScore } from "./band-tail.js";
import { type Marginal, marginalOf, normalScores } from "./normal-scores.js";
import { expectedByChance, familywiseThreshold, type NullMaxima, nullMaxima, rankProbability } from "./null-maxima.js";

export interface SearchOptions {
  /** Rate of false discoveries, and of any discovery where there is nothing. */
  readonly rate: number;
  readonly surrogates: number;
  readonly seed: number;
  /** Level, as part of the familywise threshold, down to which an anomaly extends. */
  readonly hysteresis: number;
  /** How often the null is drawn again without what was found. */
  readonly passes: number;
  readonly polarity: "both" | "positive" | "negative";
}

/** Where a field stands out of its null. */
export interface SearchResult {
  /** Signed score; NaN where there is no data. */
  readonly score: Float32Array;
  /** Index of the scale that gave the score. */
  readonly scale: Uint8Array;
  readonly bands: readonly Band[];
  /** Components numbered from 1; 0 outside. */
  readonly labels: Int32Array;
  readonly count: number;
  /** Score that a peak must reach. */
  readonly threshold: number;
  readonly familywise: number;
  readonly low: number;
  readonly maxima: NullMaxima;
  /** Distribution of each band. */
  readonly tails: readonly BandTail[];
  readonly marginal: Marginal;
  /** Rank probability of the highest score of the map. */
  readonly probability: number;
}

/** Highest score over the scales, with its sign. */
function scoreMap(
  bands: readonly Band[],
  tails: readonly BandTail[],
  { scoreOfDeviation }: NullMaxima,
  polarity: SearchOptions["polarity"],
) {
  const length = bands[0]?.values.length ?? 0;
  const score = new Float32Array(length);
  const scale = new Uint8Array(length);
  for (let cell = 0; cell < length; cell++) {
    let best = Number.NaN;
    bands.forEach(({ values }, index) => {
      let value = tailScore(values[cell] as number, tails[index] as BandTail) * (scoreOfDeviation[index] as number);
      if ((polarity === "positive" && value < 0) || (polarity === "negative" && value > 0)) value = 0;
      if (Number.isNaN(best) || Math.abs(value) > Math.abs(best)) {
        best = value;
        scale[cell] = index;
      }
    });
    score[cell] = best;
  }
  return { score, scale };
}

/** Highest |score|; 0 without data. */
function highestOf(score: Float32Array): number {
  let highest = 0;
  for (const value of score) if (Math.abs(value) > highest) highest = Math.abs(value); // NaN compares false
  return highest;
}

/** Highest |score| of each component. */
export function peaksOf(score: Float32Array, labels: Int32Array, count: number): Float64Array {
  const peaks = new Float64Array(count);
  for (let cell = 0; cell < labels.length; cell++) {
    const label = labels[cell] as number;
    if (label > 0) peaks[label - 1] = Math.max(peaks[label - 1] as number, Math.abs(score[cell] as number));
  }
  return peaks;
}

/** Largest number k of peaks, highest first, of which at most `rate * k` are expected by chance (Benjamini and Hochberg). @returns The k-th peak. */
function discoveryThreshold(peaks: Float64Array, maxima: NullMaxima, rate: number): number {
  const descending = peaks.toSorted().reverse();
  let threshold = Number.POSITIVE_INFINITY;
  descending.forEach((peak, k) => {
    if (expectedByChance(maxima, peak) <= rate * (k + 1)) threshold = peak;
  });
  return threshold;
}

/** Values of `field` with what is labelled left out. */
const without = (values: Float32Array, labels: Int32Array) =>
  values.map((value, cell) => ((labels[cell] as number) > 0 ? Number.NaN : value));

/** Scores beyond it count as it where the spectrum is taken: a body must not make the spectrum it is held against. */
const SCORE_LIMIT = 2.5;
const held = (scores: Float32Array) => scores.map((score) => Math.max(-SCORE_LIMIT, Math.min(SCORE_LIMIT, score)));

/** One null, drawn from `background`, and what stands out of it. */
async function searchOnce(
  field: Field,
  background: Float32Array,
  bands: readonly Band[],
  options: SearchOptions & { readonly gated: boolean },
  context: PluginContext,
): Promise<SearchResult> {
  const { geometry, scales, windows, wrap, columnStretch } = field;
  const shape = { rows: geometry.rows, cols: geometry.cols };
  const run = { signal: context.signal, threads: context.threads };
  const { detection } = context.kernels;
  const marginal = marginalOf(background);
  const { positive, negative, quantiles } = await detection.surrogateMaxima(held(normalScores(background, marginal)), shape, {
    ...run,
    scales,
    windows,
    wrap,
    ...(columnStretch && { columnStretch }),
    seed: options.seed,
    surrogates: options.surrogates,
    marginal: marginal.values,
    probabilities: TAIL_PROBABILITIES,
    mask: Uint8Array.from(field.values, (value) => (Number.isFinite(value) ? 1 : 0)),
  });
  const { polarity, rate } = options;
  const each = TAIL_PROBABILITIES.length;
  const highest = positive.map((value, k) => {
    const down = negative[k] as number;
    const extreme = polarity === "positive" ? value : polarity === "negative" ? down : Math.max(value, down);
    return tailScore(extreme, bandTail(quantiles.subarray(k * each, (k + 1) * each)));
  });
  const tails = bands.map((band) => bandTail(band.quantiles));
  const maxima = nullMaxima(highest, scales.length);
  const { score, scale } = scoreMap(bands, tails, maxima, polarity);
  const peak = highestOf(score);
  const probability = rankProbability(maxima, peak);
  const familywise = familywiseThreshold(maxima, rate);
  const nothing = { labels: new Int32Array(score.length), count: 0, threshold: familywise };
  const low = options.hysteresis * (Number.isFinite(familywise) ? familywise : (maxima.sorted.at(-1) as number));
  const found = { score, scale, bands, familywise, low, maxima, tails, marginal, probability };
  // Where nothing is, the map as a whole is refused with probability 1 - rate; only beyond this gate are discoveries counted.
  if (!(low > 0) || (options.gated && probability > rate)) return { ...found, ...nothing };
  const candidates = await detection.components(score, shape, { ...run, low, high: low, wrap });
  const peaks = peaksOf(score, candidates.labels, candidates.count);
  const threshold = Math.max(Math.min(familywise, discoveryThreshold(peaks, maxima, rate)), low);
  if (peak < threshold) return { ...found, ...nothing };
  return { ...found, ...(await detection.components(score, shape, { ...run, low, high: threshold, wrap })), threshold };
}

/**
 * Finds where a field stands out of its own null. The null is drawn from the field; once something was found, it is drawn again without it,
 * as bodies widen the spectrum and the tails that are to be theirs alone.
 */
export async function search(field: Field, options: SearchOptions, context: PluginContext): Promise<SearchResult> {
  const { geometry, scales, windows, wrap, columnStretch } = field;
  const bands = await context.kernels.detection.bands(field.values, geometry, {
    signal: context.signal,
    threads: context.threads,
    scales,
    windows,
    wrap,
    probabilities: TAIL_PROBABILITIES,
    ...(columnStretch && { columnStretch }),
  });
  let result = await searchOnce(field, field.values, bands, { ...options, gated: true }, context);
  for (let pass = 1; pass < options.passes && result.count > 0; pass++) {
    context.progress(pass / options.passes);
    const again = await searchOnce(field, without(field.values, result.labels), bands, { ...options, gated: false }, context);
    if (again.count === 0) break;
    result = { ...again, probability: result.probability };
  }
  return result;
}
