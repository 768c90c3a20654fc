/** Facts about values for a report. */
export interface ValueFacts {
  readonly count: number;
  readonly min: number | null;
  readonly max: number | null;
  readonly mean: number | null;
  readonly std: number | null;
}

/** Of the finite values; null where there are none. */
export function valueFacts(values: Float64Array | Float32Array): ValueFacts {
  let [count, sum, min, max] = [0, 0, Infinity, -Infinity];
  for (const value of values) {
    if (!Number.isFinite(value)) continue;
    count++;
    sum += value;
    min = Math.min(min, value);
    max = Math.max(max, value);
  }
  if (count === 0) return { count, min: null, max: null, mean: null, std: null };
  const mean = sum / count;
  let squares = 0;
  for (const value of values) if (Number.isFinite(value)) squares += (value - mean) ** 2;
  return { count, min, max, mean, std: Math.sqrt(squares / count) };
}

/** Lower median of the finite values; NaN if there are none. */
export function middleValue(values: Float64Array | Float32Array): number {
  const finite = Float64Array.from(values).filter(Number.isFinite).sort();
  return finite.length === 0 ? Number.NaN : (finite[(finite.length - 1) >> 1] as number);
}

export const rootMeanSquare = (values: Float64Array): number =>
  Math.sqrt(values.reduce((sum, value) => sum + value * value, 0) / values.length);
