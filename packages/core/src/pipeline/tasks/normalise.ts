import type { GridStatistics } from "../../contracts/kernels.js";
import { rowCoordinates } from "../../geo/grid-geometry.js";
import { RADIANS_PER_DEGREE } from "../../geo/units.js";
import type { NormalisedLayer, PreparedLayer } from "../layer-plan.js";
import { statisticsJson } from "../statistics-json.js";
import { requiredFacts, type TaskImplementation } from "../task-run.js";
import { readRows, workPath, writeBands } from "../work-grid.js";

/** Parameters of `normalise:<layer>`. */
export interface NormaliseParameters {
  readonly layer: string;
  readonly mode: "tile" | "blended" | "global";
  /** Cells along the side of a tile. */
  readonly tileCells: number;
  readonly limit: number;
  readonly latitudeWeights: boolean;
  readonly kernels: string;
}

const orNull = (value: number): number | null => (Number.isFinite(value) ? value : null);

/** Task kind `normalise`: median and MAD of each tile, then robust z by bands of tiles. */
export const normalise: TaskImplementation = async (run) => {
  const { layer, mode, tileCells, limit, latitudeWeights } = run.task.parameters as unknown as NormaliseParameters;
  const prepared = requiredFacts<PreparedLayer>(run, `prepare:${layer}`);
  const { rows, cols } = prepared.header;
  const shape = { rows, cols };
  const tile = mode === "global" ? shape : { rows: tileCells, cols: tileCells };
  const { kernels } = run.host;
  const kernelRun = { signal: run.signal, threads: run.threads };
  const weights = latitudeWeights ? rowCoordinates(prepared.header).map((latitude) => Math.cos(latitude * RADIANS_PER_DEGREE)) : undefined;

  const statistics: GridStatistics[] = [];
  for (let row = 0; row < rows; row += tile.rows) {
    const values = await readRows(run.folder, prepared, row, tile.rows);
    const rowWeights = weights?.slice(row, row + tile.rows);
    const band = { rows: tile.rows, cols };
    statistics.push(...(await kernels.tileStatistics(values, band, tile, rowWeights ? { ...kernelRun, rowWeights } : kernelRun)));
    run.progress((0.5 * (row + tile.rows)) / rows);
  }
  const medians = Float64Array.from(statistics, ({ median }) => median);
  const mads = Float64Array.from(statistics, ({ mad }) => mad);

  const score = new Float32Array(rows * cols);
  const path = workPath(run.task, `${layer}-z.f32`);
  await writeBands(run.outputs, path, rows, tileCells, async (firstRow, rowCount) => {
    const values = await readRows(run.folder, prepared, firstRow, rowCount);
    run.progress(0.5 + (0.5 * (firstRow + rowCount)) / rows);
    return kernels.robustZ(values, shape, tile, medians, mads, {
      ...kernelRun,
      mode: mode === "blended" ? "blended" : "tile",
      wrap: true,
      firstRow,
      limit,
      out: score.subarray(firstRow * cols, (firstRow + rowCount) * cols),
    });
  });
  const raw = await readRows(run.folder, prepared, 0, rows);
  return {
    layer,
    path,
    header: { ...prepared.header, quantity: { functional: "robust-z", unit: "1" } },
    mode,
    tileRows: tile.rows,
    tileCols: tile.cols,
    medians: Array.from(medians, orNull),
    mads: Array.from(mads, orNull),
    layerStatistics: statisticsJson(await kernels.statistics(raw, kernelRun)),
    statistics: statisticsJson(await kernels.statistics(score, kernelRun)),
    degenerate: statistics.flatMap(({ count, mad }, index) => (count > 0 && mad === 0 ? [index] : [])),
  } satisfies NormalisedLayer;
};
