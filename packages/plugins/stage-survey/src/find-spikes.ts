import { distanceAlong, type PointSet, planeOf, type SurveyLine } from "@geoanomaly/core";
import { deviation, predictionAt, predictionFromGood } from "./line-prediction.js";
import { MAD_TO_SIGMA, median, robustSigma } from "./median.js";

export interface SpikeSearch {
  /** Readings on either side that say how rough the line is. */
  readonly window: number;
  /** Robust standard deviations. */
  readonly threshold: number;
  /** Deviations below this are no spikes, unit of the values. */
  readonly minimum: number;
}

export interface Spike {
  readonly index: number;
  /** Value minus what the neighbours along the line say. */
  readonly deviation: number;
}

export interface SpikeFindings {
  /** In order of the readings. */
  readonly spikes: readonly Spike[];
  /** Readings that looked like spikes but stand in rows: the field itself. */
  readonly steep: number;
}

/** Readings within which the worst is taken first: its neighbours may only look bad because of it. */
const SHADOW = 3;
/** Searches of a line; each finds what the spikes of the one before had hidden. */
const PASSES = 8;
/** More suspects than this in a row, at most one good reading between them, are no spikes. */
const LONGEST_ROW = 3;

/** The numbers around one, itself included, without NaN; at the ends of a line the window is moved inwards. */
function around(numbers: Float64Array, index: number, window: number): Float64Array {
  const width = Math.min(2 * window + 1, numbers.length);
  const first = Math.min(Math.max(0, index - window), numbers.length - width);
  return numbers.subarray(first, first + width).filter((number) => !Number.isNaN(number));
}

interface Track {
  readonly line: SurveyLine;
  readonly distance: Float64Array;
  readonly values: Float64Array;
  readonly deviations: Float64Array;
}

/** What one reading differs by; beside blanked readings by what the nearest good ones say. */
function differenceAt(distance: Float64Array, values: Float64Array, index: number): number {
  const value = values[index] as number;
  const difference = deviation(value, predictionAt(distance, values, index));
  return Number.isNaN(difference) ? value - predictionFromGood(distance, values, index) : difference;
}

/** Suspects of one line with those already `known`; the worst of their surroundings first, each blanked for the search for the next. */
function suspectsOf(
  { distance, values, deviations }: Track,
  known: readonly Spike[],
  survey: number,
  { window, threshold, minimum }: SpikeSearch,
): readonly number[] {
  const blanked = values.slice();
  for (const { index } of known) blanked[index] = Number.NaN;
  const current = known.length === 0 ? deviations.slice() : blanked.map((_, k) => differenceAt(distance, blanked, k));
  const suspects: number[] = [];
  for (let pass = 0; pass < PASSES; pass++) {
    const found: number[] = [];
    current.forEach((size, k) => {
      const worth = Math.abs(size);
      if (!(worth > minimum && worth > threshold * survey)) return; // most readings: spares the window
      for (let other = k - SHADOW; other <= k + SHADOW; other++) {
        const rival = Math.abs(current[other] ?? 0);
        if (rival > worth || (rival === worth && other < k)) return;
      }
      const scale = Math.max(survey, robustSigma(around(current, k, window)));
      if (scale > 0 && worth > threshold * scale) found.push(k);
    });
    if (found.length === 0) break;
    suspects.push(...found);
    for (const k of found) blanked[k] = Number.NaN;
    for (const k of found) {
      for (let other = Math.max(0, k - 2 * SHADOW); other <= Math.min(values.length - 1, k + 2 * SHADOW); other++) {
        current[other] = differenceAt(distance, blanked, other);
      }
    }
  }
  return [...known.map(({ index }) => index), ...suspects].sort((a, b) => a - b);
}

/**
 * Acquits suspects that agree with the good readings around them once all other suspects are out: neighbours of spikes, and peaks of the
 * field, beside which good readings differ as much.
 */
function convicted(
  { distance, values }: Track,
  suspects: readonly number[],
  survey: number,
  { threshold, minimum }: SpikeSearch,
): readonly Spike[] {
  let guilty = suspects.map((k) => ({ index: k, deviation: 0 }));
  for (let pass = 0; pass < PASSES; pass++) {
    const good = values.slice();
    for (const { index } of guilty) good[index] = Number.NaN;
    const differs = (k: number) => (values[k] as number) - predictionFromGood(distance, good, k);
    const remaining = guilty.flatMap(({ index }) => {
      const beside: number[] = [];
      for (let k = Math.max(0, index - 2 * SHADOW); k <= Math.min(values.length - 1, index + 2 * SHADOW); k++) {
        if (!Number.isNaN(good[k])) beside.push(Math.abs(differs(k)));
      }
      const difference = differs(index);
      // Too few good readings to say anything: the suspicion stands, with what the line around says.
      if (Number.isNaN(difference))
        return [{ index, deviation: (values[index] as number) - median(good.filter((value) => !Number.isNaN(value))) }];
      const scale = Math.max(survey, MAD_TO_SIGMA * median(beside.filter((size) => !Number.isNaN(size))) || 0);
      return Math.abs(difference) > Math.max(minimum, threshold * scale) ? [{ index, deviation: difference }] : [];
    });
    const settled = remaining.length === guilty.length;
    guilty = remaining;
    if (settled) break;
  }
  return guilty;
}

/** Searches and judges until there is nothing new: a spike may hide behind a neighbour that was suspected in its place. */
function spikesOf(track: Track, survey: number, search: SpikeSearch): readonly Spike[] {
  let known: readonly Spike[] = [];
  for (let pass = 0; pass < PASSES; pass++) {
    const suspects = suspectsOf(track, known, survey, search);
    if (suspects.length === known.length) break;
    const found = convicted(track, suspects, survey, search);
    if (found.length <= known.length) break;
    known = found;
  }
  return known;
}

/** Splits spikes into rows with at most one good reading between neighbours. */
function rows(spikes: readonly Spike[]): readonly (readonly Spike[])[] {
  const result: Spike[][] = [];
  for (const spike of spikes) {
    const row = result.at(-1);
    if (row !== undefined && spike.index - (row.at(-1) as Spike).index <= 2) row.push(spike);
    else result.push([spike]);
  }
  return result;
}

/**
 * Hampel's identifier on what the readings differ by from what their neighbours along the line say: a spike differs by more than
 * `threshold` times 1.4826 MAD of the differences around it. That scale is never taken below the one of the whole survey: on a calm
 * stretch rounding would look like spikes. Where neither has a scale nothing is a spike. What is found is judged again without the other
 * finds: neighbours of spikes and peaks of the field are acquitted. Spikes are single readings, pairs or triples;
 * longer rows are the field itself, too steep for its sampling, and are counted, not taken.
 * @see Hampel (1974), The influence curve and its role in robust estimation, J. Am. Stat. Assoc. 69
 */
export function findSpikes(points: PointSet, lines: readonly SurveyLine[], search: SpikeSearch): SpikeFindings {
  const plane = planeOf(points);
  const tracks = lines.map((line): Track => {
    const values = Float64Array.from(line.members, (index) => points.values[index] as number);
    const distance = distanceAlong(plane, line);
    return { line, distance, values, deviations: values.map((_, k) => differenceAt(distance, values, k)) };
  });
  const known = tracks.flatMap(({ deviations }) => [...deviations.filter((size) => !Number.isNaN(size))]);
  const survey = robustSigma(known);
  const spikes: Spike[] = [];
  let steep = 0;
  for (const track of tracks) {
    for (const row of rows(spikesOf(track, survey, search))) {
      if (row.length > LONGEST_ROW) steep += row.length;
      else spikes.push(...row.map(({ index, deviation: size }) => ({ index: track.line.members[index] as number, deviation: size })));
    }
  }
  return { spikes: spikes.sort((a, b) => a.index - b.index), steep };
}
