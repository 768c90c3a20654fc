import { type Bounds, type GridGeometry, gridBounds } from "@geoanomaly/core";
import { type GeoProjection, geoAzimuthalEqualArea, geoEqualEarth, geoPath } from "d3-geo";

/** Place of the map in the picture and the projection that fills it. */
export interface MapFrame {
  readonly kind: "world" | "region";
  /** Name of the projection, for the caption. */
  readonly projectionName: string;
  readonly projection: GeoProjection;
  /** Of the grid; east may pass 180. */
  readonly bounds: Bounds;
  /** Upper left corner and size of the map, whole pixels. */
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  /** Degrees of latitude that a pixel covers in the middle of the map. */
  readonly degreesPerPixel: number;
}

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly maxWidth: number;
  readonly maxHeight: number;
}

/** Wider or higher than this, degrees, a region is shown on the map of the world. */
const REGION_LIMIT = 120;
const OUTLINE_POINTS = 64;

/** An equal-area frame for a grid: Equal Earth for the world, Lambert's azimuthal projection about the middle of a region. */
export function mapFrame(grid: GridGeometry, box: Box): MapFrame {
  const bounds = gridBounds(grid);
  const world = bounds.east - bounds.west > REGION_LIMIT || bounds.north - bounds.south > REGION_LIMIT;
  return world ? worldFrame(bounds, box) : regionFrame(bounds, box);
}

function worldFrame(bounds: Bounds, { x, y, maxWidth, maxHeight }: Box): MapFrame {
  const middle = (bounds.west + bounds.east) / 2;
  const projection = geoEqualEarth().rotate([-middle, 0]);
  const [[left, top], [right, bottom]] = geoPath(projection.scale(1).translate([0, 0])).bounds({ type: "Sphere" });
  const scale = Math.min(maxWidth / (right - left), maxHeight / (bottom - top));
  const [width, height] = [Math.floor(scale * (right - left)), Math.floor(scale * (bottom - top))];
  const start = x + Math.round((maxWidth - width) / 2);
  projection
    .scale(scale)
    .translate([start + width / 2, y + height / 2])
    .precision(0.3);
  const frame = { kind: "world", projectionName: "Equal Earth", projection, bounds, x: start, y, width, height } as const;
  return { ...frame, degreesPerPixel: degreesPerPixel(projection, middle, 0) };
}

function regionFrame(bounds: Bounds, { x, y, maxWidth, maxHeight }: Box): MapFrame {
  const [longitude, latitude] = [(bounds.west + bounds.east) / 2, (bounds.south + bounds.north) / 2];
  const projection = geoAzimuthalEqualArea().rotate([-longitude, -latitude]).clipAngle(null).scale(1).translate([0, 0]);
  const [[left, top], [right, bottom]] = geoPath(projection).bounds({ type: "MultiPoint", coordinates: outline(bounds) });
  const scale = Math.min(maxWidth / (right - left), maxHeight / (bottom - top));
  const [width, height] = [Math.floor(scale * (right - left)), Math.floor(scale * (bottom - top))];
  const start = x + Math.round((maxWidth - width) / 2);
  projection
    .scale(scale)
    .translate([start - scale * left, y - scale * top])
    .clipExtent([
      [start, y],
      [start + width, y + height],
    ])
    .precision(0.3);
  const projectionName = "Lambert azimuthal equal-area";
  const frame = { kind: "region", projectionName, projection, bounds, x: start, y, width, height } as const;
  return { ...frame, degreesPerPixel: degreesPerPixel(projection, longitude, latitude) };
}

/** Points along the edge of the bounds, longitude and latitude. */
export function outline({ west, south, east, north }: Bounds): [number, number][] {
  const steps = Array.from({ length: OUTLINE_POINTS + 1 }, (_, index) => index / OUTLINE_POINTS);
  const along = (from: number, to: number) => steps.map((step) => from + (to - from) * step);
  return [
    ...along(west, east).map((longitude): [number, number] => [longitude, north]),
    ...along(north, south).map((latitude): [number, number] => [east, latitude]),
    ...along(east, west).map((longitude): [number, number] => [longitude, south]),
    ...along(south, north).map((latitude): [number, number] => [west, latitude]),
  ];
}

function degreesPerPixel(projection: GeoProjection, longitude: number, latitude: number): number {
  const [, above] = projection([longitude, latitude + 0.5])!;
  const [, below] = projection([longitude, latitude - 0.5])!;
  return 1 / (below - above);
}
