/** A quadratic objective `q(x) = x'Hx / 2 - ...` on unknowns within bounds; H is the sum of what the data and what the model norm say. */
export interface Quadratic {
  readonly unknowns: number;
  /** The data's part of `H x`: a sweep over the sensitivities. */
  dataProduct(x: Float64Array): Promise<Float64Array>;
  /** The rest of `H x`, cheap. */
  modelProduct(x: Float64Array): Float64Array;
  /** Diagonal of H, all positive. */
  readonly diagonal: Float64Array;
}

/** Smallest and largest value of each unknown. */
export interface Bounds {
  readonly lower: Float64Array;
  readonly upper: Float64Array;
}
