import type { RunDescription } from "./run-description.js";
import { wrapLongitude } from "./tile-id.js";

/** A cell of the run's grid. */
export interface GridCell {
  readonly row: number;
  readonly col: number;
  readonly west: number;
  readonly south: number;
  readonly east: number;
  readonly north: number;
}

/** The cell that holds a place; `undefined` outside of the grid. */
export function cellAt(
  longitude: number,
  latitude: number,
  { rows, cols, west, north, spacing }: RunDescription["grid"],
): GridCell | undefined {
  const wrapped = wrapLongitude(longitude);
  const col = Math.floor(((wrapped < west ? wrapped + 360 : wrapped) - west) / spacing + 1e-9);
  const row = Math.min(Math.floor((north - latitude) / spacing + 1e-9), rows - 1);
  if (col >= cols || row < 0 || latitude < north - rows * spacing) return undefined;
  const edge = (origin: number, steps: number) => Number((origin + steps * spacing).toFixed(9));
  return { row, col, west: edge(west, col), east: edge(west, col + 1), north: edge(north, -row), south: edge(north, -row - 1) };
}
