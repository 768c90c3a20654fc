import type { GridSource } from "@geoanomaly/core";

/** Rows in the best precision the source has. */
export async function preciseRows(grid: GridSource, firstRow: number, rowCount: number, signal: AbortSignal): Promise<Float64Array> {
  if (grid.readDouble) return grid.readDouble(firstRow, rowCount, signal);
  return Float64Array.from(await grid.read(firstRow, rowCount, signal));
}

/** Geodetic latitude of the samples of a row, degrees; rows that rounding puts beyond a pole stand on it. */
export function rowLatitude({ transform: [, , , , step, north] }: GridSource, row: number): number {
  return Math.max(-90, Math.min(90, north + step * (row + 0.5)));
}
