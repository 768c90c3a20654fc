import type { Kernels } from "@geoanomaly/core";
import { checkLevel, checkPng, PNG_COLOURS } from "@geoanomaly/core/reference";
import { type AddonRun, type KernelHost, run } from "./run.js";

declare module "./addon.js" {
  interface Addon {
    /** @param colour Colour type of the file format. */
    png(
      pixels: Uint8Array,
      rows: number,
      cols: number,
      colour: number,
      palette: Uint8Array | undefined,
      level: number,
      run: AddonRun,
    ): Promise<Uint8Array>;
  }
}

/** Default level 6, as the reference. */
export const png =
  (host: KernelHost): Kernels["png"] =>
  async (image, options = {}) => {
    const { level = 6 } = options;
    checkPng(image);
    checkLevel("png", level);
    const { pixels, rows, cols, colour, palette } = image;
    return run(host, options, (job) => host.addon.png(pixels, rows, cols, PNG_COLOURS[colour].type, palette, level, job));
  };
