import type { Grid } from "../contracts/grid.js";

/**
 * Value of a grid at a place in its CRS: bilinear between the four nearest samples, held constant within half a cell of the border.
 * @returns NaN outside the grid. Samples without data are left out and the others weigh more; NaN where none of the four has data.
 */
export function sampleGrid(grid: Grid, x: number, y: number): number {
  const [a, b, c, d, e, f] = grid.transform;
  const determinant = a * e - b * d;
  const col = (e * (x - c) - b * (y - f)) / determinant;
  const row = (a * (y - f) - d * (x - c)) / determinant;
  const tolerance = 1e-9 * (grid.cols + grid.rows);
  if (!(col >= -tolerance && row >= -tolerance && col <= grid.cols + tolerance && row <= grid.rows + tolerance)) return Number.NaN;
  const u = Math.min(Math.max(col - 0.5, 0), grid.cols - 1);
  const v = Math.min(Math.max(row - 0.5, 0), grid.rows - 1);
  const [left, above] = [Math.min(Math.floor(u), Math.max(0, grid.cols - 2)), Math.min(Math.floor(v), Math.max(0, grid.rows - 2))];
  let [sum, weight] = [0, 0];
  for (let j = 0; j < 2; j++) {
    for (let i = 0; i < 2; i++) {
      const w = (i === 0 ? 1 - (u - left) : u - left) * (j === 0 ? 1 - (v - above) : v - above);
      if (w === 0) continue;
      const value = grid.values[(above + j) * grid.cols + left + i]!;
      if (Number.isNaN(value)) continue;
      sum += w * value;
      weight += w;
    }
  }
  return weight > 0 ? sum / weight : Number.NaN;
}
