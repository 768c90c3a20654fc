import type { Kernels } from "@geoanomaly/core";
import { checkFactor, checkSamples } from "@geoanomaly/core/reference";
import { type AddonRun, type KernelHost, runPass } from "./run.js";

declare module "./addon.js" {
  interface Addon {
    overview(values: Float32Array, rows: number, cols: number, factor: number, out: Float32Array, run: AddonRun): Promise<void>;
  }
}

export const overview =
  (host: KernelHost): Kernels["overview"] =>
  async (values, shape, factor, options) => {
    checkSamples("values", values, shape);
    checkFactor(factor);
    const out = new Float32Array(Math.ceil(shape.rows / factor) * Math.ceil(shape.cols / factor));
    await runPass(host, options, values.length, (job) => host.addon.overview(values, shape.rows, shape.cols, factor, out, job));
    return out;
  };
