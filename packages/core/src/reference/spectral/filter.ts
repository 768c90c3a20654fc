import type { Spacing, SpectralKernels } from "../../contracts/spectral-kernels.js";
import { fillGapsInPlace } from "./fill-gaps.js";
import { filterRequest } from "./filter-request.js";
import { backward2d, forward2d } from "./fourier.js";
import { extension } from "./padding.js";
import { eastOf, fitPlane, northOf } from "./plane.js";
import { type Gain, transferFunction } from "./transfer-function.js";

/** Both wavenumbers that a bin stands for: one, or two of opposite sign at Nyquist. */
function wavenumbers(bin: number, length: number, step: number): number[] {
  const signed = 2 * bin <= length ? bin : bin - length;
  const k = (2 * Math.PI * signed) / (length * step);
  return 2 * bin === length ? [k, -k] : [k];
}

/** Gain of a bin of the half spectrum: the mean over the wavenumbers it stands for. Rows run south. */
function binGain(steps: Float64Array, rowBin: number, colBin: number, rows: number, cols: number, spacing: Spacing): Gain {
  const norths = wavenumbers(rowBin, rows, -spacing.north);
  const easts = wavenumbers(colBin, cols, spacing.east);
  let [real, imaginary] = [0, 0];
  for (const north of norths)
    for (const east of easts) {
      const [re, im] = transferFunction(steps, east, north);
      [real, imaginary] = [real + re, imaginary + im];
    }
  const count = norths.length * easts.length;
  return [real / count, imaginary / count];
}

/** The oracle of the native filter: pads, transforms, multiplies, transforms back. */
export const filter: SpectralKernels["filter"] = async (values, shape, spacing, operations, options = {}) => {
  const { steps, planeGain, row, col, detrend } = filterRequest(values, shape, spacing, operations, options);
  options.signal?.throwIfAborted();
  const { rows, cols } = shape;
  const plane = detrend ? fitPlane(values, shape, spacing) : { centre: 0, east: 0, north: 0 };
  const planeAt = (r: number, c: number) =>
    plane.centre + plane.east * eastOf(shape, spacing, c) + plane.north * northOf(shape, spacing, r);
  const residual = Float64Array.from(values, (value, i) => value - planeAt(Math.floor(i / cols), i % cols));
  let filled = 0;
  for (const value of values) if (Number.isNaN(value)) filled++;
  const out = options.out ?? new Float32Array(values.length);
  const padded = { rows: row.length, cols: col.length };
  if (filled === values.length) return { values: out.fill(Number.NaN), padded, plane, filled };
  fillGapsInPlace(residual, shape);

  const [south, east] = [extension(row), extension(col)];
  const extended = new Float64Array(padded.rows * padded.cols);
  for (let r = 0; r < padded.rows; r++)
    for (let c = 0; c < padded.cols; c++)
      extended[r * padded.cols + c] = south.weight[r]! * east.weight[c]! * residual[south.index[r]! * cols + east.index[c]!]!;
  const spectrum = forward2d(extended, padded);
  const half = Math.floor(padded.cols / 2) + 1;
  for (let m = 0; m < padded.rows; m++) {
    options.signal?.throwIfAborted();
    for (let n = 0; n < half; n++) {
      const at = 2 * (m * half + n);
      const [re, im] = binGain(steps, m, n, padded.rows, padded.cols, spacing);
      const [a, b] = [spectrum[at]!, spectrum[at + 1]!];
      spectrum.set([a * re - b * im, a * im + b * re], at);
    }
  }
  const filtered = backward2d(spectrum, padded);
  const constant = planeGain.east * plane.east + planeGain.north * plane.north;
  for (let r = 0; r < rows; r++)
    for (let c = 0; c < cols; c++) {
      const value = filtered[(r + row.offset) * padded.cols + c + col.offset]!;
      out[r * cols + c] = Number.isNaN(values[r * cols + c]) ? Number.NaN : value + planeGain.plane * planeAt(r, c) + constant;
    }
  return { values: out, padded, plane, filled };
};
