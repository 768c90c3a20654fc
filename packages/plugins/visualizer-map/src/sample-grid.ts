import type { GridWindow } from "@geoanomaly/core";

/** Where a point lies: a value, `"no-data"` inside the grid, or `"outside"` of it. */
export type Sample = number | "no-data" | "outside";

/**
 * Bilinear value at a longitude and latitude, NaN-aware: samples without data carry no weight, and where the nearest has none
 * there is none, so that the edge of the data stays where it is. Longitude wraps.
 */
export function sampleGrid({ values, geometry }: GridWindow, longitude: number, latitude: number): Sample {
  const { rows, cols, transform } = geometry;
  const [cellWidth, , west, , cellHeight, north] = transform;
  const turn = 360 / cellWidth;
  const across = ((((longitude - west) / cellWidth) % turn) + turn) % turn;
  const down = (latitude - north) / cellHeight;
  if (across >= cols || down < 0 || down > rows) return "outside";
  const nearestRow = Math.min(rows - 1, Math.floor(down));
  if (Number.isNaN(values[nearestRow * cols + Math.floor(across)])) return "no-data";

  const wraps = Math.round(turn) === cols;
  const [left, top] = [Math.floor(across - 0.5), Math.floor(down - 0.5)];
  const [rightWeight, bottomWeight] = [across - 0.5 - left, down - 0.5 - top];
  let [sum, weights] = [0, 0];
  for (let side = 0; side < 4; side++) {
    const row = Math.min(rows - 1, Math.max(0, top + (side >> 1)));
    const beside = left + (side & 1);
    const col = wraps ? (beside + cols) % cols : Math.min(cols - 1, Math.max(0, beside));
    const value = values[row * cols + col]!;
    if (Number.isNaN(value)) continue;
    const weight = (side & 1 ? rightWeight : 1 - rightWeight) * (side >> 1 ? bottomWeight : 1 - bottomWeight);
    sum += weight * value;
    weights += weight;
  }
  return weights > 0 ? sum / weights : "no-data";
}
