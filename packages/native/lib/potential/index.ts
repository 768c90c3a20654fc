import type { PotentialKernels } from "@geoanomaly/core";
import type { KernelHost } from "../run.js";

export const potential = (_host: KernelHost): PotentialKernels => ({}) as PotentialKernels;
