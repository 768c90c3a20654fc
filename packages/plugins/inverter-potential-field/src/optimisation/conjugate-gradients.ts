import type { Quadratic } from "./quadratic.js";
import { dot } from "./vectors.js";

export interface Solution {
  readonly x: Float64Array;
  /** The data's part of `H x`, from the products already made. */
  readonly dataProduct: Float64Array;
  /** `b - H x`, zero where not free. */
  readonly residual: Float64Array;
  readonly iterations: number;
}

export interface StoppingRule {
  readonly iterations: number;
  /** Steps that are made even from a good start. Default 0. */
  readonly least?: number;
  /** Of the residual, in the norm of the preconditioner, relative to the one of {@link relativeTo}. */
  readonly tolerance: number;
  /** A vector to compare the residual with, e.g. the data as the unknowns see them, so that a good start needs fewer steps. Default: the right-hand side. */
  readonly relativeTo?: Float64Array;
}

/**
 * Solves `H x = b` over the free unknowns, the others staying zero: conjugate gradients preconditioned by the diagonal, from zero.
 * One product with the data per step; what the caller needs of `H x` is summed up on the way.
 * @param free 1 for an unknown that may move; absent: all.
 */
export async function conjugateGradients(
  system: Quadratic,
  b: Float64Array,
  { iterations, least = 0, tolerance, relativeTo = b }: StoppingRule,
  free?: Uint8Array,
  signal?: AbortSignal,
): Promise<Solution> {
  const n = system.unknowns;
  const x = new Float64Array(n);
  const product = new Float64Array(n);
  const r = free ? b.map((value, i) => (free[i] === 1 ? value : 0)) : b.slice();
  const z = r.map((value, i) => value / system.diagonal[i]!);
  const direction = z.slice();
  let rz = dot(r, z);
  let scale = 0;
  for (let i = 0; i < n; i++) scale += (relativeTo[i]! * relativeTo[i]!) / system.diagonal[i]!;
  const enough = scale * tolerance * tolerance;
  let step = 0;
  for (; step < iterations && rz > 0 && (rz > enough || step < least); step++) {
    signal?.throwIfAborted();
    const data = await system.dataProduct(direction);
    const model = system.modelProduct(direction);
    let curvature = 0;
    for (let i = 0; i < n; i++) curvature += direction[i]! * (data[i]! + model[i]!);
    if (!(curvature > 0)) break;
    const length = rz / curvature;
    let next = 0;
    for (let i = 0; i < n; i++) {
      x[i]! += length * direction[i]!;
      product[i]! += length * data[i]!;
      if (free !== undefined && free[i] === 0) continue;
      const residual = r[i]! - length * (data[i]! + model[i]!);
      r[i] = residual;
      next += (residual * residual) / system.diagonal[i]!;
    }
    const ratio = next / rz;
    rz = next;
    for (let i = 0; i < n; i++)
      direction[i] = free === undefined || free[i] === 1 ? r[i]! / system.diagonal[i]! + ratio * direction[i]! : 0;
  }
  return { x, dataProduct: product, residual: r, iterations: step };
}
