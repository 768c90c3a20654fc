import { type GridGeometry, type GridHeader, headerOf, type Quantity, type RawData, residentGrid } from "@geoanomaly/core";

/** Numbers 0 <= x < 1 from a seed: a 32-bit linear congruential generator (Numerical Recipes' constants). */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

/** Sum of twelve uniform numbers less 6: mean 0, variance 1. */
export function seededNormal(seed: number): () => number {
  const random = seededRandom(seed);
  return () => {
    let sum = -6;
    for (let k = 0; k < 12; k++) sum += random();
    return sum;
  };
}

export const square = (side: number, cell = 100, crs: GridGeometry["crs"] = "local"): GridGeometry => ({
  rows: side,
  cols: side,
  transform: [cell, 0, 0, 0, -cell, side * cell],
  registration: "area",
  crs,
});

export const header = (geometry: GridGeometry, quantity: Quantity, effectiveResolution = geometry.transform[0]): GridHeader => ({
  ...headerOf({ ...geometry, quantity, height: { metres: 0, datum: "terrain" }, effectiveResolution }),
});

export const layerOf = (geometry: GridGeometry, quantity: Quantity, values: Float32Array, effectiveResolution?: number): RawData => ({
  kind: "grid",
  grid: residentGrid(header(geometry, quantity, effectiveResolution), { values }),
});

/** A value for each cell from its centre, CRS units. */
export function sampled(
  { rows, cols, transform: [a, , west, , e, north] }: GridGeometry,
  of: (x: number, y: number) => number,
): Float32Array {
  return Float32Array.from({ length: rows * cols }, (_, cell) =>
    of(west + a * ((cell % cols) + 0.5), north + e * (Math.floor(cell / cols) + 0.5)),
  );
}

export const GRAVITY: Quantity = { functional: "gravity-residual", unit: "mGal" };
export const MAGNETIC: Quantity = { functional: "reduced-to-pole", unit: "nT" };
export const SCORE: Quantity = { functional: "robust-z", unit: "1" };
