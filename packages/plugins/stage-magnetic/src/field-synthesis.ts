import { type MagneticCoefficients, meridianPoint, RADIANS_PER_DEGREE, WGS84 } from "@geoanomaly/core";

/** Magnetic flux density at a point, nT, in the geodetic local frame. */
export interface FieldVector {
  readonly north: number;
  readonly east: number;
  /** Positive down. */
  readonly down: number;
}

/**
 * Sums a main-field model at single points: Schmidt semi-normalised functions by recursion in degree, divided by the sine of the colatitude
 * where the order is not 0, so that the poles need no exception.
 * @see Langel (1987), The main field, in Geomagnetism vol. 1, section 4: recursions of Schmidt functions and their derivatives
 */
export class FieldSynthesis {
  /** sqrt(n2 - m2) for order m, degree n at `m * width + n`. */
  private readonly roots: Float64Array;
  private readonly width: number;

  /** @param maxDegree Degrees beyond it are left out. */
  constructor(private readonly maxDegree: number) {
    this.width = maxDegree + 1;
    this.roots = new Float64Array(this.width * this.width);
    for (let m = 0; m <= maxDegree; m++) for (let n = m; n <= maxDegree; n++) this.roots[m * this.width + n] = Math.sqrt(n * n - m * m);
  }

  /**
   * @param longitude, latitude Geodetic, degrees. @param height Metres above the WGS84 ellipsoid.
   * @param model Coefficients; degrees beyond its last count as 0.
   */
  at(model: MagneticCoefficients, longitude: number, latitude: number, height: number): FieldVector {
    const { cosine: g, sine: h, referenceRadius } = model;
    const degrees = Math.min(this.maxDegree, model.maxDegree);
    const place = meridianPoint(WGS84, latitude, height);
    const [t, s] = [place.sine, place.cosine]; // cosine and sine of the colatitude
    const ratio = referenceRadius / place.radius;
    const [cosStep, sinStep] = [Math.cos(longitude * RADIANS_PER_DEGREE), Math.sin(longitude * RADIANS_PER_DEGREE)];
    let [radial, south, east] = [0, 0, 0];
    let [cosM, sinM] = [1, 0];
    let sectoral = 1; // P_mm / s for m >= 1, P_00 for m = 0
    let first = ratio * ratio; // ratio^(m + 2)
    for (let m = 0; m <= degrees; m++) {
      if (m >= 1) {
        [cosM, sinM] = [cosM * cosStep - sinM * sinStep, sinM * cosStep + cosM * sinStep];
        if (m >= 2) sectoral *= s * Math.sqrt((2 * m - 1) / (2 * m));
        first *= ratio;
      }
      let previous = 0;
      let current = sectoral;
      let power = first;
      for (let n = m; n <= degrees; n++) {
        const root = this.roots[m * this.width + n] as number;
        if (n > m) {
          const next = ((2 * n - 1) * t * current - (this.roots[m * this.width + n - 1] as number) * previous) / root;
          previous = current;
          current = next;
          power *= ratio;
        }
        const index = (n * (n + 1)) / 2 + m;
        const gnm = g[index] as number;
        const hnm = h[index] as number;
        const inPhase = power * (gnm * cosM + hnm * sinM);
        if (m === 0) {
          radial += (n + 1) * inPhase * current;
          // dP_n0 / dcolatitude is summed with order 1, whose functions it is made of.
        } else {
          radial += (n + 1) * inPhase * current * s;
          south -= inPhase * (n * t * current - root * previous);
          east += m * power * (gnm * sinM - hnm * cosM) * current;
          if (m === 1) south += power * (g[index - 1] as number) * Math.sqrt((n * (n + 1)) / 2) * current * s;
        }
      }
    }
    // From the geocentric frame to the geodetic one.
    const lean = Math.atan2(place.sine, place.cosine) - latitude * RADIANS_PER_DEGREE;
    const [cosLean, sinLean] = [Math.cos(lean), Math.sin(lean)];
    return { north: -south * cosLean + radial * sinLean, east, down: -south * sinLean - radial * cosLean };
  }
}

/** Size of a field, nT. */
export const intensityOf = ({ north, east, down }: FieldVector): number => Math.hypot(north, east, down);

/** Degrees below the horizontal, positive down. */
export const inclinationOf = ({ north, east, down }: FieldVector): number => Math.atan2(down, Math.hypot(north, east)) / RADIANS_PER_DEGREE;

/** Degrees from true north, positive east. */
export const declinationOf = ({ north, east }: FieldVector): number => Math.atan2(east, north) / RADIANS_PER_DEGREE;
