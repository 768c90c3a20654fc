import type { SpectralKernels } from "../../contracts/spectral-kernels.js";

export const spectral: SpectralKernels = {};
