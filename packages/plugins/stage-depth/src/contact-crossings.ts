import type { PlaneGrid } from "@geoanomaly/core";
import { type FieldGradient, horizontalSize, quantile } from "./field-gradient.js";
import type { SourceEstimate } from "./source-points.js";

export interface CrossingLimits {
  /** Metres. */
  readonly maximumDepth: number;
  /** Largest uncertainty as a part of the depth. */
  readonly tolerance: number;
  /** Quantile of the horizontal gradient below which a crossing is left out. */
  readonly signal: number;
}

export interface CrossingCounts {
  readonly crossings: number;
  readonly weak: number;
  /** 45 degrees was not reached within the grid and the maximum depth on both sides. */
  readonly unbounded: number;
  readonly lopsided: number;
}

/** Steps of the walk away from a crossing, in samples. */
const STEP = 0.25;

/**
 * Places between neighbouring samples where the tilt angle changes sign, with the depth that its distance to +-45 degrees gives.
 * Works on the tangent of the tilt, which over a contact is linear in the distance, so that interpolation is exact there.
 */
export function contactCrossings(
  grid: PlaneGrid,
  gradient: FieldGradient,
  { maximumDepth, tolerance, signal }: CrossingLimits,
): { readonly estimates: readonly SourceEstimate[]; readonly counts: CrossingCounts } {
  const { rows, cols } = grid.shape;
  const { spacing } = grid;
  const horizontal = Float64Array.from(grid.values, (_, i) => horizontalSize(gradient, i));
  const least = quantile(horizontal, signal);
  const tangent = Float64Array.from(horizontal, (size, i) => gradient.down[i]! / size);

  /** Bilinear in samples; NaN beyond the grid and beside gaps. */
  const at = (col: number, row: number): number => {
    const [c, r] = [Math.min(Math.floor(col), cols - 2), Math.min(Math.floor(row), rows - 2)];
    const [u, v] = [col - c, row - r];
    if (!(c >= 0 && r >= 0 && u <= 1 && v <= 1)) return Number.NaN;
    const i = r * cols + c;
    const mix = (a: number, b: number, part: number) => (part === 0 ? a : part === 1 ? b : a + part * (b - a));
    return mix(mix(tangent[i]!, tangent[i + 1]!, u), mix(tangent[i + cols]!, tangent[i + cols + 1]!, u), v);
  };

  /** Metres from a crossing along a direction (samples for each metre) to where the tangent reaches `target`; NaN if it does not. */
  const distanceTo = (target: 1 | -1, col: number, row: number, stepCol: number, stepRow: number, metres: number): number => {
    let before = 0;
    for (let step = 1; (step - 1) * metres <= maximumDepth; step++) {
      const value = at(col + step * stepCol, row + step * stepRow);
      if (Number.isNaN(value)) return Number.NaN;
      if (value * target >= 1) return (step - 1 + (target - before) / (value - before)) * metres;
      before = value;
    }
    return Number.NaN;
  };

  const estimates: SourceEstimate[] = [];
  let [crossings, weak, unbounded, lopsided] = [0, 0, 0, 0];
  const visit = (first: number, second: number, alongRow: boolean) => {
    const [a, b] = [tangent[first]!, tangent[second]!];
    if (!((a < 0 && b >= 0) || (a >= 0 && b < 0))) return;
    crossings++;
    const part = a / (a - b);
    if (!(horizontal[first]! + part * (horizontal[second]! - horizontal[first]!) >= least)) return void weak++;
    const col = (first % cols) + (alongRow ? part : 0);
    const row = Math.floor(first / cols) + (alongRow ? 0 : part);
    const [west, east] = [Math.max(col - 0.5, 0), Math.min(col + 0.5, cols - 1)];
    const [north, south] = [Math.max(row - 0.5, 0), Math.min(row + 0.5, rows - 1)];
    const slopeEast = (at(east, row) - at(west, row)) / ((east - west) * spacing.east);
    const slopeSouth = (at(col, south) - at(col, north)) / ((south - north) * spacing.north);
    const size = Math.sqrt(slopeEast ** 2 + slopeSouth ** 2);
    const metres = STEP * Math.min(spacing.east, spacing.north);
    const [stepCol, stepRow] = [(metres * slopeEast) / (size * spacing.east), (metres * slopeSouth) / (size * spacing.north)];
    const up = distanceTo(1, col, row, stepCol, stepRow, metres);
    const down = distanceTo(-1, col, row, -stepCol, -stepRow, metres);
    const depth = (up + down) / 2;
    const uncertainty = Math.abs(up - down) / 2;
    if (!(depth <= maximumDepth)) unbounded++;
    else if (uncertainty > tolerance * depth) lopsided++;
    else estimates.push({ col, row, depth, uncertainty });
  };
  for (let row = 0; row < rows; row++)
    for (let col = 0; col < cols; col++) {
      const i = row * cols + col;
      if (col + 1 < cols) visit(i, i + 1, true);
      if (row + 1 < rows) visit(i, i + cols, false);
    }
  return { estimates, counts: { crossings, weak, unbounded, lopsided } };
}
