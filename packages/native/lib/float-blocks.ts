import type { Kernels, Shape } from "@geoanomaly/core";
import { checkFloatBlocks } from "@geoanomaly/core/reference";
import { type AddonRun, type KernelHost, run } from "./run.js";

declare module "./addon.js" {
  interface Addon {
    floatBlocks(
      images: readonly (Shape & { readonly values: Float32Array })[],
      blockSize: number,
      predictor: number,
      level: number,
      run: AddonRun,
    ): Promise<Uint8Array[][]>;
  }
}

export const floatBlocks =
  (host: KernelHost): Kernels["floatBlocks"] =>
  async (images, options) => {
    checkFloatBlocks(images, options);
    const { blockSize, predictor, level } = options;
    return run(host, options, (job) => host.addon.floatBlocks(images, blockSize, predictor, level, job));
  };
