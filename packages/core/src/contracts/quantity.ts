/** Units a GAM array may carry. Conversions live in `geo/units.ts`, nowhere else. */
export type Unit = "mGal" | "nT" | "m" | "m2/s2" | "degree" | "kg/m3" | "SI" | "A/m" | "mGal/m" | "nT/m" | "1";

/** What was measured or computed. Different functionals are different quantities: they are never averaged or compared. */
export type Functional =
  | "gravity" // magnitude of the gradient of W, centrifugal part included; absolute
  | "gravity-disturbance" // g minus normal gravity, both at the same ellipsoidal height
  | "free-air-anomaly" // g minus normal gravity, with free-air terms at orthometric height
  | "bouguer-anomaly" // simple: infinite plate
  | "complete-bouguer-anomaly" // terrain corrected
  | "isostatic-anomaly"
  | "gravity-residual" // one of the above minus its regional
  | "gravity-gradient" // a spatial derivative of one of the above
  | "geoid-height"
  | "gravity-potential"
  | "total-field" // magnitude of the magnetic flux density
  | "total-field-anomaly" // anomalous field along the direction of the main field
  | "magnetic-residual" // a total-field anomaly minus its regional
  | "magnetic-gradient" // a spatial derivative of one
  | "reduced-to-pole" // as vertical magnetisation in a vertical field would give
  | "pseudo-gravity"
  | "total-gradient" // analytic signal amplitude
  | "tilt" // arctangent of vertical over horizontal derivative
  | "topography"
  | "density-contrast"
  | "susceptibility"
  | "magnetisation"
  | "source-depth" // metres below the ground, positive down
  | "standard-uncertainty"
  | "robust-z" // dimensionless anomaly index
  | "anomaly-score" // dimensionless, larger is less likely under the null
  | "unknown";

export interface Quantity {
  readonly functional: Functional;
  readonly unit: Unit;
}

/** Height of samples. */
export interface Height {
  readonly metres: number;
  /** What the height is above. `terrain`: follows the ground, `metres` above it. */
  readonly datum: "ellipsoid" | "geoid" | "terrain" | "unknown";
}

/** Year with fraction, e.g. 2017.5. */
export type DecimalYear = number;

export type TideSystem = "tide-free" | "zero-tide" | "mean-tide" | "unknown";
