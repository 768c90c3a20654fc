import { type GridSource, type PluginContext, ResourceError } from "@geoanomaly/core";

/** Grids with more samples than this are not taken into memory by a stage that needs to see all of them. */
const MAXIMUM_SAMPLES = 2 ** 28;
const BAND_SAMPLES = 2 ** 21;

/** All samples of a grid, read in bands. @throws ResourceError for more than 2^28: regrid first. */
export async function residentValues(stage: string, grid: GridSource, context: PluginContext): Promise<Float32Array> {
  const { rows, cols } = grid;
  if (rows * cols > MAXIMUM_SAMPLES) throw new ResourceError(`${stage}: ${rows} x ${cols} samples are too many; put it after regrid`);
  const values = new Float32Array(rows * cols);
  const band = Math.max(1, Math.floor(BAND_SAMPLES / cols));
  for (let row = 0; row < rows; row += band) {
    const count = Math.min(band, rows - row);
    values.set(await grid.read(row, count, context.signal), row * cols);
    context.progress((row + count) / rows);
  }
  return values;
}
