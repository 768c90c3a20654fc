import type { PotentialKernels } from "../../contracts/potential-kernels.js";
import { compress, compressedAdjoint, compressedApply } from "./compress.js";
import { denseAdjoint, denseApply, denseColumnSquares, denseNormal } from "./dense.js";
import { adjoint, columnSquares, forward, sensitivities } from "./sensitivities.js";
import { terrainEffect } from "./terrain.js";
import { tesseroidGravity } from "./tesseroid.js";
import { toeplitz, toeplitzAdjoint, toeplitzApply } from "./toeplitz.js";

export { checkTolerance, compressedOperator, layerScales, sampledStations, waveletBases } from "./compress.js";
export { checkMatrix } from "./dense.js";
export { checkMatrixOutput } from "./sensitivities.js";
export { checkVector, type SensitivityPlan, sensitivityPlan } from "./sensitivity-request.js";
export { type TerrainPlan, terrainPlan } from "./terrain.js";
export { MAX_HALVINGS, tesseroidPlan } from "./tesseroid.js";
export { toeplitzLattice } from "./toeplitz-lattice.js";

export const potential: PotentialKernels = {
  sensitivities,
  forward,
  adjoint,
  columnSquares,
  denseApply,
  denseAdjoint,
  denseNormal,
  denseColumnSquares,
  toeplitz,
  toeplitzApply,
  toeplitzAdjoint,
  compress,
  compressedApply,
  compressedAdjoint,
  terrainEffect,
  tesseroidGravity,
};
