import type { Bounds } from "@geoanomaly/core";
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

/** The web tiles of a zoom that share an area with the bounds, whose east may pass 180. */
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
