/** Number of tiles of all zooms below `zoom`: the id of its first tile. */
export function firstTileId(zoom: number): number {
  return (4 ** zoom - 1) / 3;
}

/**
 * Id of a web tile: tiles of lower zooms come first, within a zoom they follow the Hilbert curve from the north-west corner.
 * @param x Column from 180 W. @param y Row from the north.
 * @see PMTiles 3.4, section 4.1.1
 */
export function tileIdOf(zoom: number, x: number, y: number): number {
  let id = firstTileId(zoom);
  for (let side = 2 ** (zoom - 1); side >= 1; side /= 2) {
    const east = (x & side) > 0;
    const south = (y & side) > 0;
    id += side * side * (east ? (south ? 2 : 3) : south ? 1 : 0);
    if (south) continue;
    // The northern quadrants are traversed transposed, the eastern one of them also backwards.
    if (east) [x, y] = [side - 1 - (x % side), side - 1 - (y % side)];
    [x, y] = [y, x];
  }
  return id;
}

/** Zoom, column and row of a tile id: the inverse of {@link tileIdOf}. */
export function tileOf(id: number): { readonly zoom: number; readonly x: number; readonly y: number } {
  let zoom = 0;
  while (firstTileId(zoom + 1) <= id) zoom++;
  let rest = id - firstTileId(zoom);
  let [x, y] = [0, 0];
  for (let side = 1; side < 2 ** zoom; side *= 2) {
    const quadrant = rest % 4;
    rest = Math.floor(rest / 4);
    const east = quadrant >= 2;
    const south = quadrant === 1 || quadrant === 2;
    if (!south) {
      if (east) [x, y] = [side - 1 - x, side - 1 - y];
      [x, y] = [y, x];
    }
    if (east) x += side;
    if (south) y += side;
  }
  return { zoom, x, y };
}
