import type { PotentialKernels } from "@geoanomaly/core";
import { referenceKernels } from "@geoanomaly/core/reference";
import type { KernelHost } from "../run.js";

export const potential = (_host: KernelHost): PotentialKernels => referenceKernels.potential;
