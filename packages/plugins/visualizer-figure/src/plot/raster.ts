import type { Grid, PluginContext } from "@geoanomaly/core";
import { type ColourScale, colourIndex, NO_DATA_INDEX, NO_DATA_STROKE_INDEX, NOTHING_INDEX, palette } from "../colour/colour-scale.js";
import type { Raster } from "../drawing/mark.js";

/** Pixels of a picture for one of the drawing. */
export const RASTER_RATIO = 1.5;
/** Distance and thickness of the hatching of no data, pixels along a row. */
const HATCH_PERIOD = 10;
const HATCH_STROKE = 3;

/** Index of the tone of no data at a pixel: diagonal strokes. */
export function hatchIndex(col: number, row: number): number {
  return (col + row) % HATCH_PERIOD < HATCH_STROKE ? NO_DATA_STROKE_INDEX : NO_DATA_INDEX;
}

/**
 * A picture whose pixels ask for their values, NaN for none.
 * @param gaps How pixels without a value look.
 * @param valueAt Of the middle of a pixel, as shares 0..1 of the width from the left and of the height from the top.
 */
export function rasterOf(
  width: number,
  height: number,
  scale: ColourScale,
  valueAt: (across: number, down: number) => number,
  gaps: "hatched" | "blank" = "hatched",
): Raster {
  const [cols, rows] = [Math.max(1, Math.round(width * RASTER_RATIO)), Math.max(1, Math.round(height * RASTER_RATIO))];
  const pixels = new Uint8Array(rows * cols);
  for (let row = 0; row < rows; row++) {
    for (let col = 0; col < cols; col++) {
      const value = valueAt((col + 0.5) / cols, (row + 0.5) / rows);
      const gap = gaps === "blank" ? NOTHING_INDEX : hatchIndex(col, row);
      pixels[row * cols + col] = Number.isNaN(value) ? gap : colourIndex(value, scale);
    }
  }
  return { rows, cols, pixels, palette: palette(scale) };
}

/** Samples at about the resolution of a picture of `width` pixels, each the mean of what it covers: nothing is left to chance between pixels. */
export async function reducedGrid(
  { rows, cols, values }: Pick<Grid, "rows" | "cols" | "values">,
  width: number,
  { kernels, signal, threads }: PluginContext,
): Promise<Pick<Grid, "rows" | "cols" | "values"> & { readonly factor: number }> {
  const factor = Math.floor(cols / (width * RASTER_RATIO));
  if (factor < 2) return { rows, cols, values, factor: 1 };
  const reduced = await kernels.overview(values, { rows, cols }, factor, { signal, threads });
  return { rows: Math.ceil(rows / factor), cols: Math.ceil(cols / factor), values: reduced, factor };
}

/**
 * Value between the samples of a grid, bilinear and NaN-aware: samples without data carry no weight, and where the nearest has none there is
 * none, so that the edge of the data stays where it is.
 * @param across, down In cells from the outer corner of the grid.
 */
export function sampleBetween({ rows, cols, values }: Pick<Grid, "rows" | "cols" | "values">, across: number, down: number): number {
  const nearestRow = Math.min(rows - 1, Math.max(0, Math.floor(down)));
  const nearestCol = Math.min(cols - 1, Math.max(0, Math.floor(across)));
  if (Number.isNaN(values[nearestRow * cols + nearestCol])) return Number.NaN;
  const [left, top] = [Math.floor(across - 0.5), Math.floor(down - 0.5)];
  const [rightWeight, bottomWeight] = [across - 0.5 - left, down - 0.5 - top];
  let [sum, weights] = [0, 0];
  for (let corner = 0; corner < 4; corner++) {
    const row = Math.min(rows - 1, Math.max(0, top + (corner >> 1)));
    const col = Math.min(cols - 1, Math.max(0, left + (corner & 1)));
    const value = values[row * cols + col]!;
    if (Number.isNaN(value)) continue;
    const weight = (corner & 1 ? rightWeight : 1 - rightWeight) * (corner >> 1 ? bottomWeight : 1 - bottomWeight);
    sum += weight * value;
    weights += weight;
  }
  return weights > 0 ? sum / weights : Number.NaN;
}
