import { type GridGeometry, meridianPoint, RADIANS_PER_DEGREE, rowCoordinates, WGS84 } from "@geoanomaly/core";

/** Metres of one degree of latitude, mean over the ellipsoid: a quarter meridian of 10,001,965.7 m over 90. */
const METRES_PER_DEGREE = 10_001_965.7 / 90;

export const isGeographic = ({ crs }: GridGeometry) => crs === "EPSG:4326";

/** Do the columns of a geographic grid go once round? */
export function comesRound(geometry: GridGeometry): boolean {
  const [width] = geometry.transform;
  return isGeographic(geometry) && Math.abs(geometry.cols * width - 360) < 1e-6 * 360;
}

/** Metres from row to row. */
export const rowMetres = (geometry: GridGeometry) => Math.abs(geometry.transform[4]) * (isGeographic(geometry) ? METRES_PER_DEGREE : 1);

/** Columns that are as long as one row is high, for each row; `undefined` where cells are square. */
export function columnStretch(geometry: GridGeometry): Float64Array | undefined {
  const [width, , , , height] = geometry.transform;
  const ratio = Math.abs(height / width);
  if (!isGeographic(geometry)) return Math.abs(ratio - 1) < 1e-9 ? undefined : new Float64Array(geometry.rows).fill(ratio);
  return rowCoordinates(geometry).map((latitude) => ratio / Math.max(Math.cos(latitude * RADIANS_PER_DEGREE), 1e-3));
}

/** Area of the ellipsoid between the equator and a latitude, per radian of longitude, square metres. Closed form of the integral of M N cos. */
function zone(latitude: number): number {
  const { semiMajorAxis, flattening } = WGS84;
  const squared = flattening * (2 - flattening);
  const eccentricity = Math.sqrt(squared);
  const sine = Math.sin(latitude * RADIANS_PER_DEGREE);
  const polar = semiMajorAxis * (1 - flattening);
  return (polar ** 2 / 2) * (sine / (1 - squared * sine ** 2) + Math.atanh(eccentricity * sine) / eccentricity);
}

/** Area of a cell of each row, square metres: on the ellipsoid for degrees, on the plane else. */
export function cellAreas(geometry: GridGeometry): Float64Array {
  const [width, , , , height, top] = geometry.transform;
  if (!isGeographic(geometry)) return new Float64Array(geometry.rows).fill(Math.abs(width * height));
  const clamp = (latitude: number) => Math.min(Math.max(latitude, -90), 90);
  return Float64Array.from(
    { length: geometry.rows },
    (_, row) => Math.abs(zone(clamp(top + row * height)) - zone(clamp(top + (row + 1) * height))) * width * RADIANS_PER_DEGREE,
  );
}

/** Metres of one column and of one row at a latitude (degrees); the CRS unit itself on the plane. */
export function metresPerUnit(geometry: GridGeometry, northing: number): readonly [east: number, north: number] {
  if (!isGeographic(geometry)) return [1, 1];
  return [meridianPoint(WGS84, northing, 0).axisDistance * RADIANS_PER_DEGREE, METRES_PER_DEGREE];
}
