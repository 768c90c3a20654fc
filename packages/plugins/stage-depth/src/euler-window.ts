import type { PlaneGrid } from "@geoanomaly/core";
import { type FieldGradient, totalSize } from "./field-gradient.js";

/**
 * Euler's equation of one window, solved for every structural index at once: the right-hand side is linear in the index N, so the
 * solution is `start + N * slope` and the sum of squared residuals a parabola in N.
 * Components: east, north, down (metres from the middle of the window and the level of observation), and N times the base level.
 */
export interface EulerWindow {
  /** Middle of the window, samples. */
  readonly col: number;
  readonly row: number;
  /** Place of the window among all. */
  readonly latticeCol: number;
  readonly latticeRow: number;
  readonly start: readonly [east: number, north: number, down: number];
  readonly slope: readonly [east: number, north: number, down: number];
  readonly squares: readonly [constant: number, linear: number, quadratic: number];
  /** Variance of the depth for residuals of variance 1. */
  readonly depthVariance: number;
  readonly freedom: number;
}

/** Horizontal gradients along one axis this much smaller in square than along the other say nothing about a place along it. */
const FLAT = 0.01;

type Vector = [number, number, number, number];

/** Solves a symmetric positive system by Gauss without pivoting, for several right-hand sides; undefined if it is singular. */
function solve(matrix: readonly (readonly number[])[], sides: readonly (readonly number[])[]): number[][] | undefined {
  const n = matrix.length;
  const rows = matrix.map((row, i) => [...row, ...sides.map((side) => side[i]!)]);
  for (let i = 0; i < n; i++) {
    if (!(rows[i]![i]! > 1e-12 * matrix[i]![i]!)) return undefined;
    for (let r = 0; r < n; r++) {
      if (r === i) continue;
      const factor = rows[r]![i]! / rows[i]![i]!;
      for (let k = i; k < n + sides.length; k++) rows[r]![k]! -= factor * rows[i]![k]!;
    }
  }
  return sides.map((_, s) => rows.map((row, i) => row[n + s]! / row[i]!));
}

/**
 * Least squares of (x - x0) f_e + (y - y0) f_n - d f_d = N (B - f) over the samples of a window, where d is the depth of the source.
 * Horizontal coordinates are turned to the principal axes of the gradient; along an axis without gradient (the strike of a long body)
 * the source is put below the middle of the window.
 * @returns undefined for a window with fewer than 3/4 of its samples, or one whose gradients do not determine a source.
 */
export function eulerWindow(
  { values, shape: { cols }, spacing }: PlaneGrid,
  gradient: FieldGradient,
  place: {
    readonly firstRow: number;
    readonly firstCol: number;
    readonly size: number;
    readonly latticeRow: number;
    readonly latticeCol: number;
  },
): EulerWindow | undefined {
  const { firstRow, firstCol, size, latticeRow, latticeCol } = place;
  const { east, north, down } = gradient;
  const middle = (size - 1) / 2;
  const samples: number[] = [];
  let [ee, en, nn, mean] = [0, 0, 0, 0];
  for (let row = firstRow; row < firstRow + size; row++)
    for (let col = firstCol; col < firstCol + size; col++) {
      const i = row * cols + col;
      if (Number.isNaN(totalSize(gradient, i) + values[i]!)) continue;
      samples.push(i);
      [ee, en, nn, mean] = [ee + east[i]! ** 2, en + east[i]! * north[i]!, nn + north[i]! ** 2, mean + values[i]!];
    }
  if (samples.length < 0.75 * size * size) return undefined;
  mean /= samples.length;
  const turn = Math.atan2(2 * en, ee - nn) / 2; // of the principal axis, from east
  const [cosine, sine] = [Math.cos(turn), Math.sin(turn)];
  const [major, minor] = [1, -1].map((sign) => (ee + nn + sign * Math.sqrt((ee - nn) ** 2 + 4 * en * en)) / 2) as [number, number];
  const long = minor < FLAT * major;

  const normal = Array.from({ length: 4 }, () => [0, 0, 0, 0]);
  const sides: [Vector, Vector] = [
    [0, 0, 0, 0],
    [0, 0, 0, 0],
  ];
  const products: [number, number, number] = [0, 0, 0];
  for (const i of samples) {
    const x = ((i % cols) - firstCol - middle) * spacing.east;
    const y = (firstRow + middle - Math.floor(i / cols)) * spacing.north;
    const along = cosine * east[i]! + sine * north[i]!;
    const across = long ? 0 : cosine * north[i]! - sine * east[i]!;
    const a: Vector = [along, across, down[i]!, 1];
    // x0 f_e + y0 f_n + d f_d + N B = x f_e + y f_n + N f, with the place across a long body left out on both sides
    const fixed = (cosine * x + sine * y) * along + (cosine * y - sine * x) * across;
    const field = values[i]! - mean;
    for (let r = 0; r < 4; r++) {
      sides[0][r]! += a[r]! * fixed;
      sides[1][r]! += a[r]! * field;
      for (let c = 0; c < 4; c++) normal[r]![c]! += a[r]! * a[c]!;
    }
    products[0] += fixed * fixed;
    products[1] += fixed * field;
    products[2] += field * field;
  }
  const kept = long ? [0, 2, 3] : [0, 1, 2, 3];
  const pick = (vector: readonly number[]) => kept.map((k) => vector[k]!);
  const solved = solve(
    kept.map((r) => pick(normal[r]!)),
    [pick(sides[0]), pick(sides[1]), pick([0, 0, 1, 0])],
  );
  if (solved === undefined) return undefined;
  const [start, slope, unit] = solved.map((solution) => {
    const whole: Vector = [0, 0, 0, 0];
    for (const [at, k] of kept.entries()) whole[k] = solution[at]!;
    return whole;
  }) as [Vector, Vector, Vector];
  const dot = (a: Vector, b: Vector) => a.reduce((sum, value, k) => sum + value * b[k]!, 0);
  const back = ([along, across, depth]: Vector) => [cosine * along - sine * across, sine * along + cosine * across, depth] as const;
  return {
    col: firstCol + middle,
    row: firstRow + middle,
    latticeCol,
    latticeRow,
    start: back(start),
    slope: back(slope),
    squares: [products[0] - dot(start, sides[0]), 2 * (products[1] - dot(start, sides[1])), products[2] - dot(slope, sides[1])],
    depthVariance: unit[2],
    freedom: samples.length - kept.length,
  };
}
