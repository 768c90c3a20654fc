import type { Affine, Crs, Registration } from "@geoanomaly/core";
import { CorruptInputError, UnreadableInputError } from "@geoanomaly/core";
import type { ImageFileDirectory } from "geotiff";

/** Where the file says its samples lie; what it does not say is `undefined`. */
export interface Georeference {
  readonly transform: Affine | undefined;
  readonly crs: Crs | undefined;
  readonly registration: Registration;
}

const numbers = (value: unknown): readonly number[] =>
  Array.isArray(value) || ArrayBuffer.isView(value) ? Array.from(value as unknown as ArrayLike<number>) : [];

/** The first value of a geo key that is an EPSG code; 32767 (user-defined) and absent ones are `undefined`. */
function epsg(value: unknown): Crs | undefined {
  return typeof value === "number" && value >= 1024 && value < 32767 ? `EPSG:${value}` : undefined;
}

/**
 * Reads tiepoint and pixel scale (or the transformation) and the geo keys.
 * With PixelIsPoint the tiepoint is the centre of a sample (GeoTIFF 1.1, section 7.1.3): the grid is of nodes, and the corner lies half a pixel off.
 * @throws CorruptInputError for a directory of keys that points beyond its parameters.
 */
export function georeference(path: string, directory: ImageFileDirectory): Georeference {
  let keys: ReturnType<ImageFileDirectory["parseGeoKeyDirectory"]>;
  try {
    keys = directory.parseGeoKeyDirectory();
  } catch (cause) {
    throw new CorruptInputError(path, "tag GeoKeyDirectory", "keys within their parameter tags", (cause as Error).message, { cause });
  }
  const point = keys?.GTRasterTypeGeoKey === 2;
  const crs = keys?.GTModelTypeGeoKey === 1 ? epsg(keys.ProjectedCSTypeGeoKey) : epsg(keys?.GeographicTypeGeoKey);
  const matrix = numbers(directory.getValue("ModelTransformation"));
  const [scaleX = 0, scaleY = 0] = numbers(directory.getValue("ModelPixelScale"));
  const [i = 0, j = 0, , x = 0, y = 0] = numbers(directory.getValue("ModelTiepoint"));
  const half = point ? 0.5 : 0;
  let transform: Affine | undefined;
  if (matrix.length >= 8) {
    const [a, b, , c, d, e, , f] = matrix as [number, number, number, number, number, number, number, number];
    transform = [a, b, c - half * (a + b), d, e, f - half * (d + e)];
  } else if (scaleX !== 0 && scaleY !== 0) {
    transform = [scaleX, 0, x - (i + half) * scaleX, 0, -scaleY, y + (j + half) * scaleY];
  }
  return { transform, crs, registration: point ? "node" : "area" };
}

/**
 * Checks that the raster is upright and, in degrees, on the Earth.
 * @throws UnreadableInputError for a rotated or south-up raster; CorruptInputError for degrees that are none (metres, or latitudes first).
 */
export function checkUpright(path: string, transform: Affine, crs: Crs, rows: number, cols: number): void {
  const [a, b, west, d, e, north] = transform;
  if (!transform.every(Number.isFinite)) throw new CorruptInputError(path, "geotransform", "finite numbers", transform.join(" "));
  if (b !== 0 || d !== 0 || a <= 0 || e >= 0) {
    throw new UnreadableInputError(
      path,
      `the raster is rotated or not north-up (geotransform ${transform.join(" ")}); warp it first, e.g. with the reader gdal`,
    );
  }
  if (crs !== "EPSG:4326") return;
  const south = north + e * rows;
  const east = west + a * cols;
  if (north > 90 - e || south < -90 + e || west < -360 - a || east > 540 + a || east - west > 360 + 2 * a) {
    const found = `west ${west} south ${south} east ${east} north ${north}`;
    throw new CorruptInputError(
      path,
      "geotransform",
      "degrees of longitude and latitude, as EPSG:4326 says",
      `${found}. Is the CRS wrong, or are latitudes first?`,
    );
  }
}
