import { misfitOf } from "./optimisation/property-quadratic.js";
import { AXES } from "./options/inverter-options.js";
import { refinePhase } from "./phases/refine.js";
import { resolutionPhase } from "./phases/resolution.js";
import { smoothPhase } from "./phases/smooth.js";
import { uncertaintyPhase } from "./phases/uncertainty.js";
import type { Problem } from "./setup/problem.js";
import type { InversionState, Phase, PropertyState } from "./state.js";
import { initialBeta } from "./tradeoff/initial-beta.js";

/** Iteration 0: the starting models. */
export async function initialState(problem: Problem): Promise<InversionState> {
  const properties: PropertyState[] = [];
  for (const property of problem.properties) {
    const model = property.start;
    const dataProduct = model.some((value) => value !== 0)
      ? await property.operator.normal(model, property.weights)
      : new Float64Array(model.length);
    properties.push({
      at: { model, dataProduct },
      beta: problem.options.beta.initial ?? (await initialBeta(property)),
      chi: misfitOf(property, model, dataProduct),
      norm: property.norm.value(model, property.reference),
      target: problem.options.chiFactor,
      reached: false,
      repeats: 0,
      solved: false,
      trials: [],
      errorScale: 1,
    });
  }
  return { phase: "smooth", iteration: 0, phaseIteration: 0, properties, stopped: "max-iterations" };
}

/** Iterations that a phase may take; 0 for one that the options do not ask for. */
function limitOf(problem: Problem, phase: Exclude<Phase, "done">): number {
  const { options, coupling } = problem;
  switch (phase) {
    case "smooth":
      return options.maxIterations;
    case "joint":
      return coupling === undefined ? 0 : options.joint.maxIterations;
    case "sparse":
      return AXES.some((axis) => options.norms[axis] !== 2 && options.alphas[axis] > 0) ? options.irls.maxIterations : 0;
    case "uncertainty":
      return options.uncertainty?.probes ?? 0;
    case "resolution":
      return options.checkerboard === undefined ? 0 : 1;
  }
}

const ORDER = ["smooth", "joint", "sparse", "uncertainty", "resolution"] as const;

/** Is the present phase over? */
function isOver(problem: Problem, state: InversionState): boolean {
  if (state.phase === "done" || state.phaseIteration >= limitOf(problem, state.phase)) return true;
  if (state.phase === "uncertainty" || state.phase === "resolution") return false;
  return state.stopped === "stalled" || state.properties.every(({ reached }) => reached);
}

/** The state with the phase that its next iteration belongs to; `done` if there is none. */
function entered(problem: Problem, state: InversionState): InversionState {
  let next = state;
  while (next.phase !== "done" && isOver(problem, next)) {
    const following: readonly Phase[] = ORDER.slice(ORDER.indexOf(next.phase) + 1);
    // Sharpening or coupling a model that does not fit would hide that it does not.
    const failed = next.phase === "smooth" && next.stopped !== "target-misfit";
    const phase = (failed ? following.filter((each) => each !== "joint" && each !== "sparse") : following)[0] ?? "done";
    const searching = phase === "joint" || phase === "sparse";
    next = {
      ...next,
      phase,
      phaseIteration: 0,
      ...(searching && { properties: next.properties.map((each) => ({ ...each, reached: false })) }),
    };
  }
  return next;
}

/** One iteration; the state it belongs to is not changed. @returns Undefined once nothing is left to do. */
export async function advance(problem: Problem, state: InversionState, signal: AbortSignal): Promise<InversionState | undefined> {
  signal.throwIfAborted();
  const next = entered(problem, state);
  const iteration = { ...next, iteration: state.iteration + 1 };
  switch (next.phase) {
    case "smooth":
      return smoothPhase(problem, iteration, signal);
    case "joint":
    case "sparse":
      return refinePhase(problem, iteration, signal);
    case "uncertainty":
      return uncertaintyPhase(problem, iteration, signal);
    case "resolution":
      return resolutionPhase(problem, iteration, signal);
    case "done":
      return undefined;
  }
}
