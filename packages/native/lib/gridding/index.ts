import type { GriddingKernels } from "@geoanomaly/core";
import type { KernelHost } from "../run.js";

export const gridding = (_host: KernelHost): GriddingKernels => ({});
