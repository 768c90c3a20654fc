import type { ReferenceEllipsoid } from "../contracts/kernels.js";
import { type MeridianPoint, meridianPoint } from "./ellipsoid.js";

/** Normal potential U = gravitation + centrifugal, and its gradient in the geocentric local frame. */
export interface NormalField {
  /** Of the gravitational part alone, m2/s2. */
  readonly gravitationalPotential: number;
  /** Derivatives of the gravitational part along r and towards geocentric north, m/s2. */
  readonly gravitationalRadial: number;
  readonly gravitationalNorth: number;
  /** |grad U|, centrifugal part included, m/s2. */
  readonly gravity: number;
}

/**
 * Field of the level ellipsoid at a point outside it or on it: closed form in ellipsoidal coordinates (u, beta).
 *
 * The functions q0, q(u) and q'(u) are differences of nearly equal terms for a small eccentricity; their power series in E/u
 * (alternating, ratio below 0.007 for the Earth) keep all digits.
 * @see Heiskanen and Moritz (1967), Physical Geodesy, sections 2-7 to 2-8; Li and Goetze (2001), Geophysics 66, the same as a recipe
 */
export function normalField(ellipsoid: ReferenceEllipsoid, point: MeridianPoint): NormalField {
  const { semiMajorAxis: a, flattening: f, gravitationalConstant: gm, angularVelocity: omega } = ellipsoid;
  const focalSquared = a * a * f * (2 - f);
  const focal = Math.sqrt(focalSquared);
  const { axisDistance: p, equatorDistance: z, radius } = point;

  const excess = radius * radius - focalSquared;
  const u = Math.sqrt(0.5 * (excess + Math.sqrt(excess * excess + 4 * focalSquared * z * z)));
  const major = Math.sqrt(u * u + focalSquared);
  const sinBeta = z / u;
  const cosBeta = p / major;
  const w = Math.sqrt(u * u + focalSquared * sinBeta * sinBeta) / major;

  const q0 = secondKind(focal / (a * (1 - f)));
  const q = secondKind(focal / u);
  const rotation = omega * omega * a * a;
  const along = -(gm + rotation * focal * (secondKindDerivative(focal / u) / q0) * (0.5 * sinBeta * sinBeta - 1 / 6)) / (major * major * w);
  const across = (rotation * (q / q0) * sinBeta * cosBeta) / (major * w);

  // Unit vectors of u (outward) and beta (northward) in the meridian plane.
  const outward = { p: (u / major) * (cosBeta / w), z: sinBeta / w };
  const gradient = { p: along * outward.p - across * outward.z, z: along * outward.z + across * outward.p };
  return {
    gravitationalPotential: (gm / u) * arctangentRatio(focal / u) + 0.5 * rotation * (q / q0) * (sinBeta * sinBeta - 1 / 3),
    gravitationalRadial: gradient.p * point.cosine + gradient.z * point.sine,
    gravitationalNorth: gradient.z * point.cosine - gradient.p * point.sine,
    gravity: Math.hypot(gradient.p + omega * omega * p, gradient.z),
  };
}

/**
 * Normal gravity |grad U|, m/s2, at a geodetic latitude (degrees) and a height above the ellipsoid (metres): exact at every height >= 0.
 * On the ellipsoid it is Somigliana's formula.
 */
export function normalGravity(ellipsoid: ReferenceEllipsoid, latitudeDegrees: number, heightMetres: number): number {
  return normalField(ellipsoid, meridianPoint(ellipsoid, latitudeDegrees, heightMetres)).gravity;
}

/**
 * Zonal coefficients of the ellipsoid's gravitational field, 4-pi normalised, index = degree 0 .. `maxDegree`; odd ones are 0.
 * They belong to its own GM and semi-major axis.
 * @see Heiskanen and Moritz (1967), equations 2-90 to 2-92
 */
export function normalZonals(ellipsoid: ReferenceEllipsoid, maxDegree: number): Float64Array {
  const { semiMajorAxis: a, flattening: f, gravitationalConstant: gm, angularVelocity: omega } = ellipsoid;
  const e2 = f * (2 - f);
  const b = a * (1 - f);
  const secondEccentricity = Math.sqrt(e2) / (1 - f);
  const m = (omega * omega * a * a * b) / gm;
  // Of J2 / e^2; without flattening J2 itself vanishes only for a body that does not rotate.
  const j2Ratio = (1 - ((2 / 15) * m * secondEccentricity) / secondKind(secondEccentricity)) / 3;
  const zonals = new Float64Array(maxDegree + 1);
  zonals[0] = 1;
  for (let k = 1; 2 * k <= maxDegree; k++) {
    const j = ((k % 2 === 0 ? -3 : 3) * e2 ** k * (1 - k + 5 * k * j2Ratio)) / ((2 * k + 1) * (2 * k + 3));
    zonals[2 * k] = -j / Math.sqrt(4 * k + 1);
  }
  return zonals;
}

/** Terms of the series; the last is below 1e-20 of the first for an eccentricity below 0.1. */
const TERMS = 12;

/** q = 1/2 [(1 + 3/t^2) atan t - 3/t] with t = E/u. */
function secondKind(t: number): number {
  let sum = 0;
  for (let k = TERMS; k >= 1; k--) sum = (2 * k) / ((2 * k + 1) * (2 * k + 3)) - t * t * sum;
  return sum * t * t * t;
}

/** q' = 3 (1 + 1/t^2) (1 - atan(t)/t) - 1. */
function secondKindDerivative(t: number): number {
  let sum = 0;
  for (let k = TERMS; k >= 1; k--) sum = 6 / ((2 * k + 1) * (2 * k + 3)) - t * t * sum;
  return sum * t * t;
}

/** atan(t) / t. */
function arctangentRatio(t: number): number {
  let sum = 0;
  for (let k = TERMS; k >= 0; k--) sum = 1 / (2 * k + 1) - t * t * sum;
  return sum;
}
