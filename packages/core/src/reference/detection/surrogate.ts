import type { DetectionKernels, SurrogateOptions } from "../../contracts/detection-kernels.js";
import type { Shape } from "../../contracts/kernels.js";
import { GridMismatchError, InvalidParameterError } from "../../errors.js";
import { checkSamples } from "../grid-arguments.js";
import { type ComplexSequence, fourier, roughPart, smoothLength } from "./fourier.js";

/** Normal scores span -LIMIT .. LIMIT. */
const LIMIT = 6;

/** Scrambles 32 bits (the finaliser of MurmurHash3). */
function scramble(bits: number): number {
  let h = bits | 0;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

/** Phase of coefficient `coefficient` of surrogate `index`, in 65536ths of a turn. */
export function phase(seed: number, index: number, coefficient: number): number {
  const key = scramble(scramble(seed ^ 0x9e3779b9) + index);
  return scramble((key + Math.imul(coefficient, 0x9e3779b1)) | 0) >>> 16;
}

/** @throws InvalidParameterError, GridMismatchError */
export function checkSurrogate(normal: Float32Array, shape: Shape, { seed, marginal, mask, wrap }: SurrogateOptions): void {
  checkSamples("normal", normal, shape);
  if (!Number.isInteger(seed) || seed < 0 || seed >= 2 ** 32)
    throw new InvalidParameterError("surrogate", "seed", "an integer 0 .. 2^32 - 1", `${seed}`);
  if (marginal.length < 2 || marginal.some((value, k) => k > 0 && !(value >= marginal[k - 1]!)))
    throw new InvalidParameterError("surrogate", "marginal", "at least 2 ascending values", `${marginal.length} values`);
  if (mask && mask.length !== normal.length) throw new GridMismatchError(`a mask of ${normal.length} cells`, `${mask.length}`);
  if (wrap && shape.cols > 0 && roughPart(shape.cols) !== 1)
    throw new GridMismatchError("columns without a prime factor above 13", `${shape.cols} columns`);
}

/** Mean and population standard deviation of the samples that `keeps` keeps. */
function moments(values: Float64Array, keeps: (cell: number) => boolean): readonly [mean: number, deviation: number] {
  let [count, sum, squares] = [0, 0, 0];
  values.forEach((value, cell) => {
    if (!keeps(cell)) return;
    count++;
    sum += value;
  });
  const mean = count > 0 ? sum / count : 0;
  values.forEach((value, cell) => {
    if (keeps(cell)) squares += (value - mean) ** 2;
  });
  return [mean, Math.sqrt(count > 0 ? squares / count : 0)];
}

type ComplexField = ComplexSequence & Shape;

/** Transform along rows or columns, in place. */
function transformLines(field: ComplexField, along: "rows" | "columns"): void {
  const { rows, cols, re, im } = field;
  const [lines, length, line, step] = along === "rows" ? [rows, cols, cols, 1] : [cols, rows, 1, cols];
  for (let i = 0; i < lines; i++) {
    const pick = (from: Float64Array) => Float64Array.from({ length }, (_, k) => from[i * line + k * step]!);
    const result = fourier({ re: pick(re), im: pick(im) });
    for (let k = 0; k < length; k++) {
      re[i * line + k * step] = result.re[k]!;
      im[i * line + k * step] = result.im[k]!;
    }
  }
}

/** Multiplies coefficient (re, im) by exp(i phase); `conjugate`: it is the mirror image of the one the phase belongs to. */
function turned(re: number, im: number, turns: number, conjugate: boolean): readonly [number, number] {
  const angle = ((conjugate ? -turns : turns) * 2 * Math.PI) / 65536;
  const [cosine, sine] = [Math.cos(angle), Math.sin(angle)];
  return [cosine * re - sine * im, sine * re + cosine * im];
}

/** A coefficient that is its own mirror image stays real: it keeps its sign or loses it. */
const signed = (turns: number) => (turns < 32768 ? 1 : -1);

/** A line of n samples at place i of a period >= n: beyond its end, on the straight way back to its beginning. */
function bridge(i: number, n: number, period: number): readonly [from: number, to: number, share: number] {
  return i < n ? [i, i, 0] : [n - 1, 0, (i - n + 1) / (period - n + 1)];
}

const blank = (rows: number, cols: number): ComplexField => ({
  rows,
  cols,
  re: new Float64Array(rows * cols),
  im: new Float64Array(rows * cols),
});

/** Jumps between opposite edges, which {@link periodicAmplitudes} takes out. */
function edgeJumps({ rows, cols, re }: ComplexField): ComplexField {
  const jumps = blank(rows, cols);
  const between = (first: number, last: number) => {
    const jump = re[last]! - re[first]!;
    jumps.re[first]! += jump;
    jumps.re[last]! -= jump;
  };
  for (let j = 0; j < cols; j++) between(j, (rows - 1) * cols + j);
  for (let i = 0; i < rows; i++) between(i * cols, i * cols + cols - 1);
  return jumps;
}

/** Amplitudes of the periodic component of a field, mean left out. @see Moisan (2011), Periodic plus smooth image decomposition */
function periodicAmplitudes(field: ComplexField): Float64Array {
  const jumps = edgeJumps(field);
  for (const part of [field, jumps]) {
    transformLines(part, "rows");
    transformLines(part, "columns");
  }
  return field.re.map((_, cell) => {
    if (cell === 0) return 0;
    const [i, j] = [Math.floor(cell / field.cols), cell % field.cols];
    const divisor = 2 * Math.cos((2 * Math.PI * i) / field.rows) + 2 * Math.cos((2 * Math.PI * j) / field.cols) - 4;
    return Math.hypot(field.re[cell]! - jumps.re[cell]! / divisor, field.im[cell]! - jumps.im[cell]! / divisor);
  });
}

/** Surrogate on the plane: amplitudes of the periodic component kept, phases drawn. */
function planeSurrogate(filled: Float64Array, { rows, cols }: Shape, seed: number, index: number): Float64Array {
  const [p, q] = [smoothLength(rows), smoothLength(cols)];
  const field = blank(p, q);
  for (let i = 0; i < p; i++) {
    const [above, below, y] = bridge(i, rows, p);
    for (let j = 0; j < q; j++) {
      const [left, right, x] = bridge(j, cols, q);
      const row = (r: number) => (1 - x) * filled[r * cols + left]! + x * filled[r * cols + right]!;
      field.re[i * q + j] = (1 - y) * row(above) + y * row(below);
    }
  }
  const amplitudes = periodicAmplitudes(field);
  const { re, im } = field;
  for (let i = 0; i < p; i++)
    for (let j = 0; j < q; j++) {
      const cell = i * q + j;
      const image = ((p - i) % p) * q + ((q - j) % q);
      const turns = phase(seed, index, Math.min(cell, image));
      const amplitude = amplitudes[cell]!;
      [re[cell], im[cell]] = cell === image ? [signed(turns) * amplitude, 0] : turned(amplitude, 0, turns, image < cell);
    }
  transformLines(field, "columns");
  transformLines(field, "rows");
  return Float64Array.from({ length: rows * cols }, (_, cell) => re[Math.floor(cell / cols) * q + (cell % cols)]!);
}

/** Surrogate on the globe: every order turned by an angle of its own, the same for all parallels. */
function zonalSurrogate(filled: Float64Array, { rows, cols }: Shape, seed: number, index: number): Float64Array {
  const field = { rows, cols, re: filled.slice(), im: new Float64Array(rows * cols) };
  transformLines(field, "rows");
  for (let row = 0; row < rows; row++)
    for (let m = 1; m < cols; m++) {
      const cell = row * cols + m;
      const turns = phase(seed, index, Math.min(m, cols - m));
      // The transform of the conjugate: a real line is its own, mirrored.
      const [re, im] = [field.re[cell]!, -field.im[cell]!];
      [field.re[cell], field.im[cell]] = 2 * m === cols ? [signed(turns) * re, 0] : turned(re, im, turns, 2 * m > cols);
    }
  transformLines(field, "rows");
  return field.re;
}

/** A surrogate as numbers of double precision would have it. */
export function surrogateField(normal: Float32Array, shape: Shape, options: SurrogateOptions, index: number): Float32Array {
  const { seed, marginal, mask, wrap = false } = options;
  const [mean, deviation] = moments(Float64Array.from(normal), (cell) => Number.isFinite(normal[cell]!));
  const filled = Float64Array.from(normal, (value) => (Number.isFinite(value) ? value - mean : 0));
  const drawn = (wrap ? zonalSurrogate : planeSurrogate)(filled, shape, seed, index);
  const keeps = (cell: number) => mask === undefined || mask[cell] !== 0;
  const [drawnMean, drawnDeviation] = moments(drawn, keeps);
  const scale = drawnDeviation > 0 ? deviation / drawnDeviation : 0;
  return Float32Array.from(drawn, (value, cell) =>
    keeps(cell) ? throughMarginal(mean + (value - drawnMean) * scale, marginal) : Number.NaN,
  );
}

/** Value at a normal score, linear between knots, the outermost beyond them. */
function throughMarginal(score: number, marginal: Float64Array): number {
  const last = marginal.length - 1;
  const place = Math.min(Math.max(((score + LIMIT) / (2 * LIMIT)) * last, 0), last);
  const knot = Math.min(Math.floor(place), last - 1);
  const fraction = place - knot;
  return marginal[knot]! + fraction * (marginal[knot + 1]! - marginal[knot]!);
}

export const surrogate: DetectionKernels["surrogate"] = async (normal, shape, options) => {
  checkSurrogate(normal, shape, options);
  options.signal?.throwIfAborted();
  return surrogateField(normal, shape, options, options.index);
};
