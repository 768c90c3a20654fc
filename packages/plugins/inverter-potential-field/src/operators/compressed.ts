import type { KernelRun, PotentialKernels, SensitivityRequest } from "@geoanomaly/core";
import { normalProduct } from "./normal-product.js";
import type { SensitivityOperator } from "./sensitivity-operator.js";

export interface CompressedSensitivities extends SensitivityOperator {
  /** Bytes it came to, and how far off it is. */
  readonly bytes: number;
  readonly relativeError: number;
}

/** Wavelet coefficients of each row without the small ones. */
export async function compressedOperator(
  kernels: PotentialKernels,
  request: SensitivityRequest,
  run: KernelRun,
  tolerance: number,
): Promise<CompressedSensitivities> {
  const operator = await kernels.compress(request, { ...run, tolerance });
  const halves = {
    apply: (x: Float64Array) => kernels.compressedApply(operator, x, run),
    adjoint: (y: Float64Array) => kernels.compressedAdjoint(operator, y, run),
  };
  return {
    rows: operator.rows,
    cols: operator.cols,
    bytes: operator.bytes,
    relativeError: operator.relativeError,
    ...halves,
    normal: normalProduct(halves),
    // Weights and preconditioner need the squares of the true coefficients only once.
    columnSquares: (weights) => kernels.columnSquares(request, weights, run),
  };
}
