import type { GriddingKernels } from "@geoanomaly/core";
import { type CellFrame, cellFrame, checkColumns } from "@geoanomaly/core/reference";
import { type AddonRun, type KernelHost, run } from "../run.js";

declare module "../addon.js" {
  interface Addon {
    /** Number of blocks with readings, which fill the front of the outputs. */
    blockMedian(
      columns: readonly Float64Array[],
      frame: CellFrame,
      out: readonly Float64Array[],
      scatter: Float64Array,
      count: Uint32Array,
      run: AddonRun,
    ): Promise<number>;
  }
}

export const blockMedian =
  (host: KernelHost): GriddingKernels["blockMedian"] =>
  async (columns, geometry, options = {}) => {
    checkColumns(columns);
    const frame = cellFrame("blockMedian", geometry);
    const room = Math.min((columns[0] as Float64Array).length, frame.rows * frame.cols);
    const out = columns.map(() => new Float64Array(room));
    const scatter = new Float64Array(room);
    const count = new Uint32Array(room);
    const blocks = await run(host, options, (job) => host.addon.blockMedian(columns, frame, out, scatter, count, job));
    return {
      columns: out.map((column) => column.subarray(0, blocks)),
      scatter: scatter.subarray(0, blocks),
      count: count.subarray(0, blocks),
    };
  };
