import type { DenseMatrix, PotentialKernels } from "../../contracts/potential-kernels.js";
import { GridMismatchError } from "../../errors.js";
import { checkVector } from "./sensitivity-request.js";

/** @throws GridMismatchError unless the matrix has a value for each row and column. */
export function checkMatrix({ rows, cols, values }: DenseMatrix): void {
  if (values.length !== rows * cols) throw new GridMismatchError(`a matrix of ${rows} x ${cols} values`, `${values.length}`);
}

export const denseApply: PotentialKernels["denseApply"] = async (matrix, x, options) => {
  checkMatrix(matrix);
  checkVector("x", x, matrix.cols);
  const out = new Float64Array(matrix.rows);
  for (let i = 0; i < matrix.rows; i++) {
    options?.signal?.throwIfAborted();
    let sum = 0;
    for (let j = 0; j < matrix.cols; j++) sum += (matrix.values[i * matrix.cols + j] ?? 0) * (x[j] ?? 0);
    out[i] = sum;
  }
  return out;
};

function weightedColumns(matrix: DenseMatrix, weights: Float64Array, signal: AbortSignal | undefined, power: 1 | 2): Float64Array {
  checkMatrix(matrix);
  checkVector("one value per row", weights, matrix.rows);
  const out = new Float64Array(matrix.cols);
  for (let i = 0; i < matrix.rows; i++) {
    signal?.throwIfAborted();
    const weight = weights[i] ?? 0;
    for (let j = 0; j < matrix.cols; j++) out[j] = (out[j] ?? 0) + weight * (matrix.values[i * matrix.cols + j] ?? 0) ** power;
  }
  return out;
}

export const denseAdjoint: PotentialKernels["denseAdjoint"] = async (matrix, y, options) => weightedColumns(matrix, y, options?.signal, 1);

export const denseColumnSquares: PotentialKernels["denseColumnSquares"] = async (matrix, weights, options) =>
  weightedColumns(matrix, weights, options?.signal, 2);

export const denseNormal: PotentialKernels["denseNormal"] = async (matrix, x, weights, options) => {
  const data = await denseApply(matrix, x, options);
  if (weights !== undefined) checkVector("weights", weights, matrix.rows);
  return denseAdjoint(matrix, weights === undefined ? data : data.map((value, i) => value * (weights[i] ?? 0)), options);
};
