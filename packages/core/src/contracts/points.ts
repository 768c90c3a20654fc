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
  /** Survey lines, for what works along them. */
  readonly lines?: LineIndex;
  /** Time of each reading, seconds since 1970-01-01 UTC; NaN where unknown. */
  readonly time?: Float64Array;
  /** Line of the source file each reading came from, 1-based, so that a finding can name it. */
  readonly sourceLines?: Uint32Array;
  /** Height of the ground below each reading, metres above `height.datum`, where the survey knows it. */
  readonly groundHeight?: Float64Array;
}

/** Which line each reading belongs to. Readings of a line are in order of measurement, not necessarily side by side. */
export interface LineIndex {
  /** Index into `names` for each reading. */
  readonly of: Uint32Array;
  readonly names: readonly string[];
}
