import {
  type Grid,
  GridMismatchError,
  InvalidParameterError,
  type InversionData,
  type PointSet,
  type Stations,
  sampleGrid,
} from "@geoanomaly/core";
import { type InverterOptions, OWNER } from "../options/inverter-options.js";

/** Readings of one data set that are used: those with a value. */
export interface Readings {
  readonly stations: Stations;
  readonly values: Float64Array;
  /** One standard deviation each; all 1 where errors are not known. */
  readonly deviations: Float64Array;
  readonly errorsKnown: boolean;
  /** Index in the points of the data set. */
  readonly source: Uint32Array;
  readonly facts: Readonly<Record<string, unknown>>;
}

const UNITS = { gravity: "mGal", magnetic: "nT" } as const;

/** Metres upward of each reading, the ground added where heights are above it. */
function stationHeights({ upward, height, groundHeight, easting, northing }: PointSet, topography: Grid | undefined): Float64Array {
  const heights = upward ? upward.slice() : new Float64Array(easting.length).fill(height.metres);
  if (height.datum !== "terrain") return heights;
  return heights.map((value, i) => value + (groundHeight?.[i] ?? (topography ? sampleGrid(topography, easting[i]!, northing[i]!) : 0)));
}

/**
 * @throws GridMismatchError for another unit, GridMismatchError for angles as coordinates, InvalidParameterError where an error is not
 * positive.
 */
export function takeReadings(data: InversionData, options: InverterOptions, topography: Grid | undefined): Readings {
  const { points, field, name } = data;
  if (points.quantity.unit !== UNITS[field])
    throw new GridMismatchError(`readings of ${name} in ${UNITS[field]}, being ${field}`, points.quantity.unit);
  if (points.crs === "EPSG:4326") throw new GridMismatchError(`readings of ${name} in a projected CRS or local metres`, points.crs);
  const heights = stationHeights(points, topography);
  const usable: number[] = [];
  for (let i = 0; i < points.values.length; i++) {
    if (Number.isFinite(points.values[i]!) && Number.isFinite(points.easting[i]! + points.northing[i]! + heights[i]!)) usable.push(i);
  }
  if (usable.length === 0) throw new InvalidParameterError(OWNER, `data.${name}`, "at least one reading with a value and a place", "none");
  const source = Uint32Array.from(usable);
  const pick = (from: Float64Array) => Float64Array.from(source, (i) => from[i]!);
  const values = pick(points.values);
  const model = options.errors[field];
  const errorsKnown = points.uncertainty !== undefined || model !== undefined;
  const own = points.uncertainty ? pick(points.uncertainty) : new Float64Array(values.length);
  const deviations = own.map((deviation, i) =>
    errorsKnown
      ? Math.max(Number.isFinite(deviation) ? deviation : 0, model?.floor ?? 0) + (model?.fraction ?? 0) * Math.abs(values[i]!)
      : 1,
  );
  const wrong = deviations.findIndex((deviation) => !(deviation > 0));
  if (wrong >= 0) {
    const line = points.sourceLines?.[source[wrong]!];
    throw new InvalidParameterError(
      OWNER,
      `errors of ${name}`,
      "a positive standard deviation for every reading; give errors.floor",
      `${deviations[wrong]} at reading ${source[wrong]}${line === undefined ? "" : ` (line ${line} of its file)`}`,
    );
  }
  const dropped = points.values.length - usable.length;
  return {
    stations: { easting: pick(points.easting), northing: pick(points.northing), upward: pick(heights) },
    values,
    deviations,
    errorsKnown,
    source,
    facts: { readings: values.length, ...(dropped > 0 && { withoutValueOrPlace: dropped }) },
  };
}
