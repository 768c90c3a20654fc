/** Quantiles of more values than these come from as many of them, evenly spaced in the file: a check of plausibility needs no more. */
const MOST_SORTED = 65_536;

/** Quantiles of the values that are not NaN, in the order of `shares` (0 to 1); NaN if there are none. */
export function quantiles(values: Float64Array, shares: readonly number[]): readonly number[] {
  const stride = Math.max(1, Math.floor(values.length / MOST_SORTED));
  const sorted = (stride === 1 ? values : values.filter((_, index) => index % stride === 0)).filter((value) => !Number.isNaN(value)).sort();
  return shares.map((share) => sorted[Math.round(share * (sorted.length - 1))] ?? Number.NaN);
}
