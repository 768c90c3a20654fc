/** MAD to standard deviation of a normal distribution, as in R's `mad`. */
export const MAD_TO_SIGMA = 1.4826;

/** Median of finite numbers; the mean of the two in the middle of an even count. NaN of nothing. The argument is left as it was. */
export function median(values: Iterable<number>): number {
  const sorted = Float64Array.from(values).sort();
  const middle = sorted.length >> 1;
  if (sorted.length === 0) return Number.NaN;
  return sorted.length % 2 === 1 ? (sorted[middle] as number) : ((sorted[middle - 1] as number) + (sorted[middle] as number)) / 2;
}

/** Median absolute deviation from the median, as a standard deviation. */
export function robustSigma(values: readonly number[] | Float64Array): number {
  const centre = median(values);
  return MAD_TO_SIGMA * median(Float64Array.from(values, (value) => Math.abs(value - centre)));
}
