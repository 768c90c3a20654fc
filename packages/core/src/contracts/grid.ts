import type { DecimalYear, Height, Quantity, TideSystem } from "./quantity.js";

/** Geotransform `[a, b, c, d, e, f]`: x = a*col + b*row + c, y = d*col + e*row + f. For `EPSG:4326`, x is longitude and y latitude, degrees. */
export type Affine = readonly [a: number, b: number, c: number, d: number, e: number, f: number];

/** Authority and code, e.g. `EPSG:4326`, `EPSG:32613`; `local`: metres east and north of an origin whose place on the Earth is not known. */
export type Crs = `EPSG:${number}` | "local";

/** `node`: samples stand on the crossings of the source's graticule; `area`: they are means of, or stand for, cells. */
export type Registration = "area" | "node";

/** Where the samples of a regular grid lie. Row 0 is the northern edge, columns run east. */
export interface GridGeometry {
  readonly rows: number;
  readonly cols: number;
  /** Maps the outer corner of pixel (col, row) to CRS coordinates, whatever the registration: sample (col, row) stands at (col + 0.5, row + 0.5). */
  readonly transform: Affine;
  readonly registration: Registration;
  readonly crs: Crs;
}

/** All that is known of a grid but its samples. */
export interface GridHeader extends GridGeometry {
  readonly quantity: Quantity;
  readonly height: Height;
  readonly epoch?: DecimalYear;
  readonly tideSystem?: TideSystem;
  /** Finest detail the numbers can carry, in units of the CRS (degrees for `EPSG:4326`): 180/Nmax for a model, the spacing for a grid. Never improved by resampling. */
  readonly effectiveResolution: number;
}

/** One layer on a regular grid. Samples are row-major. */
export interface Grid extends GridHeader {
  /** Length `rows * cols`; NaN marks no data (never a sentinel). */
  readonly values: Float32Array;
  /** One standard deviation in the same unit, same layout as `values`. */
  readonly uncertainty?: Float32Array;
}

/** A grid that is read by rows, so that a large source is never wholly in memory. */
export interface GridSource extends GridHeader {
  /**
   * Samples of rows `firstRow .. firstRow + rowCount`, row-major, sentinels already NaN. Each call returns a fresh array.
   * @throws CorruptInputError if the file is shorter or other than its header says.
   */
  read(firstRow: number, rowCount: number, signal: AbortSignal): Promise<Float32Array>;
  /** The same rows in double precision, where float32 would lose what the file holds (absolute gravity: 0.06 mGal). */
  readDouble?(firstRow: number, rowCount: number, signal: AbortSignal): Promise<Float64Array>;
  /** Height of each sample of the same rows, metres above `height.datum`, where it varies; `height.metres` is then their mean. */
  readHeight?(firstRow: number, rowCount: number, signal: AbortSignal): Promise<Float32Array>;
  /** The same rows of the standard uncertainty, where the source has one. */
  readUncertainty?(firstRow: number, rowCount: number, signal: AbortSignal): Promise<Float32Array>;
  close(): Promise<void>;
}
