import { type Crs, crsDefinition, type GridGeometry, GridMismatchError } from "@geoanomaly/core";
import type { TiffField } from "./directory.js";
import { TAG } from "./tags.js";

/** `[key, location (0: the value stands here; else the tag that holds it), count, value or index]`. */
type GeoKey = readonly [key: number, location: number, count: number, value: number];

/** Keys in ascending order, and what does not fit into them. */
interface Place {
  readonly keys: readonly GeoKey[];
  readonly doubles?: readonly number[];
  readonly citation: string;
}

const WGS84_SEMI_MAJOR_AXIS = 6378137;
const WGS84_INVERSE_FLATTENING = 298.257223563;

const PROJECTED = 1;
const GEOGRAPHIC = 2;
const USER_DEFINED = 32767;
const METRE = 9001;
const DEGREE = 9102;

const PIXEL_IS_AREA = 1;
const PIXEL_IS_POINT = 2;

/** @see OGC 19-008r4 (GeoTIFF 1.1), section 7 */
const KEY = {
  modelType: 1024,
  rasterType: 1025,
  citation: 1026,
  geographicCrs: 2048,
  geographicCitation: 2049,
  angularUnit: 2054,
  semiMajorAxis: 2057,
  inverseFlattening: 2059,
  projectedCrs: 3072,
  linearUnit: 3076,
} as const;

/**
 * Place of a north-up grid, as GeoTIFF 1.1 says it: by its EPSG code, or as a system of its own in metres where the place on the Earth is
 * not known. Samples of a grid of node registration are points; the tie point is then the north-western sample, not a corner.
 * @throws GridMismatchError if the grid is rotated; InvalidParameterError for an EPSG code that nobody knows.
 */
export function geoFields({ transform, crs, registration }: GridGeometry): TiffField[] {
  const [pixelWidth, columnShear, west, rowShear, pixelHeight, north] = transform;
  if (columnShear !== 0 || rowShear !== 0 || !(pixelWidth > 0) || !(pixelHeight < 0)) {
    throw new GridMismatchError("a north-up transform", transform.join(" "));
  }
  const isPoint = registration === "node";
  const { keys, doubles, citation } = placeOf(crs, isPoint ? PIXEL_IS_POINT : PIXEL_IS_AREA);
  const tiePoint = isPoint ? [west + pixelWidth / 2, north + pixelHeight / 2] : [west, north];
  return [
    { tag: TAG.modelPixelScale, type: "double", values: [pixelWidth, -pixelHeight, 0] },
    { tag: TAG.modelTiepoint, type: "double", values: [0, 0, 0, ...tiePoint, 0] },
    { tag: TAG.geoKeyDirectory, type: "short", values: [1, 1, 1, keys.length, ...keys.flat()] },
    ...(doubles ? [{ tag: TAG.geoDoubleParams, type: "double", values: doubles } as const] : []),
    { tag: TAG.geoAsciiParams, type: "ascii", text: citation },
  ];
}

function placeOf(crs: Crs, raster: number): Place {
  if (crs === "EPSG:4326") return wgs84(raster);
  if (crs === "local") return local(raster);
  const { name, geographic } = crsDefinition(crs);
  const code = Number(crs.slice("EPSG:".length));
  const citation = `${name}|`;
  const keys: GeoKey[] = geographic
    ? [
        [KEY.modelType, 0, 1, GEOGRAPHIC],
        [KEY.rasterType, 0, 1, raster],
        [KEY.geographicCrs, 0, 1, code],
        [KEY.geographicCitation, TAG.geoAsciiParams, citation.length, 0],
      ]
    : [
        [KEY.modelType, 0, 1, PROJECTED],
        [KEY.rasterType, 0, 1, raster],
        [KEY.citation, TAG.geoAsciiParams, citation.length, 0],
        [KEY.projectedCrs, 0, 1, code],
      ];
  return { keys, citation };
}

function wgs84(raster: number): Place {
  const citation = "WGS 84|";
  return {
    citation,
    doubles: [WGS84_INVERSE_FLATTENING, WGS84_SEMI_MAJOR_AXIS],
    keys: [
      [KEY.modelType, 0, 1, GEOGRAPHIC],
      [KEY.rasterType, 0, 1, raster],
      [KEY.geographicCrs, 0, 1, 4326],
      [KEY.geographicCitation, TAG.geoAsciiParams, citation.length, 0],
      [KEY.angularUnit, 0, 1, DEGREE],
      [KEY.semiMajorAxis, TAG.geoDoubleParams, 1, 1],
      [KEY.inverseFlattening, TAG.geoDoubleParams, 1, 0],
    ],
  };
}

function local(raster: number): Place {
  const citation = "Local: metres east and north of an unknown origin|";
  return {
    citation,
    keys: [
      [KEY.modelType, 0, 1, USER_DEFINED],
      [KEY.rasterType, 0, 1, raster],
      [KEY.citation, TAG.geoAsciiParams, citation.length, 0],
      [KEY.linearUnit, 0, 1, METRE],
    ],
  };
}
