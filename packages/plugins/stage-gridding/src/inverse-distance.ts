import { parameters, type StagePlugin } from "@geoanomaly/core";
import { metresPerUnit } from "./local-plane.js";
import { pointsOnTarget, usableReadings } from "./points-input.js";
import { middleNorthing } from "./samples.js";
import { distancesFromReadings, finishSurface } from "./surface.js";

const OWNER = "stage inverse-distance";

/** Mean of the nearest readings, weighted by 1 / distance^power; exact neighbours. For degrees distances are scaled at the latitude of the grid's middle. */
export const inverseDistance: StagePlugin = {
  kind: "stage",
  id: "inverse-distance",
  version: "1",
  parameters: {
    type: "object",
    additionalProperties: false,
    properties: {
      neighbours: { type: "integer", minimum: 1, maximum: 1024, description: "Default 8" },
      power: { type: "integer", minimum: 1, maximum: 8, description: "Default 2" },
      radius: { type: "number", exclusiveMinimum: 0, description: "Metres; readings farther away have no say. Default: no limit" },
    },
  },
  run: async (data, raw, context) => {
    const given = parameters(OWNER, raw, ["neighbours", "power", "radius"]);
    const neighbours = given.number("neighbours", { min: 1, max: 1024, integer: true }) ?? 8;
    const power = given.number("power", { min: 1, max: 8, integer: true }) ?? 2;
    const radius = given.number("radius", { min: Number.MIN_VALUE }) ?? Number.POSITIVE_INFINITY;
    const points = pointsOnTarget(OWNER, data, context);
    const { target, signal, threads } = context;
    const scale = metresPerUnit(points.crs, middleNorthing(target));
    const values = await context.kernels.gridding.inverseDistance(points, target, { neighbours, power, radius, scale, signal, threads });
    context.progress(0.8);
    const distances = await distancesFromReadings(points, context);
    return finishSurface(points, { values }, distances, radius, context, { neighbours, power, readings: usableReadings(points) });
  },
};
