import { median } from "./median.js";

/** Pairs of neighbours that predict a reading; the median of three withstands a bad neighbour. */
const PAIRS = 3;

/**
 * What the neighbours along a line say a reading should be, twice over: by straight lines, which withstand a bad neighbour, and by a cubic,
 * which follows a peak.
 */
export interface Prediction {
  /** Median of the straight lines through the pairs at one, two and three readings before and after; at an end of the line, on one side. NaN with fewer than two pairs. */
  readonly straight: number;
  /** Of the cubic through two readings before and two after; NaN within two readings of an end. */
  readonly cubic: number;
}

/** Ratio of steps up to which readings are spaced evenly enough for a cubic through them, or a straight line beyond them. */
const UNEVEN = 3;

/** The cubic through four places, at a fifth between the middle ones; NaN where they are spaced too unevenly. @see Lagrange's formula */
function cubicAt(place: number, places: readonly number[], values: readonly number[]): number {
  const [a, b, c, d] = places as [number, number, number, number];
  const steps = [b - a, (c - b) / 2, d - c];
  if (!(Math.max(...steps) <= UNEVEN * Math.min(...steps))) return Number.NaN;
  return values.reduce(
    (sum, value, i) =>
      sum +
      value * places.reduce((factor, other, j) => (j === i ? factor : (factor * (place - other)) / ((places[i] as number) - other)), 1),
    0,
  );
}

/**
 * @param distance Along the line, metres, ascending. @param values NaN predicts nothing; the value of the reading itself has no say.
 */
export function predictionAt(distance: Float64Array, values: Float64Array, index: number): Prediction {
  const at = distance[index] as number;
  const predictions: number[] = [];
  for (let k = 1; k <= PAIRS; k++) {
    const [a, b] =
      index - k < 0 ? [index + k, index + 2 * k] : index + k >= values.length ? [index - 2 * k, index - k] : [index - k, index + k];
    if (a < 0 || b >= values.length) continue;
    const [from, to] = [distance[a] as number, distance[b] as number];
    const beyond = Math.max(from - at, at - to);
    if (beyond > UNEVEN * (to - from)) continue; // two readings close together say nothing of one far beyond them
    const [left, right] = [values[a] as number, values[b] as number];
    const predicted = to === from ? (left + right) / 2 : left + ((right - left) * (at - from)) / (to - from);
    if (!Number.isNaN(predicted)) predictions.push(predicted);
  }
  const around = [index - 2, index - 1, index + 1, index + 2];
  const cubic = cubicAt(at, around.map((k) => distance[k] ?? Number.NaN), around.map((k) => values[k] ?? Number.NaN)); // biome-ignore format: one call
  return { straight: predictions.length < 2 ? Number.NaN : median(predictions), cubic };
}

/** Bad readings that the search for two good ones on a side may skip. */
const SKIPPED = 4;

/**
 * What the nearest two good readings on either side say, by the cubic through them; near an end the straight lines of {@link predictionAt}.
 * NaN where neither has enough of them.
 */
export function predictionFromGood(distance: Float64Array, values: Float64Array, index: number): number {
  const side = (direction: 1 | -1): number[] => {
    const found: number[] = [];
    for (let k = 1; k <= 2 + SKIPPED && found.length < 2; k++) {
      const other = index + direction * k;
      if (Number.isFinite(values[other])) found.push(other);
    }
    return found;
  };
  const around = [...side(-1).reverse(), ...side(1)];
  const cubic = around.length < 4 ? Number.NaN : cubicAt(distance[index] as number, around.map((k) => distance[k] as number), around.map((k) => values[k] as number)); // biome-ignore format: one call
  return Number.isNaN(cubic) ? predictionAt(distance, values, index).straight : cubic;
}

/**
 * What a reading differs by from both predictions: the smaller of the two differences, 0 if they have opposite signs. So neither a peak of
 * the field, which the cubic follows, nor the neighbour of a spike, which the straight lines bypass, differs much.
 * @returns NaN where nothing predicts.
 */
export function deviation(value: number, { straight, cubic }: Prediction): number {
  const [a, b] = [value - straight, value - cubic];
  if (!Number.isFinite(b)) return a;
  if (Number.isNaN(a)) return b;
  return a * b <= 0 ? 0 : Math.abs(a) < Math.abs(b) ? a : b;
}
