import type { KernelRun, PotentialKernels, SensitivityRequest } from "@geoanomaly/core";
import type { SensitivityOperator } from "./sensitivity-operator.js";

/** All coefficients in single precision: the fastest product where they fit. */
export async function denseOperator(kernels: PotentialKernels, request: SensitivityRequest, run: KernelRun): Promise<SensitivityOperator> {
  const matrix = await kernels.sensitivities(request, run);
  return {
    rows: matrix.rows,
    cols: matrix.cols,
    apply: (x) => kernels.denseApply(matrix, x, run),
    adjoint: (y) => kernels.denseAdjoint(matrix, y, run),
    normal: (x, weights) => kernels.denseNormal(matrix, x, weights, run),
    columnSquares: (weights) => kernels.denseColumnSquares(matrix, weights, run),
  };
}
