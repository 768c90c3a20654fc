import type { PotentialKernels } from "../../contracts/potential-kernels.js";

export const potential = {} as PotentialKernels;
