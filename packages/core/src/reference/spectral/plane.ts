import type { Shape } from "../../contracts/kernels.js";
import type { Spacing } from "../../contracts/spectral-kernels.js";

/** `centre + east e + north n`, e and n in metres from the centre of the grid. */
export interface Plane {
  readonly centre: number;
  readonly east: number;
  readonly north: number;
}

/** Metres east of the centre of a column, and north of it of a row. */
export const eastOf = (shape: Shape, spacing: Spacing, col: number): number => (col - (shape.cols - 1) / 2) * spacing.east;
export const northOf = (shape: Shape, spacing: Spacing, row: number): number => ((shape.rows - 1) / 2 - row) * spacing.north;

/**
 * Least-squares plane through the finite samples. A slope that they do not determine (one row, one column, one line) is 0.
 * Works on indices from the centre, so that both axes have one scale.
 */
export function fitPlane(values: Float32Array, shape: Shape, spacing: Spacing): Plane {
  const unit = { east: 1, north: 1 };
  let [n, x, y, f] = [0, 0, 0, 0];
  let [xx, xy, yy, xf, yf] = [0, 0, 0, 0, 0];
  for (let row = 0; row < shape.rows; row++)
    for (let col = 0; col < shape.cols; col++) {
      const value = values[row * shape.cols + col]!;
      if (Number.isNaN(value)) continue;
      const [e, u] = [eastOf(shape, unit, col), northOf(shape, unit, row)];
      [n, x, y, f] = [n + 1, x + e, y + u, f + value];
      [xx, xy, yy, xf, yf] = [xx + e * e, xy + e * u, yy + u * u, xf + e * value, yf + u * value];
    }
  return solvePlane(n, [x, y, f, xx, xy, yy, xf, yf], spacing);
}

/** The plane from the sums of x, y, f, xx, xy, yy, xf, yf over n samples, x and y in samples from the centre. */
export function solvePlane(n: number, sums: readonly number[], spacing: Spacing): Plane {
  if (n === 0) return { centre: 0, east: 0, north: 0 };
  const [x, y, f, xx, xy, yy, xf, yf] = sums.map((sum) => sum / n) as [number, number, number, number, number, number, number, number];
  const [a, b, c] = [xx - x * x, xy - x * y, yy - y * y];
  const [p, q] = [xf - x * f, yf - y * f];
  const determinant = a * c - b * b;
  const whole = determinant > 1e-9 * a * c;
  const east = whole ? (c * p - b * q) / determinant : a > c ? p / a : 0;
  const north = whole ? (a * q - b * p) / determinant : c >= a && c > 0 ? q / c : 0;
  return { centre: f - east * x - north * y, east: east / spacing.east, north: north / spacing.north };
}
