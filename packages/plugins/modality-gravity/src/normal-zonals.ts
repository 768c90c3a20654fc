import type { ReferenceEllipsoid } from "@geoanomaly/core";

/** Degree beyond which the zonals of a level ellipsoid vanish in double precision (J20 is 1e-23). */
const LAST_DEGREE = 20;

/** q0 = 1/2 [(1 + 3/t^2) atan t - 3/t] as its alternating series: the closed form cancels to nothing for the Earth's t = 0.08. */
function q0(t: number): number {
  let sum = 0;
  for (let k = 12; k >= 1; k--) sum = (2 * k) / ((2 * k + 1) * (2 * k + 3)) - t * t * sum;
  return sum * t ** 3;
}

/**
 * Fully normalised zonal coefficients C_n0, n = 0, 2, 4 ... 20, of the gravitational field of a level ellipsoid, for its own GM and semi-major axis.
 * @see Heiskanen and Moritz (1967), Physical Geodesy, equations 2-90 (J2) and 2-92 (J2n); C_n0 = -J_n / sqrt(2n + 1)
 */
export function normalZonals({
  semiMajorAxis: a,
  flattening: f,
  gravitationalConstant: gm,
  angularVelocity: omega,
}: ReferenceEllipsoid): ReadonlyMap<number, number> {
  const eccentricitySquared = f * (2 - f);
  const secondEccentricity = Math.sqrt(eccentricitySquared) / (1 - f);
  const m = (omega ** 2 * a ** 3 * (1 - f)) / gm;
  const j2 = (eccentricitySquared / 3) * (1 - (2 * m * secondEccentricity) / (15 * q0(secondEccentricity)));
  const zonals = new Map([[0, 1]]);
  for (let k = 1; 2 * k <= LAST_DEGREE; k++) {
    const sign = k % 2 === 1 ? 1 : -1;
    const j = ((sign * 3 * eccentricitySquared ** k) / ((2 * k + 1) * (2 * k + 3))) * (1 - k + (5 * k * j2) / eccentricitySquared);
    zonals.set(2 * k, -j / Math.sqrt(4 * k + 1));
  }
  return zonals;
}
