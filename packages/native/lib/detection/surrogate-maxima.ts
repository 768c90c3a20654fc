import type { DetectionKernels } from "@geoanomaly/core";
import { checkSurrogateMaxima } from "@geoanomaly/core/reference";
import { type AddonRun, type KernelHost, run } from "../run.js";
import { type DetectionFrame, detectionFrame } from "./bands.js";
import { surrogateMask } from "./surrogate.js";

declare module "../addon.js" {
  interface Addon {
    surrogateMaxima(
      frame: DetectionFrame,
      seed: number,
      scales: Float64Array,
      windows: Float64Array,
      columnStretch: Float64Array | undefined,
      normal: Float32Array,
      marginal: Float64Array,
      mask: Uint8Array,
      positive: Float64Array,
      negative: Float64Array,
      probabilities: Float64Array,
      quantiles: Float64Array,
      run: AddonRun,
    ): Promise<void>;
  }
}

export const surrogateMaxima =
  (host: KernelHost): DetectionKernels["surrogateMaxima"] =>
  async (normal, shape, options) => {
    checkSurrogateMaxima(normal, shape, options);
    const { seed, marginal, columnStretch, surrogates } = options;
    const [scales, windows] = [Float64Array.from(options.scales), Float64Array.from(options.windows)];
    const positive = new Float64Array(surrogates * scales.length);
    const negative = new Float64Array(surrogates * scales.length);
    const probabilities = Float64Array.from(options.probabilities ?? []);
    const quantiles = new Float64Array(positive.length * probabilities.length);
    if (normal.length === 0) return { positive, negative, quantiles };
    const frame = detectionFrame(shape, options);
    const mask = surrogateMask(options.mask, normal.length);
    const { addon } = host;
    await run(host, options, (job) =>
      addon.surrogateMaxima(
        frame,
        seed,
        scales,
        windows,
        columnStretch,
        normal,
        marginal,
        mask,
        positive,
        negative,
        probabilities,
        quantiles,
        job,
      ),
    );
    return { positive, negative, quantiles };
  };
