import type { TensorMesh } from "./mesh.js";
import type { Quantity } from "./quantity.js";

/** A property on the cells of a mesh. */
export interface Model {
  readonly mesh: TensorMesh;
  readonly quantity: Quantity;
  /** One per cell, order of {@link TensorMesh}; NaN for a cell that is not ground (above the topography). */
  readonly values: Float64Array;
  /** One standard deviation, same unit and order. */
  readonly uncertainty?: Float64Array;
  /** How well the data determine the cell, 0 (not at all) .. 1, where it was computed. */
  readonly resolution?: Float64Array;
}
