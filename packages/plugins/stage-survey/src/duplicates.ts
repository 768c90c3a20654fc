import { type PointSet, parameters, planeOf, type StagePlugin, VerificationError } from "@geoanomaly/core";
import { median } from "./median.js";
import { pointInput } from "./point-input.js";
import { namedReadings, sourceLinesOf } from "./reading-names.js";
import { samePlaces } from "./same-place.js";
import { partition, selectPoints } from "./select-points.js";

const OWNER = "stage duplicates";
const METHODS = ["median", "mean", "first", "error"] as const;

/** Places named one by one in the report. */
const NAMED_PLACES = 50;

const finite = (array: Float64Array, group: readonly number[]) =>
  group.map((index) => array[index] as number).filter((value) => Number.isFinite(value));

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

/** Error of what stands for a place: of a mean, errors taken as independent; else the root mean square, as for one reading. */
function mergedError(errors: readonly number[], method: "median" | "mean"): number {
  const square = mean(errors.map((error) => error * error));
  return Math.sqrt(method === "mean" ? square / errors.length : square);
}

/** The readings with each group's first standing for its group. The others are still there, to be taken out. */
function merge(points: PointSet, groups: readonly (readonly number[])[], method: "median" | "mean"): PointSet {
  const centre = method === "median" ? median : mean;
  const merged = (array: Float64Array, combine: (values: readonly number[]) => number) => {
    const result = array.slice();
    for (const group of groups) {
      const values = finite(array, group);
      result[group[0] as number] = values.length === 0 ? Number.NaN : combine(values);
    }
    return result;
  };
  const { uncertainty, upward, groundHeight } = points;
  return {
    ...points,
    values: merged(points.values, centre),
    ...(uncertainty && { uncertainty: merged(uncertainty, (errors) => mergedError(errors, method)) }),
    ...(upward && { upward: merged(upward, centre) }),
    ...(groundHeight && { groundHeight: merged(groundHeight, centre) }),
  };
}

/**
 * Readings at one place become one, with the coordinates and the time of the first. Lines stay apart: where two cross, each keeps its own
 * reading, unless `acrossLines`. All that is merged is named by lines of the source, and places whose values differ by more than
 * `tolerance` are named once more, loudly.
 * @throws VerificationError with `method: error`; InvalidParameterError if `distance` reaches along a line.
 */
export const duplicates: StagePlugin = {
  kind: "stage",
  id: "duplicates",
  version: "1",
  parameters: {
    type: "object",
    additionalProperties: false,
    properties: {
      distance: { type: "number", minimum: 0, default: 0, description: "Metres within which readings are of one place" },
      method: { enum: METHODS, default: "median", description: "What stands for a place; error: stop at duplicates" },
      acrossLines: {
        type: "boolean",
        default: false,
        description: "Readings of different lines may be of one place: not before levelling",
      },
      tolerance: { type: "number", minimum: 0, description: "Values of one place that differ by more are reported as conflicts" },
    },
  },
  run: async (data, raw, context) => {
    const points = pointInput(OWNER, data, context.signal);
    const given = parameters(OWNER, raw, ["distance", "method", "tolerance", "acrossLines"]);
    const distance = given.number("distance", { min: 0 }) ?? 0;
    const method = given.choice("method", METHODS) ?? "median";
    const tolerance = given.number("tolerance", { min: 0 }) ?? Number.POSITIVE_INFINITY;
    const groups = samePlaces(OWNER, planeOf(points), distance, given.flag("acrossLines") ? undefined : points.lines?.of);
    const spread = (group: readonly number[]) => {
      const values = finite(points.values, group);
      return values.length < 2 ? 0 : Math.max(...values) - Math.min(...values);
    };
    const conflicts = groups.filter((group) => spread(group) > tolerance);
    const { unit } = points.quantity;
    for (const group of conflicts.slice(0, NAMED_PLACES)) {
      context.logger.log("warn", `readings at one place differ by ${spread(group)} ${unit}: ${namedReadings(points, group)}`);
    }
    if (method === "error" && groups.length > 0) {
      const named = groups.slice(0, 5).map((group) => namedReadings(points, group));
      throw new VerificationError(
        `${OWNER}: ${groups.length} places have more than one reading: ${named.join("; ")}${groups.length > 5 ? "; ..." : ""}`,
      );
    }
    const extra = new Set(groups.flatMap((group) => group.slice(1)));
    const { kept, removed } = partition(points.values.length, (index) => !extra.has(index));
    context.report?.({
      places: groups.length,
      removed: removed.length,
      kept: kept.length,
      duplicateLines: groups.slice(0, NAMED_PLACES).map((group) => sourceLinesOf(points, group)),
      conflicts: conflicts.length,
      conflictLines: conflicts.slice(0, NAMED_PLACES).map((group) => sourceLinesOf(points, group)),
    });
    if (groups.length === 0) return data;
    context.logger.log(
      "warn",
      `${groups.length} places have more than one reading, ${removed.length} readings merged: ${namedReadings(points, removed)}`,
    );
    const merged = method === "median" || method === "mean" ? merge(points, groups, method) : points;
    return { kind: "points", points: selectPoints(merged, kept) };
  },
};
