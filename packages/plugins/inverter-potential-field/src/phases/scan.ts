import type { InverterOptions } from "../options/inverter-options.js";
import type { PropertyProblem } from "../setup/property-problem.js";
import type { PropertyState, Trial } from "../state.js";
import { cornerOf } from "../tradeoff/corner.js";
import { crossValidation, effectiveParameters } from "../tradeoff/effective-parameters.js";
import { smoothStep } from "./smooth.js";

/** Trials after the least score that must all be worse. */
const WORSE_TRIALS = 3;
/** Cross-validation leaves out single readings: with hardly any degree of freedom left it says nothing any more. */
const MOST_PARAMETERS = 0.9;
/** Values of beta that an L-curve is drawn from. */
const CURVE_TRIALS = 14;
/** Beta falls more gently than towards a known target, or the minimum would lie between two trials. */
const FINEST_COOLING = 2.5;
/** Steps at one beta: scores must belong to the models of minimal objective, not to ones on their way. */
const STEPS = 2;

async function solved(problem: PropertyProblem, state: PropertyState, iterations: number, signal: AbortSignal): Promise<PropertyState> {
  let next = state;
  for (let step = 0; step < STEPS; step++) next = await smoothStep(problem, next, iterations, signal);
  return next;
}

/** Standard deviation of the readings in units of the assumed one: what is left of them, per degree of freedom. */
function errorScale(readings: number, chi: number, parameters: number): number {
  return Math.sqrt((readings * chi) / Math.max(readings - parameters, 1));
}

/** The state at the beta that the criterion chose. */
async function settled(problem: PropertyProblem, state: PropertyState, trial: Trial, options: InverterOptions, signal: AbortSignal) {
  const next = await solved(problem, { ...state, beta: trial.beta }, options.cgIterations, signal);
  const parameters = trial.parameters ?? (await effectiveParameters(problem, trial.beta, options.seed, signal));
  return { ...next, target: next.chi, errorScale: errorScale(problem.readings, next.chi, parameters), reached: true };
}

/** One value of beta of a scan: a solution, its score, and the choice once the best is known or this is the last. */
export async function scanTradeOff(
  problem: PropertyProblem,
  before: PropertyState,
  options: InverterOptions,
  tradeOff: "gcv" | "l-curve",
  last: boolean,
  signal: AbortSignal,
): Promise<PropertyState> {
  const state = await solved(problem, before, options.cgIterations, signal);
  const { beta, chi, norm } = state;
  const parameters = tradeOff === "gcv" ? await effectiveParameters(problem, beta, options.seed, signal) : undefined;
  const scored = parameters === undefined ? {} : { parameters, score: crossValidation(problem.readings, chi, parameters) };
  const trials: Trial[] = [...before.trials, { beta, chi, norm, ...scored }];
  const next = { ...state, trials, beta: beta / Math.min(options.beta.cooling, FINEST_COOLING) };
  if (tradeOff === "l-curve") {
    if (trials.length < CURVE_TRIALS && !last) return next;
    return settled(problem, next, trials[cornerOf(trials).trial]!, options, signal);
  }
  const score = ({ score: value = Number.POSITIVE_INFINITY }: Trial) => value;
  const best = trials.reduce((least, trial, i) => (score(trial) < score(trials[least]!) ? i : least), 0);
  const exhausted = (parameters ?? 0) > MOST_PARAMETERS * problem.readings;
  const over = last || exhausted || trials.length - 1 - best >= WORSE_TRIALS;
  return over ? settled(problem, next, trials[best]!, options, signal) : next;
}
