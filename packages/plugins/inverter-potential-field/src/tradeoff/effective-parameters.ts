import { conjugateGradients } from "../optimisation/conjugate-gradients.js";
import { propertyQuadratic } from "../optimisation/property-quadratic.js";
import { RandomSigns } from "../optimisation/random-signs.js";
import { dot } from "../optimisation/vectors.js";
import type { PropertyProblem } from "../setup/property-problem.js";

const PROBES = 6;
const RULE = { iterations: 100, tolerance: 1e-3 };

/**
 * Trace of the influence matrix `W^(1/2) G (G'WG + beta R)^-1 G' W^(1/2)`: how many parameters the readings determine at this beta.
 * Estimated by Hutchinson's method: the mean of `z'A z` over vectors of random signs, the same ones for every beta, so that the
 * estimate varies smoothly with it. Bounds are left aside.
 */
export async function effectiveParameters(problem: PropertyProblem, beta: number, seed: number, signal: AbortSignal): Promise<number> {
  const system = propertyQuadratic(problem, beta);
  let sum = 0;
  for (let probe = 0; probe < PROBES; probe++) {
    const signs = new RandomSigns(seed, probe);
    const scaled = problem.weights.map((weight) => Math.sqrt(weight) * signs.next());
    const b = await problem.operator.adjoint(scaled);
    const { x } = await conjugateGradients(system, b, RULE, undefined, signal);
    sum += dot(x, b);
  }
  return sum / PROBES;
}

/** Generalised cross-validation: `N |W^(1/2)(d - G m)|^2 / (N - trace)^2`; least where the model predicts readings that were left out best. */
export function crossValidation(readings: number, chi: number, parameters: number): number {
  const freedom = Math.max(readings - parameters, 1e-9 * readings);
  return (readings * readings * chi) / (freedom * freedom);
}
