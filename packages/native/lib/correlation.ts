import type { Kernels } from "@geoanomaly/core";
import { checkFuse, checkRowWeights, checkSamples } from "@geoanomaly/core/reference";
import { type AddonRun, type KernelHost, run } from "./run.js";

declare module "./addon.js" {
  interface Addon {
    /** @param width Cells per row. @returns Layers x layers, row-major. */
    correlation(layers: readonly Float32Array[], width: number, rowWeights: Float64Array | undefined, run: AddonRun): Promise<Float64Array>;
  }
}

export const correlation =
  (host: KernelHost): Kernels["correlation"] =>
  async (layers, options) => {
    const length = checkFuse(layers, undefined, undefined);
    const rows = options?.shape?.rows ?? options?.rowWeights?.length ?? 1;
    const shape = options?.shape ?? { rows, cols: rows === 0 ? 0 : length / rows };
    checkSamples("a layer", layers[0]!, shape);
    checkRowWeights(options?.rowWeights, shape.rows);
    const matrix = await run(host, options, (job) => host.addon.correlation([...layers], shape.cols, options?.rowWeights, job));
    return layers.map((_, i) => Array.from(matrix.subarray(i * layers.length, (i + 1) * layers.length)));
  };
