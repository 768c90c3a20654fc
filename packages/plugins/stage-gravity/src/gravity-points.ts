import { type Functional, GridMismatchError, type PointSet, projectAll, projectionBetween, type RawData } from "@geoanomaly/core";

/** Readings of gravity, with what reductions need of each. */
export interface GravityPoints {
  readonly points: PointSet;
  /** Height of each station, metres above `points.height.datum`. */
  readonly heights: Float64Array;
}

/**
 * The readings of a stage's input.
 * @param functionals What it may be reduced from.
 * @throws GridMismatchError for anything but gravity readings in mGal of one of these functionals.
 */
export function gravityPoints(owner: string, data: RawData, functionals: readonly Functional[], signal: AbortSignal): GravityPoints {
  signal.throwIfAborted();
  if (data.kind !== "points") throw new GridMismatchError(`readings as input of ${owner}`, data.kind);
  const { points } = data;
  const { functional, unit } = points.quantity;
  if (!functionals.includes(functional) || unit !== "mGal")
    throw new GridMismatchError(`${functionals.join(" or ")} in mGal as input of ${owner}`, `${functional} in ${unit}`);
  return { points, heights: points.upward ?? new Float64Array(points.values.length).fill(points.height.metres) };
}

/** @throws GridMismatchError unless heights are above this datum; it names the cure. */
export function requireDatum(owner: string, { height }: PointSet, datum: "ellipsoid" | "geoid"): void {
  if (height.datum === datum) return;
  throw new GridMismatchError(
    `heights above the ${datum} for ${owner}: 30 m of geoid are 9 mGal (stage vertical-datum, or the reader's height)`,
    `heights above ${height.datum}`,
  );
}

/** Longitude and latitude of each reading, degrees. @throws GridMismatchError for a local CRS: reductions need the place on the Earth */
export async function geographic({
  easting,
  northing,
  crs,
}: PointSet): Promise<{ readonly longitude: Float64Array; readonly latitude: Float64Array }> {
  if (crs === "EPSG:4326") return { longitude: easting, latitude: northing };
  const placed = projectAll(await projectionBetween(crs, "EPSG:4326"), easting, northing);
  return { longitude: placed.easting, latitude: placed.northing };
}
