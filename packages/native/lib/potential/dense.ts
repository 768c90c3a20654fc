import type { DenseMatrix, PotentialKernels } from "@geoanomaly/core";
import { checkMatrix, checkVector } from "@geoanomaly/core/reference";
import { type AddonRun, type KernelHost, run } from "../run.js";

declare module "../addon.js" {
  interface Addon {
    denseApply(matrix: DenseMatrix, x: Float64Array, out: Float64Array, run: AddonRun): Promise<void>;
    /** @param squared Sums of squared coefficients. */
    denseAdjoint(matrix: DenseMatrix, y: Float64Array, squared: boolean, out: Float64Array, run: AddonRun): Promise<void>;
    denseNormal(matrix: DenseMatrix, x: Float64Array, weights: Float64Array | undefined, out: Float64Array, run: AddonRun): Promise<void>;
  }
}

export const denseApply =
  (host: KernelHost): PotentialKernels["denseApply"] =>
  async (matrix, x, options) => {
    checkMatrix(matrix);
    checkVector("x", x, matrix.cols);
    const out = new Float64Array(matrix.rows);
    await run(host, options, (job) => host.addon.denseApply(matrix, x, out, job));
    return out;
  };

const weightedColumns =
  (host: KernelHost, squared: boolean): PotentialKernels["denseAdjoint"] =>
  async (matrix, y, options) => {
    checkMatrix(matrix);
    checkVector("one value per row", y, matrix.rows);
    const out = new Float64Array(matrix.cols);
    await run(host, options, (job) => host.addon.denseAdjoint(matrix, y, squared, out, job));
    return out;
  };

export const denseAdjoint = (host: KernelHost) => weightedColumns(host, false);
export const denseColumnSquares = (host: KernelHost) => weightedColumns(host, true);

export const denseNormal =
  (host: KernelHost): PotentialKernels["denseNormal"] =>
  async (matrix, x, weights, options) => {
    checkMatrix(matrix);
    checkVector("x", x, matrix.cols);
    if (weights !== undefined) checkVector("weights", weights, matrix.rows);
    const out = new Float64Array(matrix.cols);
    await run(host, options, (job) => host.addon.denseNormal(matrix, x, weights, out, job));
    return out;
  };
