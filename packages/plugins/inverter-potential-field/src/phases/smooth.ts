import { projectedStep } from "../optimisation/projected-step.js";
import { misfitOf, propertyGradient, propertyQuadratic } from "../optimisation/property-quadratic.js";
import type { Problem } from "../setup/problem.js";
import type { PropertyProblem } from "../setup/property-problem.js";
import type { InversionState, PropertyState } from "../state.js";
import { nextBeta, reachesTarget } from "../tradeoff/next-beta.js";
import { scanTradeOff } from "./scan.js";

/**
 * Residual at which an inner solution is good enough, as a part of what misfits of the present size pull with: a fixed part of what the
 * readings pull with would be coarser than the target where they are many times their errors.
 */
const TOLERANCE = 0.013;
/** Steps in any case: a residual that is small already still says where the model lags behind its beta. */
const LEAST_STEPS = 4;
/** Misfits within this factor of the target are near it. */
const NEAR = 3;
/** Iterations near the target that go on at one beta until its model is found: the misfit of a model on its way misleads the search. */
const MOST_REPEATS = 3;

/** Coolings in a row without effect on the misfit after which no model fits better. */
const STALLED_AFTER = 4;

function isStalled({ trials, target }: PropertyState): boolean {
  // Of trials at one beta the last counts: a repetition is no cooling.
  const recent = trials.filter(({ beta }, i) => trials[i + 1]?.beta !== beta).slice(-STALLED_AFTER - 1);
  return recent.length > STALLED_AFTER && recent.every(({ chi }) => chi > target) && recent.at(-1)!.chi > 0.995 * recent[0]!.chi;
}

/** One projected step at the present beta. */
export async function smoothStep(
  problem: PropertyProblem,
  state: PropertyState,
  iterations: number,
  signal: AbortSignal,
): Promise<PropertyState> {
  const { at, beta } = state;
  const pull = (Math.max(state.chi, state.target) * problem.readings) / problem.dataNorm;
  const gradient = propertyGradient(problem, at.model, at.dataProduct, beta);
  const step = await projectedStep(
    propertyQuadratic(problem, beta),
    { x: at.model, dataProduct: at.dataProduct, gradient },
    problem.bounds,
    {
      iterations,
      least: LEAST_STEPS,
      tolerance: TOLERANCE * Math.sqrt(pull),
      relativeTo: problem.dataGradient,
    },
    signal,
  );
  return {
    ...state,
    at: { model: step.x, dataProduct: step.dataProduct },
    chi: misfitOf(problem, step.x, step.dataProduct),
    norm: problem.norm.value(step.x, problem.reference),
    repeats: state.repeats + 1,
    solved: step.solved,
  };
}

/** The beta for the next iteration, if the target is not reached. */
function cooled(state: PropertyState, { cooling, everyIterations }: Problem["options"]["beta"]): PropertyState {
  const { beta, chi, norm, target, repeats } = state;
  const trials = [...state.trials, { beta, chi, norm }];
  if (reachesTarget(chi, target)) return { ...state, trials, reached: true };
  const near = chi < NEAR * target && chi > target / NEAR;
  if (repeats < everyIterations || (near && !state.solved && repeats < everyIterations + MOST_REPEATS)) return { ...state, trials };
  return { ...state, trials, beta: nextBeta(trials, target, cooling), repeats: 0 };
}

/** Quadratic norms: each property on its own goes to its target misfit, or through the values of a criterion. */
export async function smoothPhase(problem: Problem, state: InversionState, signal: AbortSignal): Promise<InversionState> {
  const { options, tradeOff } = problem;
  const last = state.phaseIteration + 1 >= options.maxIterations;
  const properties: PropertyState[] = [];
  for (const [i, property] of problem.properties.entries()) {
    const before = state.properties[i]!;
    property.norm.smooth();
    if (before.reached) properties.push(before);
    else if (tradeOff === "target-misfit")
      properties.push(cooled(await smoothStep(property, before, options.cgIterations, signal), options.beta));
    else properties.push(await scanTradeOff(property, before, options, tradeOff, last, signal));
  }
  const next = { ...state, properties, phaseIteration: state.phaseIteration + 1 };
  if (properties.every(({ reached }) => reached)) return { ...next, stopped: "target-misfit" };
  if (properties.every((each) => each.reached || isStalled(each)) && tradeOff === "target-misfit") return { ...next, stopped: "stalled" };
  return { ...next, stopped: "max-iterations" };
}
