import type { DetectionKernels } from "@geoanomaly/core";
import { checkSurrogate } from "@geoanomaly/core/reference";
import { type AddonRun, type KernelHost, run } from "../run.js";
import { type DetectionFrame, detectionFrame } from "./bands.js";

declare module "../addon.js" {
  interface Addon {
    surrogateField(
      frame: DetectionFrame,
      seed: number,
      index: number,
      normal: Float32Array,
      marginal: Float64Array,
      mask: Uint8Array,
      output: Float32Array,
      run: AddonRun,
    ): Promise<void>;
  }
}

/** 1 where a surrogate has a value; everywhere by default. */
export const surrogateMask = (mask: Uint8Array | undefined, cells: number) =>
  mask ? mask.map((set) => (set === 0 ? 0 : 1)) : new Uint8Array(cells).fill(1);

export const surrogate =
  (host: KernelHost): DetectionKernels["surrogate"] =>
  async (normal, shape, options) => {
    checkSurrogate(normal, shape, options);
    const output = new Float32Array(normal.length);
    if (output.length === 0) return output;
    const mask = surrogateMask(options.mask, normal.length);
    const { seed, index, marginal } = options;
    await run(host, options, (job) =>
      host.addon.surrogateField(detectionFrame(shape, options), seed, index, normal, marginal, mask, output, job),
    );
    return output;
  };
