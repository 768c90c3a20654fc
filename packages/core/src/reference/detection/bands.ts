import type { Band, BandOptions, DetectionKernels } from "../../contracts/detection-kernels.js";
import type { Shape } from "../../contracts/kernels.js";
import { InvalidParameterError } from "../../errors.js";
import { checkLength, checkSamples } from "../grid-arguments.js";
import { smooth } from "./smooth.js";

/** Width of the surround over that of the centre. */
const SURROUND = 1.8;
/** Differences above so many times their mean count as that much in the deviation around: a body does not hide itself. */
const CLIP = 5;
/** Of the largest value: what differences of equal numbers come to. */
const ROUNDING = 1e-12;
/** Standard deviation of a normal distribution over its mean absolute value. */
const MEAN_ABSOLUTE_TO_SIGMA = Math.sqrt(Math.PI / 2);

/** Histogram of absolute values: bins per deviation, and how many. */
const BINS_PER_DEVIATION = 64;
const BINS = 8 * BINS_PER_DEVIATION;

/** @throws InvalidParameterError, GridMismatchError */
export function checkBands(shape: Shape, { scales, windows, columnStretch, probabilities = [] }: BandOptions): void {
  const positive = (name: string, list: readonly number[]) => {
    if (!list.every((value) => value > 0 && Number.isFinite(value)))
      throw new InvalidParameterError("bands", name, "finite numbers > 0", list.join(", "));
  };
  if (scales.length === 0 || scales.length > 16) throw new InvalidParameterError("bands", "scales", "1 to 16 of them", `${scales.length}`);
  const wrong = probabilities.find((probability) => !(probability >= 0 && probability <= 1));
  if (wrong !== undefined) throw new InvalidParameterError("bands", "probabilities", "numbers 0 .. 1", `${wrong}`);
  if (windows.length !== scales.length)
    throw new InvalidParameterError("bands", "windows", `one per scale, ${scales.length}`, `${windows.length}`);
  positive("scales", scales);
  positive("windows", windows);
  if (columnStretch) {
    checkLength("columnStretch", columnStretch, shape.rows);
    positive("columnStretch", [...columnStretch]);
  }
}

/** Quantiles of the absolute finite values from a histogram, linear within its bins. */
function quantilesOf(values: Float32Array, probabilities: readonly number[]): Float64Array {
  const counts = new Array<number>(BINS).fill(0);
  let total = 0;
  for (const value of values) {
    if (Number.isNaN(value)) continue;
    total++;
    const bin = Math.floor(Math.abs(value) * BINS_PER_DEVIATION);
    if (bin < BINS) counts[bin]!++;
  }
  return Float64Array.from(probabilities, (probability) => {
    if (total === 0) return Number.NaN;
    let left = probability * total;
    for (const [bin, count] of counts.entries()) {
      if (left <= count && count > 0) return (bin + left / count) / BINS_PER_DEVIATION;
      left -= count;
    }
    return BINS / BINS_PER_DEVIATION;
  });
}

/** One band of a field whose mask is `mask` (1 or 0). */
function band(field: Float64Array, mask: Float64Array, shape: Shape, index: number, options: BandOptions): Band {
  const scale = options.scales[index]!;
  const { wrap = false, columnStretch } = options;
  const mean = (values: Float64Array, width: number) => {
    const sums = smooth(values, shape, width, wrap, columnStretch);
    const weights = smooth(mask, shape, width, wrap, columnStretch);
    return sums.map((sum, cell) => (mask[cell] === 1 ? sum / weights[cell]! : 0));
  };
  const centre = mean(field, scale);
  const surround = mean(field, SURROUND * scale);
  const difference = centre.map((value, cell) => value - surround[cell]!);
  const count = mask.reduce((sum, value) => sum + value, 0);
  const clip = (CLIP * difference.reduce((sum, value) => sum + Math.abs(value), 0)) / count;
  const around = mean(
    difference.map((value) => Math.min(Math.abs(value), clip)),
    options.windows[index]!,
  );
  const largest = field.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const deviation = (MEAN_ABSOLUTE_TO_SIGMA * around.reduce((sum, value) => sum + value, 0)) / count;
  const values = Float32Array.from(difference, (value, cell) =>
    mask[cell] === 0 ? Number.NaN : around[cell]! > ROUNDING * largest ? value / (MEAN_ABSOLUTE_TO_SIGMA * around[cell]!) : 0,
  );
  return { values, deviation, quantiles: quantilesOf(values, options.probabilities ?? []) };
}

export const bands: DetectionKernels["bands"] = async (values, shape, options) => {
  checkSamples("values", values, shape);
  checkBands(shape, options);
  const mask = Float64Array.from(values, (value) => (Number.isFinite(value) ? 1 : 0));
  const field = Float64Array.from(values, (value) => (Number.isFinite(value) ? value : 0));
  return options.scales.map((_, index) => {
    options.signal?.throwIfAborted();
    return band(field, mask, shape, index, options);
  });
};
