import {
  GridMismatchError,
  InvalidParameterError,
  type Places,
  type PluginContext,
  type PointSet,
  type RawData,
  ResourceError,
  residentGrid,
  type StagePlugin,
} from "@geoanomaly/core";
import { crossValidate } from "./equivalent/cross-validation.js";
import { errorAt, errorCurve } from "./equivalent/predicted-error.js";
import { fitSourceModel, predictField, type SourceChoice, type SourceModel } from "./equivalent/source-model.js";
import { type SourceParameters, sourceParameters, sourceSchema } from "./equivalent/source-parameters.js";
import { type PlaneSurvey, planePlaces, planeSurvey } from "./equivalent/survey.js";
import { metresPerUnit } from "./local-plane.js";
import { pointsInput, pointsOnTarget } from "./points-input.js";
import { middleNorthing, middleOf, sampleEasting, sampleNorthing } from "./samples.js";
import { middleValue, rootMeanSquare, valueFacts } from "./statistics.js";
import { distancesFromReadings, finishSurface, readingHeight, surfaceHeader } from "./surface.js";

const OWNER = "stage equivalent-sources";

/** Bytes beside the input for each reading (its copies in the plane and in tree order) and each sample; measured, rounded up. */
const BYTES_PER_READING = 400;
const BYTES_PER_SAMPLE = 80;

/** @throws ResourceError if the readings and the grid do not fit. */
function checkMemory(readings: number, samples: number, { memoryBytes }: PluginContext): void {
  const needed = readings * BYTES_PER_READING + samples * BYTES_PER_SAMPLE;
  if (memoryBytes === undefined || needed <= memoryBytes) return;
  throw new ResourceError(
    `${OWNER}: ${readings} readings and ${samples} samples need about ${Math.ceil(needed / 1e6)} MB, ` +
      `${Math.floor(memoryBytes / 1e6)} MB are allowed. Put block-median first, or take a coarser grid`,
  );
}

/** Keeps the heartbeat going while kernels that say nothing are at work. */
async function beating<T>(context: PluginContext, work: (progress: (fraction: number) => void) => Promise<T>): Promise<T> {
  let reached = 0;
  const beat = setInterval(() => context.progress(reached), 1000);
  try {
    return await work((fraction) => {
      reached = fraction;
      context.progress(fraction);
    });
  } finally {
    clearInterval(beat);
  }
}

/** Candidates in order: every depth with every damping. */
function candidatesOf(given: SourceParameters, sourceSpacing: number): SourceChoice[] {
  const { rounds, seed, trend, window } = given;
  const depths = given.depths ?? [given.depth ?? given.depthFactor * sourceSpacing];
  return depths.flatMap((depth) =>
    (given.dampings ?? [given.damping]).map((damping) => ({
      depth,
      damping,
      sourceSpacing,
      rounds,
      seed,
      trend,
      ...(window !== undefined && { window }),
    })),
  );
}

/** Samples of the run's grid in the plane of a survey, at one height. */
function samplePlaces({ target }: PluginContext, { plane }: PlaneSurvey, height: number): Places {
  const samples = target.rows * target.cols;
  const at = (axis: "easting" | "northing") =>
    Float64Array.from({ length: samples }, (_, i) => plane[axis](sampleEasting(target, i), sampleNorthing(target, i)));
  return { easting: at("easting"), northing: at("northing"), upward: new Float64Array(samples).fill(height) };
}

/** @throws InvalidParameterError unless all places lie above the highest source. */
function checkAbove(model: SourceModel, places: Places): void {
  const highest = model.sources.upward.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
  const lowest = places.upward.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
  if (lowest <= highest) {
    throw new InvalidParameterError(
      OWNER,
      "height",
      `above the highest source, which lies at ${highest} m; or a larger depth`,
      `${lowest} m`,
    );
  }
}

async function misfitOf(model: SourceModel, { places, values }: PlaneSurvey, context: PluginContext): Promise<number> {
  const predicted = await predictField(model, places, context);
  return rootMeanSquare(predicted.map((value, i) => value - (values[i] as number)));
}

/** The points of input `places`, with predicted values. */
async function predictAt(points: PointSet, wanted: PointSet, model: SourceModel, survey: PlaneSurvey, context: PluginContext) {
  if (wanted.crs !== points.crs) throw new GridMismatchError(`places in ${points.crs} for ${OWNER}`, wanted.crs);
  const places = planePlaces(wanted, survey.plane);
  checkAbove(model, places);
  const { uncertainty: _, ...kept } = wanted;
  return { ...kept, values: await predictField(model, places, context), quantity: points.quantity };
}

/**
 * Sources of 1/r below the readings that explain them, and their field on the run's grid at one height (upward continuation included), or at the points of
 * input `places`. Damping and depth are chosen by block cross-validation where lists are given; its errors, by distance from the nearest
 * reading, make the uncertainty of the grid and the by-product `predicted-error`.
 */
export const equivalentSources: StagePlugin = {
  kind: "stage",
  id: "equivalent-sources",
  version: "1",
  parameters: sourceSchema,
  run: async (data, raw, context) => {
    const given = sourceParameters(OWNER, raw);
    const points = pointsOnTarget(OWNER, data, context);
    const { target } = context;
    const samples = target.rows * target.cols;
    checkMemory(points.values.length, samples, context);
    const survey = planeSurvey(points, middleOf(target), given.weighted);
    if (survey.values.length === 0) throw new GridMismatchError(`readings with values for ${OWNER}`, "none");
    const [perEasting, perNorthing] = metresPerUnit(points.crs, middleNorthing(target));
    const sourceSpacing = given.sourceSpacing ?? Math.max(target.transform[0] * perEasting, -target.transform[4] * perNorthing);
    const candidates = candidatesOf(given, sourceSpacing);
    return beating(context, async (progress): Promise<RawData> => {
      const distances = await distancesFromReadings(points, context);
      const blockSize = given.blockSize ?? 2 * Math.max(sourceSpacing, 4 * middleValue(distances));
      const plan = { folds: given.folds, blockSize, maximumReadings: given.maximumReadings, seed: given.seed };
      const validation =
        given.folds === 0 ? undefined : await crossValidate(survey, plan, candidates, context, (part) => progress(0.6 * part));
      if (validation === undefined && candidates.length > 1) {
        throw new InvalidParameterError(OWNER, "crossValidation.folds", "at least 2 to choose between candidates", "0");
      }
      const choice = validation?.best ?? (candidates[0] as SourceChoice);
      const model = await fitSourceModel(survey, choice, context);
      progress(0.8);
      const curve = validation && errorCurve(validation.heldOut);
      const errors = validation?.heldOut.errors;
      const facts = {
        plane: survey.plane.description,
        readings: points.values.length,
        withoutValue: points.values.length - survey.values.length,
        weighted: survey.weights !== undefined,
        sources: model.sources.easting.length,
        sourceSpacing,
        depth: choice.depth,
        damping: choice.damping,
        window: Number.isFinite(model.window) ? model.window : null,
        windows: model.fit.windows,
        largestWindow: { readings: model.fit.largestReadings, sources: model.fit.largestSources },
        rounds: choice.rounds,
        seed: choice.seed,
        trend: model.trend,
        misfit: await misfitOf(model, survey, context),
        crossValidation:
          validation === undefined
            ? null
            : {
                folds: plan.folds,
                blockSize,
                readingsCompared: validation.compared,
                candidates: validation.candidates,
                heldOutReadings: validation.heldOut.errors.length,
                rootMeanSquareError: errors && errors.length > 0 ? rootMeanSquare(errors) : null,
                medianAbsoluteError: errors && errors.length > 0 ? middleValue(errors.map(Math.abs)) : null,
                errorByDistance: curve ?? null,
              },
      };
      if (context.inputs?.places !== undefined) {
        const predicted = await predictAt(points, pointsInput(`${OWNER}, input places`, context.inputs.places), model, survey, context);
        context.report?.({ ...facts, unit: points.quantity.unit, before: valueFacts(points.values), after: valueFacts(predicted.values) });
        return { kind: "points", points: predicted };
      }
      const height = given.height ?? readingHeight(points);
      const places = samplePlaces(context, survey, height);
      checkAbove(model, places);
      const values = Float32Array.from(await predictField(model, places, context));
      const uncertainty = curve && Float32Array.from(distances, (distance) => errorAt(curve, distance));
      const grid = finishSurface(
        points,
        { values, metres: height, ...(uncertainty && { uncertainty }) },
        distances,
        given.maximumDistance,
        context,
        { ...facts, height },
      );
      if (uncertainty !== undefined) {
        const header = surfaceHeader(points, context, distances, height);
        context.product?.("predicted-error", {
          kind: "grid",
          grid: residentGrid(
            { ...header, quantity: { functional: "standard-uncertainty", unit: points.quantity.unit } },
            { values: uncertainty.slice() },
          ),
        });
      }
      return grid;
    });
  },
};
