import { globalGrid, tileCells } from "../../geo/grid-geometry.js";
import { listTiles } from "../../geo/tiles.js";

/** Sets samples of the global grid to no data outside of these tiles; undefined if they are all tiles. */
export function regionMask(tileIds: readonly string[], spacing: number, tileSize: number): ((values: Float32Array) => void) | undefined {
  const inside = new Set(tileIds);
  const outside = listTiles(tileSize).filter(({ id }) => !inside.has(id));
  if (outside.length === 0) return undefined;
  const cells = tileCells(spacing, tileSize);
  const { cols } = globalGrid(spacing);
  return (values) => {
    for (const { row, col } of outside) {
      for (let line = row * cells; line < (row + 1) * cells; line++) {
        values.fill(Number.NaN, line * cols + col * cells, line * cols + (col + 1) * cells);
      }
    }
  };
}
