import {
  MILLIGAL_PER_METRE_PER_SECOND_SQUARED,
  normalGravity,
  parameters,
  RADIANS_PER_DEGREE,
  type ReferenceEllipsoid,
  type StagePlugin,
} from "@geoanomaly/core";
import { ellipsoidOf, ellipsoidSchema } from "./ellipsoids.js";
import { geographic, gravityPoints, requireDatum } from "./gravity-points.js";

const OWNER = "stage free-air-anomaly";

/**
 * What normal gravity loses from the ellipsoid to a height above it, to second order, mGal.
 * @see Heiskanen and Moritz (1967), Physical Geodesy, equation 2-124
 */
export function freeAirTerm(ellipsoid: ReferenceEllipsoid, latitude: number, height: number): number {
  const { semiMajorAxis: a, flattening: f, gravitationalConstant: gm, angularVelocity: omega } = ellipsoid;
  const m = (omega * omega * a * a * a * (1 - f)) / gm;
  const sine = Math.sin(latitude * RADIANS_PER_DEGREE);
  const normal = MILLIGAL_PER_METRE_PER_SECOND_SQUARED * normalGravity(ellipsoid, latitude, 0);
  return normal * ((2 / a) * (1 + f + m - 2 * f * sine * sine) * height - (3 / (a * a)) * height * height);
}

/**
 * Free-air anomaly: absolute gravity minus normal gravity on the ellipsoid, plus the second-order free-air term at the height above the
 * geoid, mGal.
 * @throws GridMismatchError for other quantities, and for heights that are not above the geoid.
 */
export const freeAirAnomaly: StagePlugin = {
  kind: "stage",
  id: "free-air-anomaly",
  version: "1",
  parameters: { type: "object", additionalProperties: false, properties: { ellipsoid: ellipsoidSchema } },
  run: async (data, raw, context) => {
    const ellipsoid = ellipsoidOf(parameters(OWNER, raw, ["ellipsoid"]));
    const { points, heights } = gravityPoints(OWNER, data, ["gravity"], context.signal);
    requireDatum(OWNER, points, "geoid");
    const { latitude } = await geographic(points);
    const values = points.values.map((gravity, i) => {
      const phi = latitude[i] as number;
      return (
        gravity -
        MILLIGAL_PER_METRE_PER_SECOND_SQUARED * normalGravity(ellipsoid, phi, 0) +
        freeAirTerm(ellipsoid, phi, heights[i] as number)
      );
    });
    context.report?.({ formula: "g - gamma0(latitude) + second-order free-air term at H", ellipsoid: ellipsoid.name });
    return { kind: "points", points: { ...points, values, quantity: { functional: "free-air-anomaly", unit: "mGal" } } };
  },
};
