import type { GridGeometry, Places, PlaneReadings } from "@geoanomaly/core";
import { seededRandom } from "./seeded-grid.js";

/** A north-up grid in metres whose cells cover `[0, cols) x [0, rows)` steps from the origin. */
export const metreGrid = (rows: number, cols: number, step = 1, rowStep = step): GridGeometry => ({
  rows,
  cols,
  transform: [step, 0, 0, 0, -rowStep, rows * rowStep],
  registration: "area",
  crs: "local",
});

/** Where sample (row, col) of a grid stands. */
export const sampleAt = ({ transform, cols }: GridGeometry, i: number): readonly [easting: number, northing: number] => [
  transform[2] + transform[0] * ((i % cols) + 0.5),
  transform[5] + transform[4] * (Math.floor(i / cols) + 0.5),
];

/** Readings of `field` at seeded places in `[0, width) x [0, height)`. */
export function scattered(
  count: number,
  width: number,
  height: number,
  seed: number,
  field: (easting: number, northing: number) => number,
): PlaneReadings {
  const random = seededRandom(seed);
  const easting = Float64Array.from({ length: count }, () => width * random());
  const northing = Float64Array.from({ length: count }, () => height * random());
  return { easting, northing, values: easting.map((x, i) => field(x, northing[i] as number)) };
}

/** The same readings in another order. */
export function shuffled({ easting, northing, values }: PlaneReadings, seed: number): PlaneReadings {
  const random = seededRandom(seed);
  const order = [...values.keys()].map((i) => [random(), i] as const).sort(([a], [b]) => a - b);
  const pick = (array: Float64Array) => Float64Array.from(order, ([, i]) => array[i] as number);
  return { easting: pick(easting), northing: pick(northing), values: pick(values) };
}

/** Places with the heights that `upward` gives. */
export const lifted = ({ easting, northing }: PlaneReadings, upward: (i: number) => number): Places => ({
  easting,
  northing,
  upward: easting.map((_, i) => upward(i)),
});

export const rms = (values: ArrayLike<number>): number =>
  Math.sqrt(Array.from(values).reduce((sum, value) => sum + value * value, 0) / values.length);
