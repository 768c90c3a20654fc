import type { DetectionKernels } from "@geoanomaly/core";
import type { KernelHost } from "../run.js";

export const detection = (_host: KernelHost): DetectionKernels => ({});
