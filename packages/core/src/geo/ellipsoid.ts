import type { ReferenceEllipsoid } from "../contracts/kernels.js";

/** World Geodetic System 1984. @see NGA.STND.0036, table 3.1 (defining parameters; GM of the refined ellipsoid) */
export const WGS84: ReferenceEllipsoid = {
  name: "WGS84",
  semiMajorAxis: 6378137,
  flattening: 1 / 298.257223563,
  gravitationalConstant: 3.986004418e14,
  angularVelocity: 7.292115e-5,
};

/** Geodetic Reference System 1980. @see Moritz (2000), Geodetic Reference System 1980, J. Geodesy 74 */
export const GRS80: ReferenceEllipsoid = {
  name: "GRS80",
  semiMajorAxis: 6378137,
  flattening: 1 / 298.257222101,
  gravitationalConstant: 3.986005e14,
  angularVelocity: 7.292115e-5,
};

/** Point of a meridian plane. */
export interface MeridianPoint {
  /** Distance from the rotation axis, metres. */
  readonly axisDistance: number;
  /** Height above the equatorial plane, metres, positive north. */
  readonly equatorDistance: number;
  /** Distance from the centre, metres. */
  readonly radius: number;
  /** Sine and cosine of the geocentric latitude. */
  readonly sine: number;
  readonly cosine: number;
}

/** Place in its meridian plane of a geodetic latitude (degrees) and a height above the ellipsoid (metres). Exact; at the poles the cosine is 0. */
export function meridianPoint(ellipsoid: ReferenceEllipsoid, latitude: number, height: number): MeridianPoint {
  const sine = Math.abs(latitude) === 90 ? Math.sign(latitude) : Math.sin((latitude * Math.PI) / 180);
  const cosine = Math.abs(latitude) === 90 ? 0 : Math.cos((latitude * Math.PI) / 180);
  const { semiMajorAxis, flattening } = ellipsoid;
  const eccentricitySquared = flattening * (2 - flattening);
  const normalRadius = semiMajorAxis / Math.sqrt(1 - eccentricitySquared * sine * sine);
  const axisDistance = (normalRadius + height) * cosine;
  const equatorDistance = (normalRadius * (1 - eccentricitySquared) + height) * sine;
  const radius = Math.hypot(axisDistance, equatorDistance);
  return { axisDistance, equatorDistance, radius, sine: equatorDistance / radius, cosine: axisDistance / radius };
}
