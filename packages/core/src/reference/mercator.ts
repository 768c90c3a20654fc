import type { DeflateLevel, GrayScale, GridWindow, Kernels } from "../contracts/kernels.js";
import { GridMismatchError, InvalidParameterError } from "../errors.js";
import { checkLevel } from "./deflate.js";
import { checkSamples } from "./grid-arguments.js";
import { encodePng } from "./png.js";
import { closedCircle } from "./regrid-taps.js";

const SIDE = 256;

/** @throws GridMismatchError unless the source is a north-up longitude-latitude grid; InvalidParameterError unless each tile exists at the zoom. */
export function checkMercator(source: GridWindow, zoom: number, x: ArrayLike<number>, y: ArrayLike<number>): void {
  const { geometry, values } = source;
  const [a, b, , d, e] = geometry.transform;
  checkSamples("a source", values, geometry);
  if (values.length === 0) throw new GridMismatchError("a source with samples", `${geometry.rows} x ${geometry.cols}`);
  if (geometry.crs !== "EPSG:4326") throw new GridMismatchError("a source in EPSG:4326", geometry.crs);
  if (!(b === 0 && d === 0 && a > 0 && e < 0)) {
    throw new GridMismatchError("a source with columns running east and rows south", `column step (${a}, ${d}), row step (${b}, ${e})`);
  }
  if (!Number.isInteger(zoom) || zoom < 0 || zoom > 24) throw new InvalidParameterError("mercator", "zoom", "0 to 24", String(zoom));
  if (x.length !== y.length) throw new InvalidParameterError("mercator", "y", `as many as x, ${x.length}`, String(y.length));
  for (const [name, indices] of [["x", x] as const, ["y", y] as const]) {
    for (let i = 0; i < indices.length; i++) {
      const index = indices[i]!;
      if (!Number.isInteger(index) || index < 0 || index >= 2 ** zoom) {
        throw new InvalidParameterError("mercator", name, `0 to ${2 ** zoom - 1} at zoom ${zoom}`, String(index));
      }
    }
  }
}

/** @throws InvalidParameterError unless the range is finite and ascending and the level 0..9. */
export function checkMercatorPngs({ range: [low, high] }: GrayScale, level: DeflateLevel): void {
  if (!(Number.isFinite(low) && Number.isFinite(high) && low < high)) {
    throw new InvalidParameterError("mercatorPngs", "scale", "a finite ascending range", `${low} to ${high}`);
  }
  checkLevel("mercatorPngs", level);
}

interface Tap {
  readonly index: number;
  readonly weight: number;
}

/** Positions are rounded to 2^-22 of a sample, so that edges which only rounding sets apart coincide. */
const snap = (position: number) => Math.round(position * 4194304) / 4194304;

/**
 * Samples under the box of one pixel, in sample widths: as wide as the pixel, but never narrower than a sample.
 * A box one sample wide is linear interpolation, a wider one the mean over the pixel. Empty where the grid does not reach.
 */
function boxTaps(pixelBegin: number, pixelEnd: number, count: number, closed: boolean): Tap[] {
  const centre = snap((pixelBegin + pixelEnd) / 2);
  if (!closed && (centre < 0 || centre > count)) return [];
  const half = Math.max(pixelEnd - pixelBegin, 1) / 2;
  const begin = closed ? snap(centre - half) : Math.max(snap(centre - half), 0);
  const end = closed ? snap(centre + half) : Math.min(snap(centre + half), count);
  const taps: Tap[] = [];
  for (let i = Math.floor(begin); i < end; i++) {
    const weight = Math.min(i + 1, end) - Math.max(i, begin);
    if (weight > 0) taps.push({ index: closed ? i - Math.floor(i / count) * count : i, weight });
  }
  return taps;
}

const latitude = (fraction: number) => (Math.atan(Math.sinh(Math.PI * (1 - 2 * fraction))) * 180) / Math.PI;

/** Weighted mean of the finite samples under each pixel's box, longitudes and latitudes taken apart. */
export const mercatorTile: Kernels["mercatorTile"] = async (source, zoom, x, y, { signal } = {}) => {
  checkMercator(source, zoom, [x], [y]);
  signal?.throwIfAborted();
  const { rows, cols, transform } = source.geometry;
  const pixels = SIDE * 2 ** zoom;
  const columns = { origin: transform[2], spacing: transform[0], count: cols };
  const circle = closedCircle(columns);
  const { origin, spacing, count } = circle ?? columns;
  const turn = 360 / spacing;
  const column = (pixel: number) => ((360 * (x * SIDE + pixel)) / pixels - 180 - origin) / spacing;
  const row = (pixel: number) => (latitude((y * SIDE + pixel) / pixels) - transform[5]) / transform[4];
  const byColumn = Array.from({ length: SIDE }, (_, pixel) => {
    const shift = circle === undefined ? Math.floor(snap((column(pixel) + column(pixel + 1)) / 2) / turn) * turn : 0;
    return boxTaps(column(pixel) - shift, column(pixel + 1) - shift, count, circle !== undefined);
  });
  const byRow = Array.from({ length: SIDE }, (_, pixel) => boxTaps(row(pixel), row(pixel + 1), rows, false));
  const out = new Float32Array(SIDE * SIDE);
  for (let pixel = 0; pixel < out.length; pixel++) {
    let sum = 0;
    let weight = 0;
    for (const r of byRow[Math.floor(pixel / SIDE)]!) {
      for (const c of byColumn[pixel % SIDE]!) {
        const sample = source.values[r.index * cols + c.index]!;
        if (Number.isNaN(sample)) continue;
        sum += r.weight * c.weight * sample;
        weight += r.weight * c.weight;
      }
    }
    out[pixel] = weight > 0 ? sum / weight : Number.NaN;
  }
  return out;
};

/** Level of a value: nearest, half up, in single precision. */
function grayLevel(value: number, low: number, factor: number): number {
  const level = Math.fround(Math.fround(Math.fround(value - low) * factor) + 0.5);
  return Math.trunc(Math.min(Math.max(level, 0), 255));
}

/** File of one tile; empty if it has no data at all. Of a tile with gaps, a level that no pixel needs stands for no data. */
function tilePng(values: Float32Array, { range }: GrayScale, level: DeflateLevel): Uint8Array {
  const low = Math.fround(range[0]);
  const factor = Math.fround(255 / Math.fround(Math.fround(range[1]) - low));
  const levels = Uint8Array.from(values, (value) => (Number.isNaN(value) ? 0 : grayLevel(value, low, factor)));
  const present = levels.filter((_, i) => !Number.isNaN(values[i]!));
  if (present.length === 0) return new Uint8Array(0);
  const shape = { rows: SIDE, cols: SIDE };
  if (present.length === levels.length) return encodePng({ ...shape, colour: "gray", pixels: levels }, level);
  const used = new Set(present);
  if (used.size === 256) {
    const pixels = Uint8Array.from({ length: 2 * levels.length }, (_, i) => {
      const missing = Number.isNaN(values[i >> 1]!);
      return missing ? 0 : i % 2 === 0 ? levels[i >> 1]! : 255;
    });
    return encodePng({ ...shape, colour: "gray-alpha", pixels }, level);
  }
  let absent = 0;
  while (used.has(absent)) absent++;
  const pixels = levels.map((value, i) => (Number.isNaN(values[i]!) ? absent : value));
  return encodePng({ ...shape, colour: "gray", pixels }, level, absent);
}

/** Default level 1. */
export const mercatorPngs: Kernels["mercatorPngs"] = async (source, zoom, x, y, scale, { level = 1, signal } = {}) => {
  checkMercator(source, zoom, x, y);
  checkMercatorPngs(scale, level);
  const files: Uint8Array[] = [];
  for (let i = 0; i < x.length; i++) {
    files.push(tilePng(await mercatorTile(source, zoom, x[i]!, y[i]!, signal === undefined ? {} : { signal }), scale, level));
  }
  const offsets = new Float64Array(files.length + 1);
  files.forEach((file, i) => {
    offsets[i + 1] = offsets[i]! + file.length;
  });
  return { data: new Uint8Array(Buffer.concat(files)), offsets };
};
