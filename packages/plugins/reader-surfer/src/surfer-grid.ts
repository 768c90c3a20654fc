import { CorruptInputError } from "@geoanomaly/core";

/** Where a Surfer grid stands: nodes, the south-western one first. */
export interface SurferGrid {
  readonly rows: number;
  readonly cols: number;
  readonly west: number;
  readonly south: number;
  readonly stepX: number;
  readonly stepY: number;
  /** A value from here on is blank. */
  readonly blank: number;
}

/** What Surfer writes for a blank node, a little rounded down: files print it with as few as five digits. */
export const BLANK = 1.7014e38;
/** Along one side; a larger number is damage. */
const MOST_NODES = 1_000_000;

/** @throws CorruptInputError unless there are at least two nodes in each direction, and the place is one. */
export function checkedGrid(path: string, place: string, grid: SurferGrid): SurferGrid {
  const { rows, cols, west, south, stepX, stepY } = grid;
  const counts = [rows, cols].every((count) => Number.isInteger(count) && count >= 2 && count <= MOST_NODES);
  const numbers = [west, south, stepX, stepY].every(Number.isFinite) && stepX > 0 && stepY > 0;
  if (counts && numbers) return grid;
  const found = `${cols} x ${rows}, corner ${west}, ${south}, spacing ${stepX} x ${stepY}`;
  throw new CorruptInputError(path, place, `2 to ${MOST_NODES} columns and rows, a corner, and spacings above 0`, found);
}

/** Puts values that come from the south-western node on into rows from the north; blank ones become NaN. */
export function northFirst<A extends Float32Array | Float64Array>(
  { rows, cols, blank }: SurferGrid,
  out: A,
): (value: number, index: number) => void {
  return (value, index) => {
    const row = Math.floor(index / cols);
    out[(rows - 1 - row) * cols + (index - row * cols)] = value >= blank ? Number.NaN : value;
  };
}
