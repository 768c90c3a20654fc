import { type DecimalYear, GridMismatchError, type MagneticCoefficients, type RawData } from "@geoanomaly/core";
import { between, type MainFieldModel } from "./main-field-model.js";

/** Years by which readings may be off the epoch of a model that is given at one epoch only: the field changes by up to some 100 nT a year. */
const REACH_OF_ONE = 0.5;

/** Degrees taken for the main field: above, the crust shows. */
const LAST_MAIN_DEGREE = 13;

/**
 * The main field from what the configuration gives: a model read at one epoch, or at several, straight between them. That is exact for
 * IGRF where the epochs are its own (every five years), and for a model with secular variation wherever they are.
 * @param inputs All inputs of the stage.
 * @returns undefined if no input is there. @throws GridMismatchError for an input that is no magnetic model, or has no epoch.
 */
export function snapshotModel(owner: string, inputs: Readonly<Record<string, RawData>>): MainFieldModel | undefined {
  const names = Object.keys(inputs).sort();
  if (names.length === 0) return undefined;
  const snapshots = names
    .map((name): MagneticCoefficients & { readonly epoch: DecimalYear } => {
      const input = inputs[name] as RawData;
      if (input.kind !== "coefficients" || input.coefficients.field !== "magnetic") {
        throw new GridMismatchError(
          `coefficients of a magnetic model as inputs.${name} of ${owner}`,
          input.kind === "coefficients" ? "a gravity model" : input.kind,
        );
      }
      const { epoch } = input.coefficients;
      if (epoch === undefined)
        throw new GridMismatchError(`an epoch of inputs.${name} of ${owner}`, `${input.coefficients.modelName} without one`);
      if (input.coefficients.minDegree > 1) {
        throw new GridMismatchError(
          `a model of the main field as inputs.${name} of ${owner}`,
          `${input.coefficients.modelName} from degree ${input.coefficients.minDegree}`,
        );
      }
      return { ...input.coefficients, epoch };
    })
    .sort((a, b) => a.epoch - b.epoch);
  const [first, last] = [snapshots[0] as (typeof snapshots)[number], snapshots.at(-1) as (typeof snapshots)[number]];
  const single = first.epoch === last.epoch;
  return {
    name: [...new Set(snapshots.map(({ modelName }) => modelName))].join(", "),
    from: single ? first.epoch - REACH_OF_ONE : first.epoch,
    to: single ? last.epoch + REACH_OF_ONE : last.epoch,
    maxDegree: Math.min(LAST_MAIN_DEGREE, Math.max(...snapshots.map(({ maxDegree }) => maxDegree))),
    elsewhere: "give the model at more epochs as further inputs",
    at: (epoch) => {
      if (single) return first;
      const after = Math.max(
        1,
        snapshots.findIndex((snapshot) => snapshot.epoch >= epoch),
      );
      const [a, b] = [snapshots[after - 1] as (typeof snapshots)[number], snapshots[after] as (typeof snapshots)[number]];
      return between(a, b, b.epoch === a.epoch ? 0 : (epoch - a.epoch) / (b.epoch - a.epoch), epoch);
    },
  };
}
