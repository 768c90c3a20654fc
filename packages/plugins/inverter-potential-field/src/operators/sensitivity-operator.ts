/**
 * The linear map from the active cells of a mesh (each component of a vector after the other) to the readings of one property, however
 * it is held. Sums are in double precision and in a fixed order: equal input gives equal bits.
 */
export interface SensitivityOperator {
  readonly rows: number;
  readonly cols: number;
  /** `A x`. */
  apply(x: Float64Array): Promise<Float64Array>;
  /** `A' y`. */
  adjoint(y: Float64Array): Promise<Float64Array>;
  /** `A' (w * (A x))`. @param weights One per row. */
  normal(x: Float64Array, weights: Float64Array): Promise<Float64Array>;
  /** `sum_i w_i A_ij^2` of each column. */
  columnSquares(weights: Float64Array): Promise<Float64Array>;
}
