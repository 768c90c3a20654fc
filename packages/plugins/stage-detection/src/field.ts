import type { GridGeometry } from "@geoanomaly/core";

/** A field to search, with what its place on the Earth means for that. */
export interface Field {
  /** Row-major; NaN marks no data. */
  readonly values: Float32Array;
  readonly geometry: GridGeometry;
  /** Its columns go once round the globe. */
  readonly wrap: boolean;
  /** Metres from row to row. */
  readonly rowMetres: number;
  /** Columns that are as long as one row is high, for each row; absent on a plane with square cells. */
  readonly columnStretch?: Float64Array;
  /** Scales, in rows, at which it is searched, and the neighbourhood of each. */
  readonly scales: readonly number[];
  readonly windows: readonly number[];
}
