import { conjugateGradients } from "../optimisation/conjugate-gradients.js";
import { propertyQuadratic } from "../optimisation/property-quadratic.js";
import { RandomSigns } from "../optimisation/random-signs.js";
import type { Problem } from "../setup/problem.js";
import type { PropertyProblem } from "../setup/property-problem.js";
import type { InversionState, PropertyState } from "../state.js";
import { applyNorms } from "./refine.js";

/** A probe is solved much further than an iteration: what conjugate gradients have not found yet is missing variance. */
const TOLERANCE = 1e-3;
const ITERATIONS_PER_STEP = 10;

export const UNCERTAINTY_METHOD =
  "Standard deviation of the Gaussian posterior whose precision is G'WG + beta R at the final model (bounds and coupling left aside): " +
  "random vectors with this precision as covariance are solved for, and the variance of each cell is that given all others plus that of its conditional mean";

/**
 * One draw x with covariance `H^-1`, `H = G'WG + beta R`: solve `H x = b` for a b with covariance H, put together from independent signs
 * on the readings and on the terms of the model norm. By the law of total variance, `var(x_i) = 1 / H_ii + var(E[x_i | others])`, the
 * conditional mean being `x_i - (H x)_i / H_ii`; so only its square need be averaged, which converges faster than that of x_i.
 */
async function probeSquares(
  problem: PropertyProblem,
  state: PropertyState,
  seed: number,
  probe: number,
  rule: number,
  signal: AbortSignal,
): Promise<Float64Array> {
  const system = propertyQuadratic(problem, state.beta);
  const signs = new RandomSigns(seed, probe);
  const b = await problem.operator.adjoint(problem.weights.map((weight) => Math.sqrt(weight) * signs.next()));
  const root = Math.sqrt(state.beta);
  const drawn = problem.norm.sample(() => signs.next());
  for (let i = 0; i < b.length; i++) b[i]! += root * drawn[i]!;
  const { x, residual } = await conjugateGradients(system, b, { iterations: rule, tolerance: TOLERANCE }, undefined, signal);
  return x.map((value, i) => (value - (b[i]! - residual[i]!) / system.diagonal[i]!) ** 2);
}

/** One probe of every property. */
export async function uncertaintyPhase(problem: Problem, state: InversionState, signal: AbortSignal): Promise<InversionState> {
  const { uncertainty, norms, cgIterations } = problem.options;
  const properties: PropertyState[] = [];
  for (const [i, property] of problem.properties.entries()) {
    const before = state.properties[i]!;
    applyNorms(property, before, norms);
    const squares = await probeSquares(
      property,
      before,
      uncertainty?.seed ?? 0,
      state.phaseIteration,
      ITERATIONS_PER_STEP * cgIterations,
      signal,
    );
    const sum = before.probeSquares;
    properties.push({ ...before, probeSquares: sum === undefined ? squares : sum.map((value, k) => value + squares[k]!) });
  }
  return { ...state, properties, phaseIteration: state.phaseIteration + 1 };
}

/** One standard deviation of each unknown, in the unit of the property. */
export function posteriorDeviation(problem: Problem, k: number, state: PropertyState): Float64Array | undefined {
  const squares = state.probeSquares;
  const property = problem.properties[k];
  const probes = problem.options.uncertainty?.probes;
  if (squares === undefined || property === undefined || probes === undefined) return undefined;
  applyNorms(property, state, problem.options.norms);
  const { diagonal } = propertyQuadratic(property, state.beta);
  return squares.map((sum, i) => state.errorScale * Math.sqrt(1 / diagonal[i]! + sum / probes));
}
