import { GridMismatchError, type PointSet } from "@geoanomaly/core";

/** The field at a base station over time. */
export interface BaseRecord {
  /** Seconds since 1970, strictly ascending. */
  readonly times: Float64Array;
  readonly values: Float64Array;
  /** Readings left out because they had no time or no value, and those that shared a time and were averaged. */
  readonly unusable: number;
  readonly averaged: number;
}

/**
 * Sorts the readings of a base station by time; readings of one time are averaged.
 * @throws GridMismatchError for readings without times, or none that can be used.
 */
export function baseRecord(stage: string, { time, values }: PointSet): BaseRecord {
  if (!time) throw new GridMismatchError(`base readings with times as input of ${stage}`, "readings without a time column");
  const usable = Uint32Array.from(time.keys())
    .filter((index) => Number.isFinite(time[index]) && Number.isFinite(values[index]))
    .sort((a, b) => (time[a] as number) - (time[b] as number) || a - b);
  if (usable.length === 0) throw new GridMismatchError(`base readings with times and values as input of ${stage}`, "none");
  const moments: { time: number; sum: number; count: number }[] = [];
  for (const index of usable) {
    const last = moments.at(-1);
    if (last !== undefined && last.time === time[index]) {
      last.sum += values[index] as number;
      last.count++;
    } else moments.push({ time: time[index] as number, sum: values[index] as number, count: 1 });
  }
  return {
    times: Float64Array.from(moments, (moment) => moment.time),
    values: Float64Array.from(moments, ({ sum, count }) => sum / count),
    unusable: values.length - usable.length,
    averaged: usable.length - moments.length,
  };
}

/** The record at one time: straight between its readings, held at its ends. */
export interface BaseReading {
  readonly value: number;
  /** Seconds between the readings around it; infinite before the first and after the last, 0 on a reading. */
  readonly gap: number;
}

export function baseReadingAt({ times, values }: BaseRecord, time: number): BaseReading {
  const last = times.length - 1;
  let [low, high] = [0, last];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((times[middle] as number) < time) low = middle + 1;
    else high = middle;
  }
  const [after, value] = [times[low] as number, values[low] as number];
  if (after === time) return { value, gap: 0 };
  if (low === 0 || after < time) return { value, gap: Number.POSITIVE_INFINITY };
  const [before, from] = [times[low - 1] as number, values[low - 1] as number];
  return { value: from + ((value - from) * (time - before)) / (after - before), gap: after - before };
}
