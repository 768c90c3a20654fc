import type { SpectralKernels } from "@geoanomaly/core";
import type { KernelHost } from "../run.js";

export const spectral = (_host: KernelHost): SpectralKernels => ({});
