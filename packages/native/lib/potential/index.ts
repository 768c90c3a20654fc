import type { PotentialKernels } from "@geoanomaly/core";
import type { KernelHost } from "../run.js";
import { compress, compressedAdjoint, compressedApply } from "./compress.js";
import { denseAdjoint, denseApply, denseColumnSquares, denseNormal } from "./dense.js";
import { adjoint, columnSquares, forward, sensitivities } from "./sensitivities.js";
import { terrainEffect } from "./terrain.js";
import { tesseroidGravity } from "./tesseroid.js";
import { toeplitz, toeplitzAdjoint, toeplitzApply } from "./toeplitz.js";

export const potential = (host: KernelHost): PotentialKernels => ({
  sensitivities: sensitivities(host),
  forward: forward(host),
  adjoint: adjoint(host),
  columnSquares: columnSquares(host),
  denseApply: denseApply(host),
  denseAdjoint: denseAdjoint(host),
  denseNormal: denseNormal(host),
  denseColumnSquares: denseColumnSquares(host),
  toeplitz: toeplitz(host),
  toeplitzApply: toeplitzApply(host),
  toeplitzAdjoint: toeplitzAdjoint(host),
  compress: compress(host),
  compressedApply: compressedApply(host),
  compressedAdjoint: compressedAdjoint(host),
  terrainEffect: terrainEffect(host),
  tesseroidGravity: tesseroidGravity(host),
});
