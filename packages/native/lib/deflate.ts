import type { Kernels } from "@geoanomaly/core";
import { checkLevel } from "@geoanomaly/core/reference";
import { type AddonRun, type KernelHost, run } from "./run.js";

declare module "./addon.js" {
  interface Addon {
    /** Name and version of the DEFLATE encoder. */
    readonly deflateEncoder: string;
    deflate(bytes: Uint8Array, level: number, run: AddonRun): Promise<Uint8Array>;
  }
}

/** Default level 6, as the reference. */
export const deflate =
  (host: KernelHost): Kernels["deflate"] =>
  async (bytes, options = {}) => {
    const { level = 6 } = options;
    checkLevel("deflate", level);
    return run(host, options, (job) => host.addon.deflate(bytes, level, job));
  };
