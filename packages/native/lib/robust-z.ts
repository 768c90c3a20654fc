import type { Kernels } from "@geoanomaly/core";
import { checkRobustZ } from "@geoanomaly/core/reference";
import { type AddonRun, type KernelHost, run } from "./run.js";

declare module "./addon.js" {
  interface Addon {
    robustZ(
      values: Float32Array,
      grid: {
        readonly rows: number;
        readonly cols: number;
        readonly tileRows: number;
        readonly tileCols: number;
        readonly firstRow: number;
        readonly blended: 0 | 1;
        readonly wrap: 0 | 1;
        readonly limit: number;
      },
      medians: Float64Array,
      mads: Float64Array,
      out: Float32Array,
      run: AddonRun,
    ): Promise<void>;
  }
}

export const robustZ =
  (host: KernelHost): Kernels["robustZ"] =>
  async (values, shape, tile, medians, mads, options = {}) => {
    checkRobustZ(values, shape, tile, medians, mads, options);
    const { mode = "tile", wrap = false, firstRow = 0, limit = 6, out = new Float32Array(values.length) } = options;
    const grid = {
      rows: shape.rows,
      cols: shape.cols,
      tileRows: tile.rows,
      tileCols: tile.cols,
      firstRow,
      blended: mode === "blended" ? 1 : 0,
      wrap: wrap ? 1 : 0,
      limit,
    } as const;
    await run(host, options, (job) => host.addon.robustZ(values, grid, medians, mads, out, job));
    return out;
  };
