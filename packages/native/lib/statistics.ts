import type { GridStatistics, Kernels, Shape } from "@geoanomaly/core";
import { checkRowWeights, checkSamples, tilesOf } from "@geoanomaly/core/reference";
import { type AddonRun, type KernelHost, runPass } from "./run.js";

declare module "./addon.js" {
  interface Addon {
    /** Nine numbers per tile: count, min, max, mean, std, median, mad, p5, p95. */
    tileStatistics(
      values: Float32Array,
      rows: number,
      cols: number,
      tileRows: number,
      tileCols: number,
      rowWeights: Float64Array | undefined,
      run: AddonRun,
    ): Promise<Float64Array>;
  }
}

const KEYS = ["count", "min", "max", "mean", "std", "median", "mad", "p5", "p95"] as const;

/** The numbers of one tile by name. */
function named(numbers: Float64Array, tile: number): GridStatistics {
  const entries = KEYS.map((key, k) => [key, numbers[tile * KEYS.length + k]!] as const);
  return Object.fromEntries(entries) as Record<(typeof KEYS)[number], number>;
}

export const tileStatistics =
  (host: KernelHost): Kernels["tileStatistics"] =>
  async (values, shape, tile, options) => {
    const tiles = tilesOf(shape, tile);
    checkSamples("values", values, shape);
    checkRowWeights(options?.rowWeights, shape.rows);
    const numbers = await runPass(host, options, values.length, (job) =>
      host.addon.tileStatistics(values, shape.rows, shape.cols, tile.rows, tile.cols, options?.rowWeights, job),
    );
    return Array.from({ length: tiles.rows * tiles.cols }, (_, index) => named(numbers, index));
  };

export const statistics =
  (host: KernelHost): Kernels["statistics"] =>
  async (values, options) => {
    const rows = options?.rowWeights?.length ?? 1;
    const shape: Shape = options?.shape ?? { rows, cols: rows === 0 ? 0 : values.length / rows };
    checkSamples("values", values, shape);
    checkRowWeights(options?.rowWeights, shape.rows);
    if (values.length === 0)
      return named(
        Float64Array.from(KEYS, (key) => (key === "count" ? 0 : Number.NaN)),
        0,
      );
    const [whole] = await tileStatistics(host)(values, shape, shape, options);
    return whole!;
  };
