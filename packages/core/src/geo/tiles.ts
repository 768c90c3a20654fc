import picomatch from "picomatch";
import { InvalidConfigurationError, InvalidParameterError } from "../errors.js";
import { type Bounds, overlaps } from "./bounds.js";

/** A square of the global tiling. */
export interface Tile {
  /** Names the south-west corner, whole degrees: `t_N30_E120` covers 30..40 N, 120..130 E when tiles measure 10 degrees. */
  readonly id: string;
  /** Counted from the north. */
  readonly row: number;
  /** Counted from 180 W. */
  readonly col: number;
  readonly bounds: Bounds;
}

export interface TileSelection {
  /** Globs of tile ids; empty or absent: all tiles. */
  readonly include?: readonly string[];
  readonly exclude?: readonly string[];
  /** Only tiles that overlap these. */
  readonly bounds?: Bounds;
}

/** Id of the tile with this south-west corner, whole degrees. Zero is N00 and E000. */
export function tileId(south: number, west: number): string {
  const latitude = `${south < 0 ? "S" : "N"}${String(Math.abs(south)).padStart(2, "0")}`;
  const longitude = `${west < 0 ? "W" : "E"}${String(Math.abs(west)).padStart(3, "0")}`;
  return `t_${latitude}_${longitude}`;
}

function checkTileSize(tileSize: number): void {
  if (!Number.isInteger(tileSize) || tileSize < 1 || 90 % tileSize !== 0) {
    throw new InvalidParameterError("tiles", "tileSize", "whole degrees that divide 90", String(tileSize));
  }
}

/** All tiles of the globe, row-major from the north-west: 648 of 10 degrees. */
export function listTiles(tileSize = 10): Tile[] {
  checkTileSize(tileSize);
  const tiles: Tile[] = [];
  for (let row = 0; row < 180 / tileSize; row++) {
    for (let col = 0; col < 360 / tileSize; col++) {
      const north = 90 - row * tileSize;
      const west = col * tileSize - 180;
      const bounds = { west, south: north - tileSize, east: west + tileSize, north };
      tiles.push({ id: tileId(bounds.south, west), row, col, bounds });
    }
  }
  return tiles;
}

/**
 * The tile with this id.
 * @throws InvalidParameterError if no tile of that size has it.
 */
export function parseTileId(id: string, tileSize = 10): Tile {
  checkTileSize(tileSize);
  const [, hemisphere, latitude, side, longitude] = /^t_([NS])(\d{2})_([EW])(\d{3})$/.exec(id) ?? [];
  const south = Number(latitude) * (hemisphere === "S" ? -1 : 1);
  const west = Number(longitude) * (side === "W" ? -1 : 1);
  const row = (90 - south) / tileSize - 1;
  const col = (west + 180) / tileSize;
  const exists = Number.isInteger(row) && Number.isInteger(col) && row >= 0 && row < 180 / tileSize && col >= 0 && col < 360 / tileSize;
  if (!exists || tileId(south, west) !== id) {
    throw new InvalidParameterError(
      "tiles",
      "id",
      `the south-west corner of a ${tileSize} degree tile, like t_N30_E120`,
      JSON.stringify(id),
    );
  }
  return { id, row, col, bounds: { west, south, east: west + tileSize, north: south + tileSize } };
}

/**
 * Tiles that an include and exclude list and bounds leave, row-major from the north-west.
 * @throws InvalidConfigurationError if an include pattern matches no tile, or nothing is left.
 */
export function selectTiles({ include = [], exclude = [], bounds }: TileSelection, tileSize = 10): Tile[] {
  const all = listTiles(tileSize);
  const wanted = include.map((pattern) => ({ pattern, matches: picomatch(pattern) }));
  const unwanted = exclude.map((pattern) => picomatch(pattern));
  for (const { pattern, matches } of wanted) {
    if (!all.some(({ id }) => matches(id))) {
      throw new InvalidConfigurationError(
        "region",
        "tiles.include",
        "a glob that matches tile ids like t_N30_E120",
        JSON.stringify(pattern),
      );
    }
  }
  const selected = all.filter(
    (tile) =>
      (wanted.length === 0 || wanted.some(({ matches }) => matches(tile.id))) &&
      !unwanted.some((matches) => matches(tile.id)) &&
      (bounds === undefined || overlaps(bounds, tile.bounds)),
  );
  if (selected.length === 0) {
    throw new InvalidConfigurationError("region", "tiles", "at least one tile", "none after include, exclude and bounds");
  }
  return selected;
}
