import type { GridGeometry } from "@geoanomaly/core";
import type { Footprint } from "./footprint.js";

type Ring = readonly (readonly [number, number])[];

/** Cells of a footprint in a frame one cell wider than it is. */
interface Mask {
  readonly rows: number;
  readonly cols: number;
  readonly firstRow: number;
  readonly firstCol: number;
  readonly set: Uint8Array;
}

function maskOf({ rows, cols }: Footprint): Mask {
  const least = (list: Int32Array) => list.reduce((a, b) => Math.min(a, b));
  const most = (list: Int32Array) => list.reduce((a, b) => Math.max(a, b));
  const [firstRow, firstCol] = [least(rows) - 1, least(cols) - 1];
  const [height, width] = [most(rows) - firstRow + 2, most(cols) - firstCol + 2];
  const set = new Uint8Array(height * width);
  rows.forEach((row, k) => {
    set[(row - firstRow) * width + (cols[k] as number) - firstCol] = 1;
  });
  return { rows: height, cols: width, firstRow, firstCol, set };
}

/** Cells that touch at a corner only are joined through one of the two between them, so that no ring touches itself. */
function closeCorners({ rows, cols, set }: Mask): void {
  for (let changed = true; changed; ) {
    changed = false;
    for (let row = 0; row + 1 < rows; row++)
      for (let col = 0; col + 1 < cols; col++) {
        const [a, b] = [row * cols + col, (row + 1) * cols + col];
        if (set[a] === set[b + 1] && set[a + 1] === set[b] && set[a] !== set[b]) {
          set[set[a] === 1 ? a + 1 : a] = 1;
          changed = true;
        }
      }
  }
}

const areaOf = (ring: Ring) =>
  ring.reduce((sum, [x, y], k) => {
    const [nextX, nextY] = ring[(k + 1) % ring.length] as readonly [number, number];
    return sum + x * nextY - nextX * y;
  }, 0) / 2;

/**
 * Outline along the edges of the cells: closed rings, the outer one first and counter-clockwise, holes clockwise. Cells that touch at a
 * corner only are joined by one more. Longitudes go on beyond 180 where a footprint crosses the antimeridian.
 */
export function outlineOf(footprint: Footprint, { transform: [width, , west, , height, north] }: GridGeometry): Ring[] {
  const mask = maskOf(footprint);
  closeCorners(mask);
  const { rows, cols, firstRow, firstCol, set } = mask;
  // Directed edges with the footprint to the left (seen with north up); each corner is left by one of them.
  const corner = (row: number, col: number) => row * (cols + 1) + col;
  const next = new Map<number, number>();
  for (let row = 0; row < rows; row++)
    for (let col = 0; col < cols; col++) {
      if (set[row * cols + col] === 0) continue;
      const at = (r: number, c: number) => set[r * cols + c] === 1;
      if (!at(row - 1, col)) next.set(corner(row, col + 1), corner(row, col));
      if (!at(row + 1, col)) next.set(corner(row + 1, col), corner(row + 1, col + 1));
      if (!at(row, col - 1)) next.set(corner(row, col), corner(row + 1, col));
      if (!at(row, col + 1)) next.set(corner(row + 1, col + 1), corner(row, col + 1));
    }
  const rings: Ring[] = [];
  while (next.size > 0) {
    const [start] = next.keys() as IterableIterator<number>;
    const corners: number[] = [];
    for (let here = start as number; next.has(here); ) {
      corners.push(here);
      const there = next.get(here) as number;
      next.delete(here);
      here = there;
    }
    // Corners in the middle of a straight side say nothing.
    const turns = corners.filter((here, k) => {
      const [before, after] = [corners.at(k - 1) as number, corners[(k + 1) % corners.length] as number];
      return here - before !== after - here;
    });
    const ring = [...turns, turns[0] as number].map((here): readonly [number, number] => {
      const [row, col] = [Math.floor(here / (cols + 1)), here % (cols + 1)];
      return [west + width * (firstCol + col), north + height * (firstRow + row)];
    });
    rings.push(ring);
  }
  return rings.sort((a, b) => Math.abs(areaOf(b)) - Math.abs(areaOf(a)));
}
