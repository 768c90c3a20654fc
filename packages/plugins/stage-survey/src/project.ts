import {
  type Crs,
  GridMismatchError,
  InvalidParameterError,
  parameters,
  projectAll,
  projectionBetween,
  type StagePlugin,
} from "@geoanomaly/core";
import { pointInput } from "./point-input.js";
import { namedReadings, sourceLinesOf } from "./reading-names.js";
import { partition, selectPoints } from "./select-points.js";

const OWNER = "stage project";

/**
 * Takes readings to another CRS; heights stay. Readings that have no place there (a latitude beyond the pole, the far side of the Earth)
 * are removed and named.
 * @throws GridMismatchError between `local` and the Earth, and if no reading has a place; InvalidParameterError for an unknown code.
 */
export const project: StagePlugin = {
  kind: "stage",
  id: "project",
  version: "1",
  parameters: {
    type: "object",
    additionalProperties: false,
    required: ["to"],
    properties: { to: { type: "string", pattern: "^(EPSG:[0-9]+|local)$", description: "CRS of the result, e.g. EPSG:32613" } },
  },
  run: async (data, raw, context) => {
    const points = pointInput(OWNER, data, context.signal);
    const to = parameters(OWNER, raw, ["to"]).text("to");
    if (to === undefined || !/^(EPSG:\d+|local)$/.test(to))
      throw new InvalidParameterError(OWNER, "to", "a code like EPSG:32613", String(to));
    const projection = await projectionBetween(points.crs, to as Crs);
    if (projection.caution !== undefined) context.logger.log("warn", `${points.crs} to ${to}: ${projection.caution}`);
    const { easting, northing } = projectAll(projection, points.easting, points.northing);
    const { kept, removed } = partition(easting.length, (index) => !Number.isNaN(easting[index]));
    if (kept.length === 0 && easting.length > 0) {
      throw new GridMismatchError(
        `readings in ${points.crs} that have a place in ${to}`,
        "none (are the coordinates swapped, or in another CRS?)",
      );
    }
    if (removed.length > 0) {
      context.logger.log("warn", `${removed.length} readings have no place in ${to}, removed: ${namedReadings(points, removed)}`);
    }
    context.report?.({
      from: points.crs,
      to,
      ...(projection.caution !== undefined && { caution: projection.caution }),
      kept: kept.length,
      removed: removed.length,
      removedLines: sourceLinesOf(points, removed),
    });
    const moved = { ...points, easting, northing, crs: to as Crs };
    return { kind: "points", points: removed.length === 0 ? moved : selectPoints(moved, kept) };
  },
};
