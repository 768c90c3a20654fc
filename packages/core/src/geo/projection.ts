import type { Crs } from "../contracts/grid.js";
import { GridMismatchError, InvalidParameterError } from "../errors.js";
import { type CrsDefinition, crsDefinition } from "./crs-definition.js";
import { datumShift } from "./datum-shift.js";

/** Coordinates in CRS units: degrees (longitude, latitude) for geographic systems, else easting and northing. */
export type Position = readonly [x: number, y: number];

/** A way between two coordinate reference systems. Places outside the domain of a projection, and NaN, give NaN. */
export interface Projection {
  readonly from: Crs;
  readonly to: Crs;
  /** How far a shift between datums may be trusted, in a sentence; absent where none is made. */
  readonly caution?: string;
  forward(x: number, y: number): Position;
  inverse(x: number, y: number): Position;
}

/** Half the step along a meridian by which its direction is measured, degrees: 11 m. */
const MERIDIAN_STEP = 1e-4;

const NOWHERE: Position = [Number.NaN, Number.NaN];

/** Longitude and latitude on WGS84. */
const GEOGRAPHIC: Crs = "EPSG:4326";

/**
 * The way from one CRS to another. Between systems of one datum, and of the datums that move with WGS84, it agrees with PROJ to a
 * millimetre within the area of the CRS; where a datum is shifted, `caution` says how well.
 * The code of the projections is loaded by the first call.
 * @throws GridMismatchError between `local` and anything else; InvalidParameterError for a code nobody knows, or a datum whose
 * shift to WGS84 is not known.
 */
export async function projectionBetween(from: Crs, to: Crs): Promise<Projection> {
  if (from === to) {
    if (from !== "local") crsDefinition(from);
    const same = (x: number, y: number): Position => [x, y];
    return { from, to, forward: same, inverse: same };
  }
  if (from === "local" || to === "local") {
    const other = from === "local" ? to : from;
    throw new GridMismatchError(
      `data in ${other}`,
      `local coordinates, whose place on the Earth is not known. Give the survey its crs (an EPSG code), or keep the whole run local`,
    );
  }
  const [source, target] = [crsDefinition(from), crsDefinition(to)];
  const { default: proj4 } = await import("proj4");
  const shift = datumShift([from, source.proj], [to, target.proj]);
  const way = proj4(shift.source, shift.target);
  const along =
    (step: (place: [number, number]) => number[], { geographic }: CrsDefinition) =>
    (x: number, y: number): Position => {
      if (!Number.isFinite(x) || !Number.isFinite(y) || (geographic && Math.abs(y) > 90)) return NOWHERE;
      const [u = Number.NaN, v = Number.NaN] = step([x, y]);
      return Number.isFinite(u) && Number.isFinite(v) ? [u, v] : NOWHERE;
    };
  const { caution } = shift;
  return {
    from,
    to,
    ...(caution !== undefined && { caution }),
    forward: along((place) => way.forward(place), source),
    inverse: along((place) => way.inverse(place), target),
  };
}

/**
 * Takes many places along `projection.forward`.
 * @param x, y Equal length, not changed.
 * @returns Fresh arrays; NaN where a place has no image. The caller counts them.
 */
export function projectAll(
  projection: Projection,
  x: Float64Array,
  y: Float64Array,
): { readonly easting: Float64Array; readonly northing: Float64Array } {
  const easting = new Float64Array(x.length);
  const northing = new Float64Array(x.length);
  for (let index = 0; index < x.length; index++) {
    const [u, v] = projection.forward(x[index] as number, y[index] as number);
    easting[index] = u;
    northing[index] = v;
  }
  return { easting, northing };
}

/**
 * Bearing of true north from grid north (the northing axis) at a place in `crs`, degrees, positive clockwise (true north lies east of
 * grid north). Zero for a geographic CRS and on a central meridian. It is minus the grid convergence of the tables, which is measured
 * from true north.
 * @throws GridMismatchError for `local`; InvalidParameterError for an unknown code or a place outside the projection.
 */
export async function meridianConvergence(crs: Crs, x: number, y: number): Promise<number> {
  const projection = await projectionBetween(GEOGRAPHIC, crs);
  if (crsDefinition(crs).geographic) return 0;
  const [longitude, latitude] = projection.inverse(x, y);
  const [southX, southY] = projection.forward(longitude, Math.max(-90, latitude - MERIDIAN_STEP));
  const [northX, northY] = projection.forward(longitude, Math.min(90, latitude + MERIDIAN_STEP));
  const bearing = Math.atan2(northX - southX, northY - southY) * (180 / Math.PI);
  if (Number.isNaN(bearing)) throw new InvalidParameterError("projection", "place", `a place within the area of ${crs}`, `${x}, ${y}`);
  return bearing;
}

/**
 * Declination from grid north, as `MainField` has it, of a declination from true north (degrees, positive east) at a place in `crs`.
 * @throws as {@link meridianConvergence}
 */
export async function gridNorthDeclination(declination: number, crs: Crs, x: number, y: number): Promise<number> {
  const grid = declination + (await meridianConvergence(crs, x, y));
  return grid - 360 * Math.round(grid / 360);
}
