import { MILLIGAL_PER_METRE_PER_SECOND_SQUARED, normalGravity, parameters, type StagePlugin } from "@geoanomaly/core";
import { ellipsoidOf, ellipsoidSchema } from "./ellipsoids.js";
import { geographic, gravityPoints, requireDatum } from "./gravity-points.js";

const OWNER = "stage gravity-disturbance";

/**
 * Gravity disturbance: absolute gravity minus closed-form normal gravity at the same height above the ellipsoid, mGal.
 * @throws GridMismatchError for other quantities, and for heights that are not above the ellipsoid.
 */
export const gravityDisturbance: StagePlugin = {
  kind: "stage",
  id: "gravity-disturbance",
  version: "1",
  parameters: { type: "object", additionalProperties: false, properties: { ellipsoid: ellipsoidSchema } },
  run: async (data, raw, context) => {
    const ellipsoid = ellipsoidOf(parameters(OWNER, raw, ["ellipsoid"]));
    const { points, heights } = gravityPoints(OWNER, data, ["gravity"], context.signal);
    requireDatum(OWNER, points, "ellipsoid");
    const { latitude } = await geographic(points);
    const values = points.values.map(
      (gravity, i) =>
        gravity - MILLIGAL_PER_METRE_PER_SECOND_SQUARED * normalGravity(ellipsoid, latitude[i] as number, heights[i] as number),
    );
    context.report?.({ formula: "g - gamma(latitude, h)", ellipsoid: ellipsoid.name });
    return { kind: "points", points: { ...points, values, quantity: { functional: "gravity-disturbance", unit: "mGal" } } };
  },
};
