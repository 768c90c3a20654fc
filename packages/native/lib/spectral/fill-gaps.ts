import type { SpectralKernels } from "@geoanomaly/core";
import { checkPlaneGrid } from "@geoanomaly/core/reference";
import { type AddonRun, type KernelHost, run } from "../run.js";

declare module "../addon.js" {
  interface Addon {
    /** In place. */
    spectralFillGaps(values: Float64Array, rows: number, cols: number, run: AddonRun): Promise<void>;
  }
}

export const fillGaps =
  (host: KernelHost): SpectralKernels["fillGaps"] =>
  async (values, shape, options) => {
    checkPlaneGrid("values", values, shape);
    const filled = Float64Array.from(values);
    await run(host, options, (job) => host.addon.spectralFillGaps(filled, shape.rows, shape.cols, job));
    return filled;
  };
