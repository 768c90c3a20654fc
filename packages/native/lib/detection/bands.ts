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
      deviations: Float64Array,
      probabilities: Float64Array,
      quantiles: Float64Array,
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
    const deviations = new Float64Array(options.scales.length);
    const outputs = options.scales.map(() => new Float32Array(values.length));
    const [scales, windows] = [Float64Array.from(options.scales), Float64Array.from(options.windows)];
    const probabilities = Float64Array.from(options.probabilities ?? []);
    const quantiles = new Float64Array(scales.length * probabilities.length);
    const frame = detectionFrame(shape, options);
    await run(host, options, (job) =>
      host.addon.detectionBands(frame, values, scales, windows, options.columnStretch, outputs, deviations, probabilities, quantiles, job),
    );
    const each = probabilities.length;
    return outputs.map((band, scale) => ({
      values: band,
      deviation: deviations[scale] as number,
      quantiles: quantiles.slice(scale * each, (scale + 1) * each),
    }));
  };
