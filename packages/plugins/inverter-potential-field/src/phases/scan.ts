import type { InverterOptions } from "../options/inverter-options.js";
import type { PropertyProblem } from "../setup/property-problem.js";
import type { PropertyState, Trial } from "../state.js";
import { cornerOf } from "../tradeoff/corner.js";
import { crossValidation, effectiveParameters } from "../tradeoff/effective-parameters.js";
import { smoothStep } from "./smooth.js";

/** Trials after the least score that must all be worse. */
const WORSE_TRIALS = 3;
/** Values of beta that an L-curve is drawn from. */
const CURVE_TRIALS = 14;
/** Beta falls more gently than towards a known target, or the minimum would lie between two trials. */
const FINEST_COOLING = 2.5;

/** Standard deviation of the readings in units of the assumed one: what is left of them, per degree of freedom. */
function errorScale(readings: number, { chi, parameters = 0 }: Trial): number {
  return Math.sqrt((readings * chi) / Math.max(readings - parameters, 1));
}

function chosen(problem: PropertyProblem, state: PropertyState, best: NonNullable<PropertyState["best"]>): PropertyState {
  const trial = state.trials[best.trial]!;
  const { best: _, ...rest } = state;
  return {
    ...rest,
    at: best.at,
    beta: trial.beta,
    chi: trial.chi,
    norm: trial.norm,
    target: trial.chi,
    errorScale: errorScale(problem.readings, trial),
    reached: true,
  };
}

/** One value of beta of a scan: a step, its score, and the choice once the best is known or this is the last. */
export async function scanTradeOff(
  problem: PropertyProblem,
  before: PropertyState,
  options: InverterOptions,
  tradeOff: "gcv" | "l-curve",
  last: boolean,
  signal: AbortSignal,
): Promise<PropertyState> {
  // Two steps: the curve must belong to the models of minimal objective, not to ones on their way.
  const first = await smoothStep(problem, before, options.cgIterations, signal);
  const state = await smoothStep(problem, first, options.cgIterations, signal);
  const { beta, chi, norm } = state;
  const parameters = tradeOff === "gcv" ? await effectiveParameters(problem, beta, options.seed, signal) : undefined;
  const trial: Trial = {
    beta,
    chi,
    norm,
    ...(parameters !== undefined && { parameters, score: crossValidation(problem.readings, chi, parameters) }),
  };
  const trials = [...before.trials, trial];
  const next = { ...state, trials, beta: beta / Math.min(options.beta.cooling, FINEST_COOLING) };
  if (tradeOff === "l-curve") {
    const corner = cornerOf(trials);
    // The curvature at a trial is known one trial later: a new corner is the trial before this one.
    const at = corner === trials.length - 1 ? state.at : corner === trials.length - 2 ? before.at : (before.best?.at ?? state.at);
    const kept = { trial: corner, at };
    return trials.length < CURVE_TRIALS && !last ? { ...next, best: kept } : chosen(problem, next, kept);
  }
  const least = before.best === undefined ? Number.POSITIVE_INFINITY : before.trials[before.best.trial]!.score!;
  const best = before.best === undefined || trial.score! < least ? { trial: trials.length - 1, at: state.at } : before.best;
  return last || trials.length - 1 - best.trial >= WORSE_TRIALS ? chosen(problem, next, best) : { ...next, best };
}
