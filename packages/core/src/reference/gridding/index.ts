import type { GriddingKernels } from "../../contracts/gridding-kernels.js";

export const gridding: GriddingKernels = {};
