import type { PluginContext } from "@geoanomaly/core";
import { fitSourceModel, predictField, type SourceChoice } from "./source-model.js";
import { spatialFolds, spatialPatches } from "./spatial-folds.js";
import { type PlaneSurvey, surveyPart } from "./survey.js";

export interface CrossValidationPlan {
  readonly folds: number;
  /** Metres. */
  readonly blockSize: number;
  /** Candidates are compared on patches that hold about so many readings; a larger survey's error comes from one fold of all of it. */
  readonly maximumReadings: number;
  readonly seed: number;
}

/** Readings predicted without their block. */
export interface HeldOut {
  /** Predicted minus read. */
  readonly errors: Float64Array;
  /** Metres to the nearest reading that was used. */
  readonly distances: Float32Array;
}

export interface Candidate {
  readonly depth: number;
  readonly damping: number;
  /** Mean absolute error of held-out readings: a few sharp anomalies that fall into a gap must not decide. */
  readonly meanAbsoluteError: number;
}

/** Predicts the readings of fold `fold` from the others. */
async function holdOut(
  survey: PlaneSurvey,
  folds: Uint8Array,
  fold: number,
  choice: SourceChoice,
  context: PluginContext,
): Promise<HeldOut> {
  const train = surveyPart(survey, (i) => folds[i] !== fold);
  const test = surveyPart(survey, (i) => folds[i] === fold);
  if (train.values.length === 0 || test.values.length === 0) return { errors: new Float64Array(), distances: new Float32Array() };
  const model = await fitSourceModel(train, choice, context);
  const predicted = await predictField(model, test.places, context);
  const { easting, northing } = train.places;
  const { signal, threads } = context;
  const distances = await context.kernels.gridding.nearestDistanceAt({ easting, northing, values: train.values }, test.places, {
    scale: [1, 1],
    signal,
    threads,
  });
  return { errors: predicted.map((value, i) => value - (test.values[i] as number)), distances };
}

const joined = (parts: readonly HeldOut[]): HeldOut => ({
  errors: Float64Array.from(parts.flatMap(({ errors }) => Array.from(errors))),
  distances: Float32Array.from(parts.flatMap(({ distances }) => Array.from(distances))),
});

const meanAbsolute = (errors: Float64Array) => errors.reduce((sum, error) => sum + Math.abs(error), 0) / errors.length;

/** Every fold in turn. `tick` is called after each. */
async function allFolds(
  survey: PlaneSurvey,
  plan: CrossValidationPlan,
  choice: SourceChoice,
  context: PluginContext,
  tick: () => void,
): Promise<HeldOut> {
  const folds = spatialFolds(survey.places, plan.blockSize, plan.folds, plan.seed);
  const parts: HeldOut[] = [];
  for (let fold = 0; fold < plan.folds; fold++) {
    parts.push(await holdOut(survey, folds, fold, choice, context));
    tick();
  }
  return joined(parts);
}

/**
 * Block cross-validation of each candidate, and the held-out errors of the best one (the first of equally good ones).
 * @param candidates At least one.
 */
export async function crossValidate(
  survey: PlaneSurvey,
  plan: CrossValidationPlan,
  candidates: readonly SourceChoice[],
  context: PluginContext,
  progress: (fraction: number) => void,
): Promise<{
  readonly best: SourceChoice;
  readonly candidates: readonly Candidate[];
  readonly heldOut: HeldOut;
  readonly compared: number;
}> {
  const inPatch = spatialPatches(survey.places, plan.blockSize, plan.maximumReadings, plan.seed);
  const whole = inPatch.every(Boolean);
  const sample = whole ? survey : surveyPart(survey, (i) => inPatch[i] as boolean);
  const compare = whole || candidates.length > 1 ? candidates : [];
  const steps = compare.length * plan.folds + (whole ? 0 : 1);
  let done = 0;
  const tick = () => progress(++done / steps);
  let best = candidates[0] as SourceChoice;
  let bestError = Number.POSITIVE_INFINITY;
  let heldOut: HeldOut = joined([]);
  const scores: Candidate[] = [];
  for (const choice of compare) {
    const result = await allFolds(sample, plan, choice, context, tick);
    const meanAbsoluteError = meanAbsolute(result.errors);
    scores.push({ depth: choice.depth, damping: choice.damping, meanAbsoluteError });
    if (!(meanAbsoluteError < bestError)) continue;
    [best, bestError, heldOut] = [choice, meanAbsoluteError, result];
  }
  if (!whole) {
    heldOut = await holdOut(survey, spatialFolds(survey.places, plan.blockSize, plan.folds, plan.seed), 0, best, context);
    tick();
  }
  return { best, candidates: scores, heldOut, compared: sample.values.length };
}
