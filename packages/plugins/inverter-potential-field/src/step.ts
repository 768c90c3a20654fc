import type { InversionStep } from "@geoanomaly/core";
import type { Problem } from "./setup/problem.js";
import type { InversionState } from "./state.js";

/**
 * An iteration as the caller sees it. Misfits are those of each property's readings; where a property has several data sets they share it.
 * With two properties, norm and beta are sums weighted as in the objective: beta is that for which `beta * norm` is their part of it.
 */
export function stepOf(problem: Problem, state: InversionState, durationMs: number, checkpoint: () => Uint8Array): InversionStep {
  const misfit: Record<string, number> = {};
  for (const [k, property] of problem.properties.entries()) {
    for (const { name } of property.parts) misfit[name] = state.properties[k]!.chi;
  }
  const [regularisation, weighed] = state.properties.reduce(([sum, part], { norm, beta }) => [sum + norm, part + beta * norm], [0, 0]);
  return {
    iteration: state.iteration,
    phase: state.phase,
    misfit,
    regularisation,
    beta: state.properties.length === 1 || regularisation === 0 ? state.properties[0]!.beta : weighed / regularisation,
    durationMs,
    checkpoint,
  };
}
