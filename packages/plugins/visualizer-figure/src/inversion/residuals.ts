import type { InversionProduct } from "@geoanomaly/core";

/** Residuals of a data set over what is expected of them. */
export interface Residuals {
  readonly normalised: Float64Array;
  /** Mean of their squares. */
  readonly chiSquared: number;
  readonly statistics: { readonly count: number; readonly mean: number; readonly std: number; readonly min: number; readonly max: number };
  /** By what they were divided, in words. */
  readonly statement: string;
}

/** Observed minus predicted, over the standard uncertainty of each reading; where none is known, over their own standard deviation. */
export function residualsOf({ points, predicted }: InversionProduct["data"][number]): Residuals {
  const residuals = points.values.map((value, index) => value - predicted[index]!);
  const { uncertainty } = points;
  const own = moments(residuals).std;
  const normalised = residuals.map((residual, index) => residual / (uncertainty?.[index] ?? own));
  const statistics = moments(normalised);
  return {
    normalised,
    chiSquared: statistics.mean ** 2 + statistics.std ** 2,
    statistics,
    statement: uncertainty
      ? "Residuals are divided by the standard uncertainty of each reading."
      : `No errors are known: residuals are divided by their own standard deviation, ${own.toPrecision(3)} ${points.quantity.unit}, so that their spread says nothing of the fit.`,
  };
}

function moments(values: Float64Array): Residuals["statistics"] {
  const finite = values.filter(Number.isFinite);
  const count = finite.length;
  const mean = finite.reduce((sum, value) => sum + value, 0) / count;
  const std = Math.sqrt(finite.reduce((sum, value) => sum + (value - mean) ** 2, 0) / count);
  let [min, max] = [Number.NaN, Number.NaN];
  for (const value of finite) {
    if (!(min <= value)) min = value;
    if (!(max >= value)) max = value;
  }
  return { count, mean, std, min, max };
}
