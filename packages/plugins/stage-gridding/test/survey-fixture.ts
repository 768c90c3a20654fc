import type { Crs, GridGeometry, PointSet } from "@geoanomaly/core";

/** Numbers 0 <= x < 1 from a seed (Numerical Recipes' linear congruential generator). */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

/** Standard normal numbers (Box and Muller). */
export function normalNumbers(seed: number): () => number {
  const random = seededRandom(seed);
  return () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

export const frame = (rows: number, cols: number, step: number, crs: Crs = "EPSG:32736", west = 0, south = 0): GridGeometry => ({
  rows,
  cols,
  transform: [step, 0, west, 0, -step, south + rows * step],
  registration: "area",
  crs,
});

/** Readings at seeded places over a frame, 100 m up. */
export function survey(
  target: GridGeometry,
  count: number,
  seed: number,
  field: (easting: number, northing: number, upward: number) => number,
): PointSet {
  const random = seededRandom(seed);
  const [step, , west, , , north] = target.transform;
  const easting = Float64Array.from({ length: count }, () => west + step * target.cols * random());
  const northing = Float64Array.from({ length: count }, () => north - step * target.rows * random());
  const upward = easting.map(() => 80 + 40 * random());
  return {
    easting,
    northing,
    upward,
    values: easting.map((x, i) => field(x, northing[i] as number, upward[i] as number)),
    crs: target.crs,
    quantity: { functional: "total-field-anomaly", unit: "nT" },
    height: { metres: 100, datum: "ellipsoid" },
  };
}

/** Where sample `i` stands. */
export const sampleAt = ({ transform, cols }: GridGeometry, i: number): readonly [number, number] => [
  transform[2] + transform[0] * ((i % cols) + 0.5),
  transform[5] + transform[4] * (Math.floor(i / cols) + 0.5),
];

export const rms = (values: ArrayLike<number>): number =>
  Math.sqrt(Array.from(values).reduce((sum, value) => sum + value * value, 0) / values.length);
