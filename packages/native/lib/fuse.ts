import type { Kernels } from "@geoanomaly/core";
import { checkFuse, fusionTable } from "@geoanomaly/core/reference";
import { type AddonRun, type KernelHost, run } from "./run.js";

declare module "./addon.js" {
  interface Addon {
    /** @param divisors One per set of layers, by bitmask. */
    fuse(
      layers: readonly Float32Array[],
      weights: Float64Array,
      divisors: Float64Array,
      values: Float32Array,
      present: Uint8Array,
      run: AddonRun,
    ): Promise<void>;
  }
}

export const fuse =
  (host: KernelHost): Kernels["fuse"] =>
  async (layers, rule, options) => {
    const length = checkFuse(layers, options?.out, options?.presentOut);
    const { weights, divisors } = fusionTable(rule, layers.length);
    const values = options?.out ?? new Float32Array(length);
    const present = options?.presentOut ?? new Uint8Array(length);
    await run(host, options, (job) => host.addon.fuse([...layers], weights, divisors, values, present, job));
    return { values, present };
  };
