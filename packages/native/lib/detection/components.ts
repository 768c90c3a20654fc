import type { DetectionKernels } from "@geoanomaly/core";
import { checkComponents } from "@geoanomaly/core/reference";
import { type AddonRun, type KernelHost, run } from "../run.js";
import { type DetectionFrame, detectionFrame } from "./bands.js";

declare module "../addon.js" {
  interface Addon {
    componentLabels(
      frame: DetectionFrame,
      score: Float32Array,
      low: number,
      high: number,
      labels: Int32Array,
      run: AddonRun,
    ): Promise<number>;
  }
}

export const components =
  (host: KernelHost): DetectionKernels["components"] =>
  async (score, shape, options) => {
    checkComponents(score, shape, options);
    const labels = new Int32Array(score.length);
    const { low, high } = options;
    const count = await run(host, options, (job) =>
      host.addon.componentLabels(detectionFrame(shape, options), score, low, high, labels, job),
    );
    return { labels, count };
  };
