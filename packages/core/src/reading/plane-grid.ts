import type { PluginContext } from "../contracts/context.js";
import type { GridHeader } from "../contracts/grid.js";
import type { Shape } from "../contracts/kernels.js";
import type { RawData } from "../contracts/raw-data.js";
import { GridMismatchError, ResourceError } from "../errors.js";
import { headerOf } from "../geo/grid-geometry.js";
import { type MetricSpacing, metricSpacing } from "../geo/metric-spacing.js";

const BAND_SAMPLES = 2 ** 21;

/** A whole grid in memory that may be treated as a plane. */
export interface PlaneGrid {
  readonly header: GridHeader;
  readonly shape: Shape;
  readonly values: Float32Array;
  readonly uncertainty?: Float32Array;
  readonly spacing: MetricSpacing;
}

/**
 * Takes the grid of a stage's input into memory.
 * @param bytesPerSample What the caller will hold for each sample beside the input.
 * @throws GridMismatchError for data of another kind, a grid that is no plane (see {@link metricSpacing}) or has no samples with data;
 * ResourceError, with numbers, if it does not fit into `context.memoryBytes`.
 */
export async function planeGrid(owner: string, data: RawData, context: PluginContext, bytesPerSample: number): Promise<PlaneGrid> {
  if (data.kind !== "grid") throw new GridMismatchError(`a grid as input of ${owner}`, data.kind);
  const { grid } = data;
  const { rows, cols } = grid;
  const spacing = metricSpacing(grid);
  const bytes = rows * cols * (bytesPerSample + 4);
  if (context.memoryBytes !== undefined && bytes > context.memoryBytes) {
    throw new ResourceError(
      `${owner}: ${rows} x ${cols} samples need ${bytes} bytes, allowed are ${context.memoryBytes}; resample to a coarser grid first`,
    );
  }
  const values = new Float32Array(rows * cols);
  const uncertainty = grid.readUncertainty && new Float32Array(rows * cols);
  const band = Math.max(1, Math.floor(BAND_SAMPLES / cols));
  for (let row = 0; row < rows; row += band) {
    const count = Math.min(band, rows - row);
    values.set(await grid.read(row, count, context.signal), row * cols);
    if (uncertainty && grid.readUncertainty) uncertainty.set(await grid.readUncertainty(row, count, context.signal), row * cols);
  }
  if (values.every(Number.isNaN))
    throw new GridMismatchError(`a grid with data as input of ${owner}`, `${rows} x ${cols} samples, all without`);
  return { header: headerOf(grid), shape: { rows, cols }, values, ...(uncertainty && { uncertainty }), spacing };
}
