import type { KernelRun, PotentialKernels, SensitivityRequest } from "@geoanomaly/core";
import { normalProduct } from "./normal-product.js";
import type { SensitivityOperator } from "./sensitivity-operator.js";

/** Nothing is held: each product computes every coefficient again. */
export function matrixFreeOperator(
  kernels: PotentialKernels,
  request: SensitivityRequest,
  run: KernelRun,
  cols: number,
): SensitivityOperator {
  const halves = {
    apply: (x: Float64Array) => kernels.forward(request, x, run),
    adjoint: (y: Float64Array) => kernels.adjoint(request, y, run),
  };
  return {
    rows: request.stations.easting.length,
    cols,
    ...halves,
    normal: normalProduct(halves),
    columnSquares: (weights) => kernels.columnSquares(request, weights, run),
  };
}
