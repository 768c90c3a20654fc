import type { BandOptions, DetectionKernels, Shape } from "@geoanomaly/core";
import { checkBands, checkSamples } from "@geoanomaly/core/reference";
import { type AddonRun, type KernelHost, run } from "../run.js";

/** A grid as the detection kernels of the addon take it. */
export interface DetectionFrame extends Shape {
  readonly wrap: boolean;
}

declare module "../addon.js" {
  interface Addon {
    detectionBands(
      frame: DetectionFrame,
      values: Float32Array,
      scales: Float64Array,
      windows: Float64Array,
      columnStretch: Float64Array | undefined,
      outputs: Float32Array[],
      run: AddonRun,
    ): Promise<void>;
  }
}

export const detectionFrame = ({ rows, cols }: Shape, { wrap = false }: Pick<BandOptions, "wrap">): DetectionFrame => ({
  rows,
  cols,
  wrap,
});

export const bands =
  (host: KernelHost): DetectionKernels["bands"] =>
  async (values, shape, options) => {
    checkSamples("values", values, shape);
    checkBands(shape, options);
    const outputs = options.scales.map(() => new Float32Array(values.length));
    const [scales, windows] = [Float64Array.from(options.scales), Float64Array.from(options.windows)];
    await run(host, options, (job) =>
      host.addon.detectionBands(detectionFrame(shape, options), values, scales, windows, options.columnStretch, outputs, job),
    );
    return outputs;
  };
