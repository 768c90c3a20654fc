import { parameters, type StagePlugin } from "@geoanomaly/core";
import { metresPerUnit } from "./local-plane.js";
import { pointsOnTarget, usableReadings } from "./points-input.js";
import { middleNorthing } from "./samples.js";
import { distancesFromReadings, finishSurface } from "./surface.js";

const OWNER = "stage minimum-curvature";

/**
 * Surface of least curvature under tension through the readings. Each sample listens to the closest reading of its cell only, so a block median belongs
 * before it. For degrees the two axes are scaled at the latitude of the grid's middle.
 */
export const minimumCurvature: StagePlugin = {
  kind: "stage",
  id: "minimum-curvature",
  version: "1",
  parameters: {
    type: "object",
    additionalProperties: false,
    properties: {
      tension: { type: "number", minimum: 0, exclusiveMaximum: 1, description: "Default 0.25; 0: least curvature, overshoots most" },
      convergence: {
        type: "number",
        exclusiveMinimum: 0,
        description: "Default 1e-4: largest change of a sample, as a part of the readings' deviation from their plane",
      },
      maximumIterations: { type: "integer", minimum: 1, description: "Default 2000, on each grid of the nested solution" },
      maximumDistance: { type: "number", exclusiveMinimum: 0, description: "Metres; samples farther from every reading become NaN" },
    },
  },
  run: async (data, raw, context) => {
    const given = parameters(OWNER, raw, ["tension", "convergence", "maximumIterations", "maximumDistance"]);
    const tension = given.number("tension", { min: 0, max: 1 - Number.EPSILON }) ?? 0.25;
    const convergence = given.number("convergence", { min: Number.MIN_VALUE }) ?? 1e-4;
    const maximumIterations = given.number("maximumIterations", { min: 1, integer: true }) ?? 2000;
    const maximumDistance = given.number("maximumDistance", { min: Number.MIN_VALUE }) ?? Number.POSITIVE_INFINITY;
    const points = pointsOnTarget(OWNER, data, context);
    const { target, signal, threads } = context;
    const [perEasting, perNorthing] = metresPerUnit(points.crs, middleNorthing(target));
    const aspect = (target.transform[0] * perEasting) / (-target.transform[4] * perNorthing);
    const { values, ...solution } = await context.kernels.gridding.minimumCurvature(points, target, {
      tension,
      convergence,
      maximumIterations,
      aspect,
      signal,
      threads,
    });
    context.progress(0.8);
    const readings = usableReadings(points);
    if (!solution.converged) {
      const { iterations, change } = solution;
      context.logger.log("warn", `minimum curvature: not converged after ${iterations} iterations, last change ${change}`, { change });
    }
    if (solution.used < readings) {
      const unused = readings - solution.used;
      context.logger.log("warn", `${unused} readings lie outside the grid or share a cell with a closer one: put block-median first`, {
        unused,
      });
    }
    const distances = await distancesFromReadings(points, context);
    return finishSurface(points, { values }, distances, maximumDistance, context, { tension, aspect, readings, ...solution });
  },
};
