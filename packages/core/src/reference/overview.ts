import type { Kernels } from "../contracts/kernels.js";
import { InvalidParameterError } from "../errors.js";
import { checkSamples } from "./grid-arguments.js";

/** @throws InvalidParameterError unless the factor is a whole number >= 1. */
export function checkFactor(factor: number): void {
  if (!Number.isSafeInteger(factor) || factor < 1)
    throw new InvalidParameterError("overview", "factor", "a whole number >= 1", String(factor));
}

/** Mean of the finite samples of each block, NaN where there are none. */
export const overview: Kernels["overview"] = async (values, shape, factor) => {
  checkSamples("values", values, shape);
  checkFactor(factor);
  const rows = Math.ceil(shape.rows / factor);
  const cols = Math.ceil(shape.cols / factor);
  const sums = new Float64Array(rows * cols);
  const counts = new Float64Array(rows * cols);
  values.forEach((value, index) => {
    if (!Number.isFinite(value)) return;
    const block = Math.floor(Math.floor(index / shape.cols) / factor) * cols + Math.floor((index % shape.cols) / factor);
    sums[block]! += value;
    counts[block]! += 1;
  });
  return Float32Array.from(sums, (sum, block) => sum / counts[block]!);
};
