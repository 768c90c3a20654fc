import { type Bounds, type Grid, gridBounds } from "@geoanomaly/core";
import { tileIdOf } from "./archive/tile-id.js";

/** Web tiles of one zoom, in ascending order of their ids. */
export interface TileCover {
  readonly ids: readonly number[];
  readonly x: Uint32Array;
  readonly y: Uint32Array;
}

/** Web Mercator ends where its map is square, degrees: gd(pi). */
export const MERCATOR_LATITUDE = (Math.atan(Math.sinh(Math.PI)) * 180) / Math.PI;

/** A tile edge that a rounding error would overstep belongs to one side only: fraction of a tile. */
const EDGE = 1e-9;

/**
 * Envelope of the cells that have data; longitudes as the grid has them, so east may pass 180.
 * `undefined` if there are none.
 */
export function dataBounds({ values, ...grid }: Grid): Bounds | undefined {
  const { rows, cols } = grid;
  let [top, bottom, left, right] = [rows, -1, cols, -1];
  for (let row = 0; row < rows; row++) {
    const start = row * cols;
    let first = 0;
    while (first < cols && Number.isNaN(values[start + first])) first++;
    if (first === cols) continue;
    let last = cols - 1;
    while (Number.isNaN(values[start + last])) last--;
    top = Math.min(top, row);
    bottom = row;
    left = Math.min(left, first);
    right = Math.max(right, last);
  }
  if (bottom < 0) return undefined;
  const { west, north } = gridBounds(grid);
  const [cellWidth, , , , cellHeight] = grid.transform;
  return {
    west: west + cellWidth * left,
    south: north + cellHeight * (bottom + 1),
    east: west + cellWidth * (right + 1),
    north: north + cellHeight * top,
  };
}

/** The web tiles of a zoom that share an area with the bounds. */
export function tileCover({ west, south, east, north }: Bounds, zoom: number): TileCover {
  const across = 2 ** zoom;
  const firstX = Math.floor(column(west, across) + EDGE);
  const lastX = Math.min(Math.ceil(column(east, across) - EDGE) - 1, firstX + across - 1);
  const firstY = Math.max(0, Math.floor(row(north, across) + EDGE));
  const lastY = Math.min(across - 1, Math.ceil(row(south, across) - EDGE) - 1);
  const tiles: { id: number; x: number; y: number }[] = [];
  for (let y = firstY; y <= lastY; y++) {
    for (let unwrapped = firstX; unwrapped <= lastX; unwrapped++) {
      const x = ((unwrapped % across) + across) % across;
      tiles.push({ id: tileIdOf(zoom, x, y), x, y });
    }
  }
  tiles.sort((a, b) => a.id - b.id);
  return {
    ids: tiles.map(({ id }) => id),
    x: Uint32Array.from(tiles, ({ x }) => x),
    y: Uint32Array.from(tiles, ({ y }) => y),
  };
}

function column(longitude: number, across: number): number {
  return ((longitude + 180) / 360) * across;
}

function row(latitude: number, across: number): number {
  const clipped = Math.min(MERCATOR_LATITUDE, Math.max(-MERCATOR_LATITUDE, latitude));
  return (0.5 - Math.asinh(Math.tan((clipped * Math.PI) / 180)) / (2 * Math.PI)) * across;
}
