import type { Grid, GridGeometry, GridHeader, GridSource } from "../contracts/grid.js";
import { InvalidConfigurationError } from "../errors.js";
import type { Bounds } from "./bounds.js";
import type { Tile } from "./tiles.js";

/** A whole number of cells, or an error: 1800 for 180 degrees of 0.1, although 180 / 0.1 need not be whole in binary. */
function wholeCells(degrees: number, spacing: number): number {
  const cells = Math.round(degrees / spacing);
  if (cells < 1 || Math.abs(cells * spacing - degrees) > 1e-9 * degrees) {
    throw new InvalidConfigurationError("grid", "spacing", `degrees that divide ${degrees}`, String(spacing));
  }
  return cells;
}

/**
 * The global grid: EPSG:4326, pixel-is-area, row 0 at the north, column 0 at 180 W; 1800 x 3600 for 0.1 degree.
 * @param spacing Degrees.
 * @throws InvalidConfigurationError if the spacing does not divide 180.
 */
export function globalGrid(spacing = 0.1): GridGeometry {
  const rows = wholeCells(180, spacing);
  return { rows, cols: 2 * rows, transform: [spacing, 0, -180, 0, -spacing, 90], registration: "area", crs: "EPSG:4326" };
}

/** Number of cells along the side of a tile. @throws InvalidConfigurationError if the spacing does not divide the tile. */
export function tileCells(spacing = 0.1, tileSize = 10): number {
  return wholeCells(tileSize, spacing);
}

/** Where a tile lies in the global grid. */
export interface TileWindow {
  readonly firstRow: number;
  readonly firstCol: number;
  readonly geometry: GridGeometry;
}

/** Window of a tile of `tileSize` degrees in the global grid of `spacing`; its corner is exact, not summed up from cells. */
export function tileWindow(tile: Tile, spacing = 0.1, tileSize = 10): TileWindow {
  const cells = tileCells(spacing, tileSize);
  const transform = [spacing, 0, tile.bounds.west, 0, -spacing, tile.bounds.north] as const;
  return {
    firstRow: tile.row * cells,
    firstCol: tile.col * cells,
    geometry: { rows: cells, cols: cells, transform, registration: "area", crs: "EPSG:4326" },
  };
}

/** Outer edges of a north-up grid in its CRS units; for EPSG:4326 in degrees, not wrapped. */
export function gridBounds({ rows, cols, transform: [a, , west, , e, north] }: GridGeometry): Bounds {
  return { west, south: north + e * rows, east: west + a * cols, north };
}

/** Latitude (or northing) of the samples of each row. */
export function rowCoordinates({ rows, transform: [, , , , e, north] }: GridGeometry): Float64Array {
  return Float64Array.from({ length: rows }, (_, row) => north + e * (row + 0.5));
}

/** Longitude (or easting) of the samples of each column, not wrapped. */
export function columnCoordinates({ cols, transform: [a, , west] }: GridGeometry): Float64Array {
  return Float64Array.from({ length: cols }, (_, col) => west + a * (col + 0.5));
}

/** The header alone, without samples or methods; members that are undefined are left out, as JSON would. */
export function headerOf(grid: Grid | GridSource | GridHeader): GridHeader {
  const { rows, cols, transform, registration, crs, quantity, height, epoch, tideSystem, effectiveResolution } = grid;
  return {
    rows,
    cols,
    transform,
    registration,
    crs,
    quantity,
    height,
    ...(epoch === undefined ? {} : { epoch }),
    ...(tideSystem === undefined ? {} : { tideSystem }),
    effectiveResolution,
  };
}
