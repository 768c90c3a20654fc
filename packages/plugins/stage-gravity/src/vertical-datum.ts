import {
  GridMismatchError,
  InvalidParameterError,
  parameters,
  projectAll,
  projectionBetween,
  type StagePlugin,
  sampleGrid,
} from "@geoanomaly/core";
import { inputGrid } from "./input-grid.js";

const OWNER = "stage vertical-datum";
const DATUMS = ["ellipsoid", "geoid"] as const;

/**
 * Heights above the ellipsoid to heights above the geoid, or back, with a grid of geoid heights (`inputs.geoid`, bilinear): h = H + N.
 * Values stay as they are. Heights of the ground follow.
 * @throws GridMismatchError for heights above anything else; InvalidParameterError where the geoid is not known at a reading.
 */
export const verticalDatum: StagePlugin = {
  kind: "stage",
  id: "vertical-datum",
  version: "1",
  parameters: {
    type: "object",
    additionalProperties: false,
    required: ["to"],
    properties: { to: { enum: DATUMS, description: "What heights are above afterwards" } },
  },
  run: async (data, raw, context) => {
    context.signal.throwIfAborted();
    if (data.kind !== "points") throw new GridMismatchError(`readings as input of ${OWNER}`, data.kind);
    const to = parameters(OWNER, raw, ["to"]).choice("to", DATUMS);
    if (to === undefined) throw new InvalidParameterError(OWNER, "to", DATUMS.join(" or "), "nothing");
    const { points } = data;
    const from = points.height.datum;
    if (from === to) return data;
    if (from !== "ellipsoid" && from !== "geoid") throw new GridMismatchError("heights above ellipsoid or geoid", `heights above ${from}`);
    const geoid = await inputGrid(OWNER, "geoid", "geoid-height", context);
    const placed = projectAll(await projectionBetween(points.crs, geoid.crs), points.easting, points.northing);
    const sign = to === "ellipsoid" ? 1 : -1;
    const shift = placed.easting.map((x, i) => sign * sampleGrid(geoid, x, placed.northing[i] as number));
    const unknown = shift.findIndex((value) => Number.isNaN(value));
    if (unknown >= 0) {
      throw new InvalidParameterError(
        OWNER,
        "inputs.geoid",
        "a geoid that covers all readings",
        `none at ${points.easting[unknown]} ${points.northing[unknown]}${points.sourceLines ? ` (line ${points.sourceLines[unknown]})` : ""}`,
      );
    }
    const moved = (heights: Float64Array) => heights.map((height, i) => height + (shift[i] as number));
    const upward = moved(points.upward ?? new Float64Array(shift.length).fill(points.height.metres));
    const mean = (values: Float64Array) => values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
    context.report?.({ verticalDatum: to, meanShift: mean(shift) });
    return {
      kind: "points",
      points: {
        ...points,
        upward,
        ...(points.groundHeight ? { groundHeight: moved(points.groundHeight) } : {}),
        height: { metres: mean(upward), datum: to },
      },
    };
  },
};
