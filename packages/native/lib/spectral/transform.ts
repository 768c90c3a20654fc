import type { SpectralKernels } from "@geoanomaly/core";
import { checkPlaneGrid, checkSamples, halfSpectrum } from "@geoanomaly/core/reference";
import { type AddonRun, type KernelHost, run } from "../run.js";

declare module "../addon.js" {
  interface Addon {
    spectralForward(values: Float64Array, rows: number, cols: number, spectrum: Float64Array, run: AddonRun): Promise<void>;
    spectralInverse(spectrum: Float64Array, rows: number, cols: number, values: Float64Array, run: AddonRun): Promise<void>;
  }
}

export const transform2d =
  (host: KernelHost): SpectralKernels["transform2d"] =>
  async (values, shape, options) => {
    checkPlaneGrid("values", values, shape);
    const half = halfSpectrum(shape);
    const spectrum = new Float64Array(half.rows * half.cols);
    await run(host, options, (job) => host.addon.spectralForward(values, shape.rows, shape.cols, spectrum, job));
    return spectrum;
  };

export const inverse2d =
  (host: KernelHost): SpectralKernels["inverse2d"] =>
  async (spectrum, shape, options) => {
    checkSamples("a half spectrum", spectrum, halfSpectrum(shape));
    const values = new Float64Array(shape.rows * shape.cols);
    checkPlaneGrid("values", values, shape);
    await run(host, options, (job) => host.addon.spectralInverse(spectrum, shape.rows, shape.cols, values, job));
    return values;
  };
