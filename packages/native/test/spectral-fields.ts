import type { FieldDirection, Shape } from "@geoanomaly/core";

/** A buried point: metres east and north of the centre of the grid, depth positive down. */
export interface Source {
  readonly east: number;
  readonly north: number;
  readonly depth: number;
}

export const SHAPE: Shape = { rows: 95, cols: 110 };
export const SPACING = { east: 50, north: 60 };

/** A grid of f(east, north), metres from its centre; row 0 in the north. */
export function sampled(f: (east: number, north: number) => number, shape = SHAPE, spacing = SPACING): Float32Array {
  return Float32Array.from({ length: shape.rows * shape.cols }, (_, i) =>
    f(((i % shape.cols) - (shape.cols - 1) / 2) * spacing.east, ((shape.rows - 1) / 2 - Math.floor(i / shape.cols)) * spacing.north),
  );
}

type Vector = readonly [east: number, north: number, up: number];

const radians = Math.PI / 180;

/** Unit vector of a direction; inclination is positive down. */
export function unit({ inclination, declination }: FieldDirection): Vector {
  const [i, d] = [inclination * radians, declination * radians];
  return [Math.cos(i) * Math.sin(d), Math.cos(i) * Math.cos(d), -Math.sin(i)];
}

const dot = (a: Vector, b: Vector) => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];

/** Total-field anomaly (nT) of a dipole of `moment` A m2 at the height `up` above the grid. */
export function dipole(source: Source, moment: number, field: FieldDirection, magnetisation: FieldDirection = field) {
  const [f, m] = [unit(field), unit(magnetisation)];
  return (east: number, north: number, up = 0): number => {
    const r: Vector = [east - source.east, north - source.north, up + source.depth];
    const distance = Math.sqrt(dot(r, r));
    return 100 * moment * ((3 * dot(m, r) * dot(f, r)) / distance ** 5 - dot(m, f) / distance ** 3);
  };
}

/** Downward attraction (mGal) of a mass (kg). */
export function pointMass(source: Source, mass: number) {
  return (east: number, north: number, up = 0): number => {
    const [e, n, u] = [east - source.east, north - source.north, up + source.depth];
    return (6.6743e-11 * mass * u * 1e5) / (e * e + n * n + u * u) ** 1.5;
  };
}

/** Largest difference over the inner part of the grid (`margin` samples left out), over the largest expected value. */
export function interiorError(actual: Float32Array, expected: Float32Array, margin: number, shape = SHAPE): number {
  let [worst, largest] = [0, 0];
  for (let row = margin; row < shape.rows - margin; row++)
    for (let col = margin; col < shape.cols - margin; col++) {
      const i = row * shape.cols + col;
      worst = Math.max(worst, Math.abs(actual[i]! - expected[i]!));
      largest = Math.max(largest, Math.abs(expected[i]!));
    }
  return worst / largest;
}
