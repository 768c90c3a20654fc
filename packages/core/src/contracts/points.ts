import type { Crs } from "./grid.js";
import type { DecimalYear, Height, Quantity } from "./quantity.js";

/** Scattered readings. All arrays have the same length; NaN in `values` marks no reading. */
export interface PointSet {
  /** CRS units; degrees (longitude) for `EPSG:4326`. */
  readonly easting: Float64Array;
  /** CRS units; degrees (latitude) for `EPSG:4326`. */
  readonly northing: Float64Array;
  /** Metres above `height.datum`; absent if all readings share `height.metres`. */
  readonly upward?: Float64Array;
  readonly values: Float64Array;
  /** One standard deviation, unit of `values`. */
  readonly uncertainty?: Float64Array;
  readonly crs: Crs;
  readonly quantity: Quantity;
  readonly height: Height;
  readonly epoch?: DecimalYear;
}
