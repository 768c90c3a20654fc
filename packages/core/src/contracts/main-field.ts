/** Direction and strength of the main magnetic field at a survey. */
export interface MainField {
  /** Degrees below the horizontal, positive down. */
  readonly inclination: number;
  /** Degrees east of the northing axis of the CRS (grid north). */
  readonly declination: number;
  /** nT. */
  readonly intensity: number;
}
