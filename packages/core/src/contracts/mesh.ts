import type { Crs } from "./grid.js";

/**
 * Tensor mesh of rectangular cells. Cell (i, j, k) is i-th from the west, j-th from the south, k-th from the top; its index is
 * `(k * northing.length + j) * easting.length + i`: each depth is a map, south row first.
 */
export interface TensorMesh {
  readonly crs: Crs;
  /** Western edge, southern edge (CRS units, metres), and top (metres upward). */
  readonly origin: { readonly easting: number; readonly northing: number; readonly upward: number };
  /** Cell widths from west to east, metres. */
  readonly easting: Float64Array;
  /** Cell widths from south to north, metres. */
  readonly northing: Float64Array;
  /** Cell thicknesses from the top downwards, metres. */
  readonly downward: Float64Array;
}
