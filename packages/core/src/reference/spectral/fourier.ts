import type { Shape } from "../../contracts/kernels.js";

/** Complex numbers as two arrays of one length. */
export interface ComplexLine {
  readonly re: Float64Array;
  readonly im: Float64Array;
}

function smallestFactor(n: number): number {
  for (let factor = 2; factor * factor <= n; factor++) if (n % factor === 0) return factor;
  return n;
}

/** Discrete Fourier transform, sum of x_j exp(sign 2 pi i j k / n), of any length; not normalised. */
export function fourier({ re, im }: ComplexLine, sign: 1 | -1): ComplexLine {
  const n = re.length;
  const out = { re: new Float64Array(n), im: new Float64Array(n) };
  if (n === 1) return { re: re.slice(), im: im.slice() };
  const radix = smallestFactor(n);
  const part = n / radix;
  const parts = Array.from({ length: radix }, (_, r) => {
    const take = (x: Float64Array) => Float64Array.from({ length: part }, (__, j) => x[j * radix + r]!);
    return part === 1 ? { re: take(re), im: take(im) } : fourier({ re: take(re), im: take(im) }, sign);
  });
  for (let k = 0; k < n; k++)
    for (let r = 0; r < radix; r++) {
      const turn = (sign * 2 * Math.PI * ((r * k) % n)) / n;
      const [cosine, sine] = [Math.cos(turn), Math.sin(turn)];
      const [a, b] = [parts[r]!.re[k % part]!, parts[r]!.im[k % part]!];
      out.re[k]! += cosine * a - sine * b;
      out.im[k]! += cosine * b + sine * a;
    }
  return out;
}

/** Transforms each column of a half spectrum in place. */
function columns(spectrum: Float64Array, rows: number, half: number, sign: 1 | -1): void {
  for (let n = 0; n < half; n++) {
    const take = (part: 0 | 1) => Float64Array.from({ length: rows }, (_, row) => spectrum[2 * (row * half + n) + part]!);
    const { re, im } = fourier({ re: take(0), im: take(1) }, sign);
    for (let row = 0; row < rows; row++) spectrum.set([re[row]!, im[row]!], 2 * (row * half + n));
  }
}

/** Half spectrum of real values, as `SpectralKernels.transform2d` says. */
export function forward2d(values: Float64Array, { rows, cols }: Shape): Float64Array {
  const half = Math.floor(cols / 2) + 1;
  const spectrum = new Float64Array(2 * rows * half);
  for (let row = 0; row < rows; row++) {
    const { re, im } = fourier({ re: values.subarray(row * cols, (row + 1) * cols), im: new Float64Array(cols) }, -1);
    for (let n = 0; n < half; n++) spectrum.set([re[n]!, im[n]!], 2 * (row * half + n));
  }
  columns(spectrum, rows, half, -1);
  return spectrum;
}

/** Real values of a half spectrum, as `SpectralKernels.inverse2d` says. */
export function backward2d(spectrum: Float64Array, { rows, cols }: Shape): Float64Array {
  const half = Math.floor(cols / 2) + 1;
  const work = spectrum.slice();
  columns(work, rows, half, 1);
  const values = new Float64Array(rows * cols);
  for (let row = 0; row < rows; row++) {
    const [re, im] = [new Float64Array(cols), new Float64Array(cols)];
    for (let n = 0; n < cols; n++) {
      const mirrored = n >= half;
      const at = 2 * (row * half + (mirrored ? cols - n : n));
      const own = n === 0 || 2 * n === cols; // a bin that is its own mirror image holds no imaginary part
      [re[n], im[n]] = [work[at]!, own ? 0 : mirrored ? -work[at + 1]! : work[at + 1]!];
    }
    const line = fourier({ re, im }, 1);
    for (let col = 0; col < cols; col++) values[row * cols + col] = line.re[col]! / (rows * cols);
  }
  return values;
}
