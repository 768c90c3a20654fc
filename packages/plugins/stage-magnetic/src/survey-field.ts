import {
  GridMismatchError,
  gridNorthDeclination,
  InvalidParameterError,
  type MagneticCoefficients,
  type MainField,
  type PluginContext,
  type PointSet,
  parameters,
  projectAll,
  projectionBetween,
} from "@geoanomaly/core";
import { declinationOf, FieldSynthesis, inclinationOf, intensityOf } from "./field-synthesis.js";
import type { MainFieldModel } from "./main-field-model.js";
import { readingEpochs } from "./reading-epochs.js";
import { readingHeights } from "./reading-heights.js";
import { snapshotModel } from "./snapshot-model.js";
import { worldMagneticModel } from "./world-magnetic-model.js";

/** Parameters of the stages that need a main field. */
export const MAIN_FIELD_PARAMETERS = {
  model: {
    enum: ["wmm", "igrf"],
    description: "Default: the models under inputs, else wmm; igrf is read from its file and given as inputs",
  },
  epoch: { type: "number", description: "Decimal year of readings that have neither a time nor an epoch" },
  height: { type: "number", description: "Metres above the ellipsoid of all readings, where the survey does not say it" },
} as const;

/** Readings between looks at the clock. */
const BLOCK = 1 << 13;

/** The main field at a survey. */
export interface SurveyField {
  /** Size at every reading, nT. */
  readonly intensity: Float64Array;
  /** At the middle of the survey. */
  readonly centre: MainField;
  /** For the report: where and when that is, and from what model. */
  readonly details: Readonly<Record<string, unknown>>;
}

function modelFor(owner: string, asked: "wmm" | "igrf" | undefined, context: PluginContext): MainFieldModel {
  const given = snapshotModel(owner, context.inputs ?? {});
  if (asked === "wmm" && given)
    throw new InvalidParameterError(owner, "model", "no model under inputs, or no parameter model", `wmm and ${given.name}`);
  if (asked === "igrf" && !given) {
    throw new InvalidParameterError(
      owner,
      "model",
      "the model under inputs: a survey that reads IGRF's .shc file at the epoch of the readings",
      "igrf without inputs",
    );
  }
  return given ?? worldMagneticModel();
}

const mean = (values: Float64Array): number => values.reduce((sum, value) => sum + value, 0) / values.length;

/**
 * Main field at the place, height and epoch of every reading, and at the middle of the survey.
 * @throws GridMismatchError for `local` coordinates or heights of unknown level; VerificationError for readings without an epoch;
 *   InvalidParameterError for an epoch the model does not cover.
 */
export async function surveyField(
  owner: string,
  points: PointSet,
  raw: Readonly<Record<string, unknown>>,
  context: PluginContext,
): Promise<SurveyField> {
  context.signal.throwIfAborted();
  const given = parameters(owner, raw, Object.keys(MAIN_FIELD_PARAMETERS));
  const model = modelFor(owner, given.choice("model", ["wmm", "igrf"]), context);
  const epochs = readingEpochs(owner, points, given.number("epoch", { min: 1590, max: 2100 }));
  const heights = readingHeights(owner, points, given.number("height"), context);
  for (const epoch of epochs) {
    if (epoch < model.from || epoch > model.to) {
      throw new InvalidParameterError(
        owner,
        "epoch",
        `epochs within ${model.from}..${model.to}, which ${model.name} covers (${model.elsewhere})`,
        epoch.toFixed(2),
      );
    }
  }
  const toGeographic = await projectionBetween(points.crs, "EPSG:4326");
  const { easting: longitudes, northing: latitudes } = projectAll(toGeographic, points.easting, points.northing);
  const lost = latitudes.findIndex(Number.isNaN);
  if (lost >= 0 || latitudes.length === 0) {
    const found =
      lost < 0 ? "no readings" : `${points.easting[lost]}, ${points.northing[lost]} in line ${points.sourceLines?.[lost] ?? lost + 1}`;
    throw new GridMismatchError(`readings with a place on the Earth in ${points.crs} as input of ${owner}`, found);
  }
  const synthesis = new FieldSynthesis(model.maxDegree);
  const intensity = new Float64Array(points.values.length);
  let epoch = Number.NaN;
  let coefficients: MagneticCoefficients | undefined;
  for (let index = 0; index < intensity.length; index++) {
    if (index % BLOCK === 0) {
      context.signal.throwIfAborted();
      context.progress(index / intensity.length);
      await new Promise((resolve) => setImmediate(resolve)); // lets an abort be heard
    }
    if (coefficients === undefined || epochs[index] !== epoch) {
      epoch = epochs[index] as number;
      coefficients = model.at(epoch);
    }
    intensity[index] = intensityOf(
      synthesis.at(coefficients, longitudes[index] as number, latitudes[index] as number, heights[index] as number),
    );
  }
  // Longitudes the short way round from the first: a survey may lie across the antimeridian.
  const origin = longitudes[0] as number;
  const longitude = origin + mean(longitudes.map((value) => value - origin - 360 * Math.round((value - origin) / 360)));
  const latitude = mean(latitudes);
  const [x, y] = toGeographic.inverse(longitude, latitude);
  const [height, year] = [mean(heights), mean(epochs)];
  const centre = synthesis.at(model.at(year), longitude, latitude, height);
  const trueDeclination = declinationOf(centre);
  const declination = await gridNorthDeclination(trueDeclination, points.crs, x, y);
  return {
    intensity,
    centre: { inclination: inclinationOf(centre), declination, intensity: intensityOf(centre) },
    details: { model: model.name, maxDegree: model.maxDegree, epoch: year, longitude, latitude, height, trueDeclination },
  };
}
