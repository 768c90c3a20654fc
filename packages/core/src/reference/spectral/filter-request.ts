import type { Shape } from "../../contracts/kernels.js";
import type { Spacing, SpectralOperation, SpectralPadding } from "../../contracts/spectral-kernels.js";
import { GridMismatchError, InvalidParameterError } from "../../errors.js";
import { checkSamples } from "../grid-arguments.js";
import { type FilterProgram, filterProgram } from "./filter-program.js";
import { type PaddedAxis, paddedAxes } from "./padding.js";

/** @throws GridMismatchError unless `values` are those of a grid of at least 1 x 1. */
export function checkPlaneGrid(what: string, values: { readonly length: number }, shape: Shape): void {
  checkSamples(what, values, shape);
  if (values.length === 0) throw new GridMismatchError("a grid of at least 1 x 1", `${shape.rows} x ${shape.cols}`);
}

/** Half spectra hold `rows` x (floor(cols / 2) + 1) complex numbers. */
export const halfSpectrum = ({ rows, cols }: Shape): Shape => ({ rows, cols: 2 * (Math.floor(cols / 2) + 1) });

export interface FilterRequest extends FilterProgram {
  readonly row: PaddedAxis;
  readonly col: PaddedAxis;
  /** A plane is taken off before, and what the filter makes of it is put back. */
  readonly detrend: boolean;
}

/** Checks the arguments of `SpectralKernels.filter` and works out what they mean. */
export function filterRequest(
  values: Float32Array,
  shape: Shape,
  spacing: Spacing,
  operations: readonly SpectralOperation[],
  options: { readonly padding?: SpectralPadding; readonly out?: Float32Array } = {},
): FilterRequest {
  checkPlaneGrid("values", values, shape);
  if (options.out) checkSamples("out", options.out, shape);
  for (const [name, metres] of Object.entries({ east: spacing.east, north: spacing.north })) {
    if (!(metres > 0 && metres < Number.POSITIVE_INFINITY))
      throw new InvalidParameterError("spectral filter", `spacing.${name}`, "a positive number of metres", String(metres));
  }
  const padding = options.padding ?? { fraction: 0.5 };
  return { ...filterProgram(operations), ...paddedAxes(shape, padding), detrend: padding !== "none" };
}
