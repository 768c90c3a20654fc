import { conjugateGradients, type StoppingRule } from "./conjugate-gradients.js";
import type { Bounds, Quadratic } from "./quadratic.js";
import { dot } from "./vectors.js";

export interface ProjectedStep {
  readonly x: Float64Array;
  /** The data's part of `H x`. */
  readonly dataProduct: Float64Array;
  /** By how much the objective fell; 0 if no descent was found. */
  readonly decrease: number;
  /** Did the inner iterations meet their tolerance, and did the bounds leave their solution as it was? */
  readonly solved: boolean;
}

/** Halvings of a step that leaves the bounds before it is given up. */
const HALVINGS = 5;

/** 1 where a descent along the gradient stays within the bounds. */
function freeUnknowns(x: Float64Array, gradient: Float64Array, bounds: Bounds): Uint8Array {
  const free = new Uint8Array(x.length);
  for (let i = 0; i < x.length; i++) {
    const held = (x[i]! <= bounds.lower[i]! && gradient[i]! >= 0) || (x[i]! >= bounds.upper[i]! && gradient[i]! <= 0);
    free[i] = held ? 0 : 1;
  }
  return free;
}

/**
 * One projected Gauss-Newton step: unknowns at a bound that push outwards are held, conjugate gradients solve for the others, and the
 * result is cut off at the bounds. A cut step that does not descend is halved. The objective being quadratic, its change is known from
 * products alone and no forward computation is needed.
 * @param gradient `H x - b` at `x`.
 */
export async function projectedStep(
  system: Quadratic,
  at: { readonly x: Float64Array; readonly dataProduct: Float64Array; readonly gradient: Float64Array },
  bounds: Bounds,
  rule: StoppingRule,
  signal?: AbortSignal,
): Promise<ProjectedStep> {
  const { x, gradient } = at;
  const n = system.unknowns;
  const free = freeUnknowns(x, gradient, bounds);
  const solution = await conjugateGradients(
    system,
    gradient.map((value) => -value),
    rule,
    free,
    signal,
  );
  for (let halving = 0, length = 1; halving <= HALVINGS; halving++, length /= 2) {
    const next = new Float64Array(n);
    const change = new Float64Array(n);
    let cut = false;
    for (let i = 0; i < n; i++) {
      const wanted = x[i]! + length * solution.x[i]!;
      const allowed = Math.min(Math.max(wanted, bounds.lower[i]!), bounds.upper[i]!);
      if (allowed !== wanted) cut = true;
      next[i] = allowed;
      change[i] = allowed - x[i]!;
    }
    const data = cut ? await system.dataProduct(change) : solution.dataProduct.map((value) => length * value);
    const model = system.modelProduct(change);
    const rise = dot(gradient, change) + (dot(change, data) + dot(change, model)) / 2;
    if (rise < 0) {
      for (let i = 0; i < n; i++) data[i]! += at.dataProduct[i]!;
      return { x: next, dataProduct: data, decrease: -rise, solved: !cut && halving === 0 && solution.iterations < rule.iterations };
    }
  }
  return { x, dataProduct: at.dataProduct, decrease: 0, solved: true };
}
