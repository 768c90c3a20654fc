import type { BandOptions, DetectionKernels } from "../../contracts/detection-kernels.js";
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

/** @throws InvalidParameterError, GridMismatchError */
export function checkBands(shape: Shape, { scales, windows, columnStretch }: BandOptions): void {
  const positive = (name: string, list: readonly number[]) => {
    if (!list.every((value) => value > 0 && Number.isFinite(value)))
      throw new InvalidParameterError("bands", name, "finite numbers > 0", list.join(", "));
  };
  if (scales.length === 0 || scales.length > 16) throw new InvalidParameterError("bands", "scales", "1 to 16 of them", `${scales.length}`);
  if (windows.length !== scales.length)
    throw new InvalidParameterError("bands", "windows", `one per scale, ${scales.length}`, `${windows.length}`);
  positive("scales", scales);
  positive("windows", windows);
  if (columnStretch) {
    checkLength("columnStretch", columnStretch, shape.rows);
    positive("columnStretch", [...columnStretch]);
  }
}

/** One band of a field whose mask is `mask` (1 or 0). */
function band(field: Float64Array, mask: Float64Array, shape: Shape, index: number, options: BandOptions): Float32Array {
  const deviation = options.scales[index]!;
  const { wrap = false, columnStretch } = options;
  const mean = (values: Float64Array, width: number) => {
    const sums = smooth(values, shape, width, wrap, columnStretch);
    const weights = smooth(mask, shape, width, wrap, columnStretch);
    return sums.map((sum, cell) => (mask[cell] === 1 ? sum / weights[cell]! : 0));
  };
  const centre = mean(field, deviation);
  const surround = mean(field, SURROUND * deviation);
  const difference = centre.map((value, cell) => value - surround[cell]!);
  const count = mask.reduce((sum, value) => sum + value, 0);
  const clip = (CLIP * difference.reduce((sum, value) => sum + Math.abs(value), 0)) / count;
  const around = mean(
    difference.map((value) => Math.min(Math.abs(value), clip)),
    options.windows[index]!,
  );
  const largest = field.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  return Float32Array.from(difference, (value, cell) =>
    mask[cell] === 0 ? Number.NaN : around[cell]! > ROUNDING * largest ? value / (MEAN_ABSOLUTE_TO_SIGMA * around[cell]!) : 0,
  );
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
