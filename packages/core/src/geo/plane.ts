import type { PointSet } from "../contracts/points.js";
import { crsDefinition } from "./crs-definition.js";
import { WGS84 } from "./ellipsoid.js";

/** Places of readings in metres east and north of some origin, for distances within a survey. */
export interface Plane {
  readonly x: Float64Array;
  readonly y: Float64Array;
}

/** Metres per degree of latitude and of longitude on WGS84 at a latitude in degrees. */
function metresPerDegree(latitude: number): { readonly east: number; readonly north: number } {
  const { semiMajorAxis, flattening } = WGS84;
  const eccentricitySquared = flattening * (2 - flattening);
  const radians = Math.PI / 180;
  const w = 1 - eccentricitySquared * Math.sin(latitude * radians) ** 2;
  return {
    east: (radians * semiMajorAxis * Math.cos(latitude * radians)) / Math.sqrt(w),
    north: (radians * semiMajorAxis * (1 - eccentricitySquared)) / w ** 1.5,
  };
}

/**
 * Readings on a plane. Projected and local coordinates are taken as they are (times the length of their unit); longitudes and latitudes
 * by the scale at the middle latitude, longitudes taken the short way round from the first. That is for distances between neighbours:
 * far from the middle latitude it stretches them by a few percent.
 */
export function planeOf({ easting, northing, crs }: Pick<PointSet, "easting" | "northing" | "crs">): Plane {
  const definition = crs === "local" ? undefined : crsDefinition(crs);
  if (!definition?.geographic) {
    const unit = definition?.metresPerUnit ?? 1;
    return unit === 1 ? { x: easting, y: northing } : { x: easting.map((value) => value * unit), y: northing.map((value) => value * unit) };
  }
  let [south, north] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const latitude of northing) {
    if (latitude < south) south = latitude;
    if (latitude > north) north = latitude;
  }
  const scale = metresPerDegree((south + north) / 2);
  const origin = easting.find(Number.isFinite) ?? 0;
  return {
    x: easting.map((longitude) => scale.east * (longitude - origin - 360 * Math.round((longitude - origin) / 360))),
    y: northing.map((latitude) => scale.north * (latitude - south)),
  };
}
