import { coupledQuadratic, joined, partsOf } from "../optimisation/coupled-quadratic.js";
import { projectedStep } from "../optimisation/projected-step.js";
import { misfitOf, propertyGradient, propertyQuadratic } from "../optimisation/property-quadratic.js";
import { AXES, type Axis } from "../options/inverter-options.js";
import type { Problem } from "../setup/problem.js";
import type { PropertyProblem } from "../setup/property-problem.js";
import type { InversionState, PropertyState } from "../state.js";
import { MISFIT_TOLERANCE } from "../tradeoff/next-beta.js";
import { smoothStep } from "./smooth.js";

/** Size below which a value counts as zero falls by this in each sparse iteration. */
const EPSILON_COOLING = 1.4;
/** Part of the largest value of the smooth model that counts as zero in the end. */
const DEFAULT_THRESHOLD = 0.02;
/** Relative change of what is minimised at which a phase has converged. */
const CONVERGED = 0.01;
/** Most that beta changes in one iteration to hold the misfit. */
const BETA_STEP = 2;
/** A sharp model within bounds hardly moves with beta any more: this much below the target is close enough. */
const CLOSE_BELOW = 0.85;
/** Power of the misfit with which beta is moved: a misfit that stays on one side of its target lags behind, one that changes sides swings. */
const HELD_POWER = { lagging: 1.3, swinging: 0.6 } as const;

/** Puts the norms of a property into the form its state asks for: quadratic, or weighed for sparseness near its model. */
export function applyNorms(problem: PropertyProblem, state: PropertyState, norms: Readonly<Record<Axis, number>>): void {
  if (state.epsilons === undefined) problem.norm.smooth();
  else problem.norm.reweigh(state.at.model, problem.reference, norms, state.epsilons);
}

const perAxis = (of: (axis: Axis) => number): Record<Axis, number> => ({ s: of("s"), x: of("x"), y: of("y"), z: of("z") });

/** The sizes that count as zero in this iteration: first the largest there is, in the end a small part of that. */
function sharpened(problem: PropertyProblem, state: PropertyState, threshold: number | undefined): PropertyState {
  const { epsilons, thresholds } = state;
  if (epsilons !== undefined && thresholds !== undefined) {
    return { ...state, epsilons: perAxis((axis) => Math.max(epsilons[axis] / EPSILON_COOLING, thresholds[axis])) };
  }
  const largest = problem.norm.largestFeatures(state.at.model, problem.reference);
  // A term without any structure has no scale of its own; that of the values keeps it finite.
  const scale = (axis: Axis) => Math.max(largest[axis], 1e-6 * largest.s, Number.MIN_VALUE);
  return {
    ...state,
    epsilons: perAxis(scale),
    thresholds: perAxis((axis) => Math.min(threshold ?? DEFAULT_THRESHOLD * scale(axis), scale(axis))),
  };
}

/** Beta that brings the misfit back towards its target; chi-squared grows more slowly than beta. */
function heldBeta({ beta, chi, target }: PropertyState, chiBefore: number): number {
  const ratio = target / chi;
  const swings = (chiBefore - target) * (chi - target) < 0;
  const power = swings ? HELD_POWER.swinging : HELD_POWER.lagging;
  if (Math.abs(ratio - 1) <= MISFIT_TOLERANCE / 2) return beta;
  return beta * Math.min(Math.max(ratio ** power, 1 / BETA_STEP), BETA_STEP);
}

async function coupledStep(
  problem: Problem,
  states: readonly PropertyState[],
  weight: number,
  signal: AbortSignal,
): Promise<PropertyState[]> {
  const [first, second] = problem.properties as readonly [PropertyProblem, PropertyProblem];
  const [a, b] = states as readonly [PropertyState, PropertyState];
  const linearised = problem.coupling!.linearised(a.at.model, b.at.model);
  const system = coupledQuadratic(propertyQuadratic(first, a.beta), propertyQuadratic(second, b.beta), linearised, weight);
  const gradients = [
    propertyGradient(first, a.at.model, a.at.dataProduct, a.beta),
    propertyGradient(second, b.at.model, b.at.dataProduct, b.beta),
  ] as const;
  linearised.addGradient(weight, gradients[0], gradients[1]);
  const step = await projectedStep(
    system,
    { x: joined([a.at.model, b.at.model]), dataProduct: joined([a.at.dataProduct, b.at.dataProduct]), gradient: joined(gradients) },
    { lower: joined([first.bounds.lower, second.bounds.lower]), upper: joined([first.bounds.upper, second.bounds.upper]) },
    { iterations: problem.options.cgIterations, tolerance: 1e-2 },
    signal,
  );
  const lengths = [first.unknowns, second.unknowns];
  const [models, products] = [partsOf(step.x, lengths), partsOf(step.dataProduct, lengths)];
  return problem.properties.map((property, k) => {
    // Copies: a part shares the memory of both.
    const at = { model: models[k]!.slice(), dataProduct: products[k]!.slice() };
    return {
      ...states[k]!,
      at,
      chi: misfitOf(property, at.model, at.dataProduct),
      norm: property.norm.value(at.model, property.reference),
    };
  });
}

/** Weight of the coupling: as large as the model norms together, times the option, when it sets in. */
function couplingWeight(problem: Problem, states: readonly PropertyState[]): number {
  const norms = states.reduce((sum, { beta, norm }) => sum + beta * norm, 0);
  const coupling = problem.coupling!.value(states[0]!.at.model, states[1]!.at.model);
  return coupling > 0 ? (problem.options.joint.weight * norms) / coupling : 0;
}

const changed = (before: number, after: number) => Math.abs(after - before) > CONVERGED * Math.max(Math.abs(before), Number.MIN_VALUE);

/**
 * One iteration after the smooth phase: the terms that are not quadratic (sparse norms, cross-gradients) are made quadratic near the
 * present models, one projected step is made, and beta is moved so that the misfit stays at its target.
 */
export async function refinePhase(problem: Problem, state: InversionState, signal: AbortSignal): Promise<InversionState> {
  const { options, coupling } = problem;
  const sparse = state.phase === "sparse";
  const weighed = state.properties.map((each, i): PropertyState => {
    const property = problem.properties[i]!;
    const next = sparse ? sharpened(property, each, options.irls.threshold) : each;
    applyNorms(property, next, options.norms);
    return { ...next, norm: property.norm.value(each.at.model, property.reference) };
  });
  const weight = coupling === undefined ? undefined : (state.couplingWeight ?? couplingWeight(problem, weighed));
  const stepped: PropertyState[] = [];
  if (coupling !== undefined && weight !== undefined) stepped.push(...(await coupledStep(problem, weighed, weight, signal)));
  else
    for (const [i, each] of weighed.entries()) stepped.push(await smoothStep(problem.properties[i]!, each, options.cgIterations, signal));
  const value = coupling?.value(stepped[0]!.at.model, stepped[1]!.at.model);
  const held = stepped.every(({ chi, target }) => chi <= (1 + 2 * MISFIT_TOLERANCE) * target && chi >= CLOSE_BELOW * target);
  const settled =
    stepped.every((each, i) => !changed(weighed[i]!.norm, each.norm) && sameEpsilons(each, state.properties[i]!)) &&
    (value === undefined || state.coupling === undefined || !changed(state.coupling, value));
  const properties = stepped.map((each, i) => ({
    ...each,
    beta: held && settled ? each.beta : heldBeta(each, weighed[i]!.chi),
    reached: held && settled,
  }));
  return {
    ...state,
    properties,
    phaseIteration: state.phaseIteration + 1,
    ...(weight !== undefined && { couplingWeight: weight }),
    ...(value !== undefined && { coupling: value }),
    // Once a model of the target misfit exists, an unfinished sharpening of it is no failure to fit.
    stopped: held ? "target-misfit" : "max-iterations",
  };
}

function sameEpsilons(after: PropertyState, before: PropertyState): boolean {
  const [a, b] = [after.epsilons, before.epsilons];
  return a === undefined || (b !== undefined && AXES.every((axis) => a[axis] === b[axis]));
}
