import { type GridGeometry, GridMismatchError } from "@geoanomaly/core";
import type { TiffField } from "./directory.js";
import { TAG } from "./tags.js";

const WGS84_SEMI_MAJOR_AXIS = 6378137;
const WGS84_INVERSE_FLATTENING = 298.257223563;
const CITATION = "WGS 84|";

/** `[key, location (0: the value stands here; else the tag that holds it), count, value or index]`, ascending by key. */
const KEYS: readonly (readonly [key: number, location: number, count: number, value: number])[] = [
  [1024, 0, 1, 2], // model: geographic
  [1025, 0, 1, 1], // raster: pixel is area
  [2048, 0, 1, 4326], // geographic CRS
  [2049, TAG.geoAsciiParams, CITATION.length, 0],
  [2054, 0, 1, 9102], // degrees
  [2057, TAG.geoDoubleParams, 1, 1],
  [2059, TAG.geoDoubleParams, 1, 0],
];

/**
 * Place of a grid on the Earth, as GeoTIFF 1.1 says it: WGS 84 longitude and latitude, pixel is area.
 * @throws GridMismatchError if the grid is in another CRS, of node registration, or rotated.
 */
export function geoFields({ transform, crs, registration }: GridGeometry): TiffField[] {
  const [pixelWidth, columnShear, west, rowShear, pixelHeight, north] = transform;
  if (crs !== "EPSG:4326") throw new GridMismatchError("a grid in EPSG:4326", crs);
  if (registration !== "area") throw new GridMismatchError("a grid of area registration", registration);
  if (columnShear !== 0 || rowShear !== 0 || !(pixelWidth > 0) || !(pixelHeight < 0)) {
    throw new GridMismatchError("a north-up transform", transform.join(" "));
  }
  return [
    { tag: TAG.modelPixelScale, type: "double", values: [pixelWidth, -pixelHeight, 0] },
    { tag: TAG.modelTiepoint, type: "double", values: [0, 0, 0, west, north, 0] },
    { tag: TAG.geoKeyDirectory, type: "short", values: [1, 1, 1, KEYS.length, ...KEYS.flat()] },
    { tag: TAG.geoDoubleParams, type: "double", values: [WGS84_INVERSE_FLATTENING, WGS84_SEMI_MAJOR_AXIS] },
    { tag: TAG.geoAsciiParams, type: "ascii", text: CITATION },
  ];
}
