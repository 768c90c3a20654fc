import type { GriddingKernels } from "../../contracts/gridding-kernels.js";
import { type CellFrame, cellFrame, cellOf, checkCurvature, checkReadings } from "./arguments.js";
import { CurvatureGrid, type CurvatureReading } from "./curvature-grid.js";

const OVER_RELAXATION = 1.4;
const COARSEST_SIDE = 5;
/** Part of the largest reading that rounding leaves of a plane. */
const ROUNDING = 1e-12;

const compare = (a: readonly number[], b: readonly number[]) => {
  const at = a.findIndex((value, i) => value !== b[i]);
  return at < 0 ? 0 : a[at]! - b[at]!;
};

/** Of the readings in a sample's cell the one closest to the sample, samples row-major. Ties go by value, then by place. */
function closestReadings(
  { easting, northing, values }: Parameters<GriddingKernels["minimumCurvature"]>[0],
  frame: CellFrame,
  aspect: number,
): CurvatureReading[] {
  const closest = new Map<number, readonly [number, number, number, number]>();
  for (let i = 0; i < values.length; i++) {
    const cell = Number.isFinite(values[i]) ? cellOf(frame, easting[i]!, northing[i]!) : -1;
    if (cell < 0) continue;
    const col = (easting[i]! - frame.west) / frame.columnStep - 0.5;
    const row = (frame.north - northing[i]!) / frame.rowStep - 0.5;
    const [dx, dy] = [col - (cell % frame.cols), (row - Math.floor(cell / frame.cols)) / aspect];
    const candidate = [dx * dx + dy * dy, values[i]!, col, row] as const;
    const held = closest.get(cell);
    if (held === undefined || compare(candidate, held) < 0) closest.set(cell, candidate);
  }
  return [...closest.entries()].sort(([a], [b]) => a - b).map(([, [, value, col, row]]) => ({ col, row, value }));
}

/** Least-squares plane; level if the readings lie on a line or are fewer than three. */
function planeOf(readings: readonly CurvatureReading[]): (col: number, row: number) => number {
  const mean = (of: (reading: CurvatureReading) => number) => readings.reduce((sum, r) => sum + of(r), 0) / readings.length;
  const [col0, row0, value0] = [mean((r) => r.col), mean((r) => r.row), mean((r) => r.value)];
  const cc = mean((r) => (r.col - col0) ** 2);
  const rr = mean((r) => (r.row - row0) ** 2);
  const cr = mean((r) => (r.col - col0) * (r.row - row0));
  const cv = mean((r) => (r.col - col0) * (r.value - value0));
  const rv = mean((r) => (r.row - row0) * (r.value - value0));
  const determinant = cc * rr - cr * cr;
  if (!(determinant > 1e-12 * cc * rr)) return () => value0;
  const [perCol, perRow] = [(cv * rr - rv * cr) / determinant, (rv * cc - cv * cr) / determinant];
  return (col, row) => value0 + perCol * (col - col0) + perRow * (row - row0);
}

/** Grids of halved steps, each starting from the one before; a plane is taken out first and put back. */
export const minimumCurvature: GriddingKernels["minimumCurvature"] = async (input, geometry, options) => {
  checkReadings(input);
  checkCurvature(options);
  const frame = cellFrame("minimumCurvature", geometry);
  const { rows, cols } = frame;
  const { tension, aspect, convergence, maximumIterations, signal } = options;
  const found = closestReadings(input, frame, aspect);
  const values = new Float32Array(rows * cols).fill(Number.NaN);
  if (found.length === 0) return { values, used: 0, iterations: 0, change: 0, deviation: 0, converged: true };
  const plane = planeOf(found);
  const residuals = found.map((r) => r.value - plane(r.col, r.row));
  const spread = Math.sqrt(residuals.reduce((sum, value) => sum + value ** 2, 0) / residuals.length);
  const deviation = spread < ROUNDING * found.reduce((most, r) => Math.max(most, Math.abs(r.value)), 0) ? 0 : spread;
  const readings = found.map((r, i) => ({ ...r, value: deviation > 0 ? residuals[i]! : 0 }));
  let stride = 1;
  while (Math.floor(Math.min(rows, cols) / (2 * stride)) >= COARSEST_SIDE) stride *= 2;
  let grid: CurvatureGrid | undefined;
  let [iterations, change] = [0, 0];
  for (; stride >= 1; stride /= 2) {
    const finer: CurvatureGrid = new CurvatureGrid(rows, cols, stride, aspect * aspect, tension, readings);
    if (grid !== undefined) finer.startFrom(grid);
    grid = finer;
    change = deviation > 0 ? Number.POSITIVE_INFINITY : 0;
    for (iterations = 0; iterations < maximumIterations && change > convergence * deviation; iterations++) {
      signal?.throwIfAborted();
      change = finer.relax(OVER_RELAXATION);
    }
  }
  for (let i = 0; i < values.length; i++) {
    const [row, col] = [Math.floor(i / cols), i % cols];
    values[i] = grid!.value(row, col) + plane(col, row);
  }
  return { values, used: found.length, iterations, change, deviation, converged: change <= convergence * deviation };
};
