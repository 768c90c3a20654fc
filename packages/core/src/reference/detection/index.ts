import type { DetectionKernels } from "../../contracts/detection-kernels.js";

export const detection: DetectionKernels = {};
