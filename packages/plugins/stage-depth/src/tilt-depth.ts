import { GridMismatchError, parameters, planeGrid, type StagePlugin } from "@geoanomaly/core";
import { contactCrossings } from "./contact-crossings.js";
import { fieldGradient, GRADIENT_BYTES_PER_SAMPLE } from "./field-gradient.js";
import { sourcePoints } from "./source-points.js";

const OWNER = "stage tilt-depth";

/**
 * Depths of vertical contacts from a field reduced to the pole: over a long one the tangent of the tilt angle is the distance from the
 * contact over its depth, so the tilt is 0 above it and 45 degrees one depth beside it. At each crossing of zero the distances to +45 and
 * -45 degrees along the gradient of the tilt are measured; the depth is their mean, its uncertainty half their difference.
 * Depths are below the ground or the level of observation, see `depthBelow` of the report.
 * @see Salem et al. (2007), Tilt-depth method, The Leading Edge
 */
export const tiltDepth: StagePlugin = {
  kind: "stage",
  id: "tilt-depth",
  version: "1",
  parameters: {
    type: "object",
    additionalProperties: false,
    properties: {
      maximumDepth: { type: "number", exclusiveMinimum: 0, description: "Metres; default: a quarter of the shorter side of the grid" },
      tolerance: {
        type: "number",
        exclusiveMinimum: 0,
        maximum: 1,
        default: 0.25,
        description: "Largest uncertainty as a part of the depth",
      },
      signal: {
        type: "number",
        minimum: 0,
        maximum: 1,
        default: 0.25,
        description: "Crossings whose horizontal gradient is below this quantile are left out",
      },
    },
  },
  run: async (data, raw, context) => {
    const given = parameters(OWNER, raw, ["maximumDepth", "tolerance", "signal"]);
    const grid = await planeGrid(OWNER, data, context, GRADIENT_BYTES_PER_SAMPLE);
    const { functional, unit } = grid.header.quantity;
    if (functional !== "reduced-to-pole")
      throw new GridMismatchError(`a field reduced to the pole (stage reduce-to-pole) as input of ${OWNER}`, `${functional} in ${unit}`);
    const { rows, cols } = grid.shape;
    const limits = {
      maximumDepth:
        given.number("maximumDepth", { min: Number.MIN_VALUE }) ?? Math.min(rows * grid.spacing.north, cols * grid.spacing.east) / 4,
      tolerance: given.number("tolerance", { min: Number.MIN_VALUE, max: 1 }) ?? 0.25,
      signal: given.number("signal", { min: 0, max: 1 }) ?? 0.25,
    };
    const gradient = await fieldGradient(grid, context);
    context.signal.throwIfAborted();
    const { estimates, counts } = contactCrossings(grid, gradient, limits);
    const { data: points, aboveGround, depthBelow } = sourcePoints(grid, estimates);
    context.report?.({ ...counts, aboveGround, accepted: estimates.length - aboveGround, depthBelow, ...limits });
    if (estimates.length === aboveGround) context.logger.log("warn", "tilt-depth: no contact found that can be accepted", { ...counts });
    return points;
  },
};
