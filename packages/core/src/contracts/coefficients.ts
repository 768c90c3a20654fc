import type { DecimalYear, TideSystem } from "./quantity.js";

interface TriangularCoefficients {
  readonly modelName: string;
  readonly minDegree: number;
  readonly maxDegree: number;
  /** Cosine coefficients; degree n, order m at `n * (n + 1) / 2 + m`; length `(maxDegree + 1) * (maxDegree + 2) / 2`. Absent ones are 0. */
  readonly cosine: Float64Array;
  /** Sine coefficients, same layout; order 0 is 0. */
  readonly sine: Float64Array;
  /** Metres. */
  readonly referenceRadius: number;
  readonly epoch?: DecimalYear;
}

/** Gravitational potential V = GM/r [sum (a/r)^n (C cos ml + S sin ml) P_nm(sin geocentric latitude)], 4-pi fully normalised, dimensionless. */
export interface GravityCoefficients extends TriangularCoefficients {
  readonly field: "gravity";
  /** m3/s2. */
  readonly gravitationalConstant: number;
  readonly tideSystem: TideSystem;
}

/** Magnetic scalar potential V = a [sum (a/r)^(n+1) (g cos ml + h sin ml) P_nm], Schmidt semi-normalised, nT; B = -grad V. */
export interface MagneticCoefficients extends TriangularCoefficients {
  readonly field: "magnetic";
}

export type Coefficients = GravityCoefficients | MagneticCoefficients;
