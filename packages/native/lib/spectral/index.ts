import type { SpectralKernels } from "@geoanomaly/core";
import type { KernelHost } from "../run.js";
import { fillGaps } from "./fill-gaps.js";
import { filter } from "./filter.js";
import { inverse2d, transform2d } from "./transform.js";

export const spectral = (host: KernelHost): SpectralKernels => ({
  filter: filter(host),
  fillGaps: fillGaps(host),
  transform2d: transform2d(host),
  inverse2d: inverse2d(host),
});
