import { type Crs, type GridHeader, type RawData, residentGrid } from "@geoanomaly/core";

export const HEADER: GridHeader = {
  rows: 40,
  cols: 48,
  transform: [100, 0, 500_000, 0, -100, 4_000_000],
  registration: "node",
  crs: "EPSG:32613",
  quantity: { functional: "complete-bouguer-anomaly", unit: "mGal" },
  height: { metres: 1200, datum: "geoid" },
  effectiveResolution: 100,
};

export const GEOGRAPHIC = { crs: "EPSG:4326" as Crs, transform: [0.01, 0, 116, 0, -0.01, -22] as const, effectiveResolution: 0.01 };

export type Field = (east: number, north: number) => number;

/** Attraction (mGal) of a mass of 1e11 kg at a depth, metres from the middle of the grid. */
export const mass =
  (east: number, north: number, depth: number): Field =>
  (x, y) =>
    (6.6743e-11 * 1e11 * depth * 1e5) / ((x - east) ** 2 + (y - north) ** 2 + depth ** 2) ** 1.5;

/** Samples of a field of east and north, metres from the middle of the grid, 100 m apart; row 0 in the north. */
export function samples(field: Field, { rows, cols }: GridHeader = HEADER): Float32Array {
  return Float32Array.from({ length: rows * cols }, (_, i) =>
    field(((i % cols) - (cols - 1) / 2) * 100, ((rows - 1) / 2 - Math.floor(i / cols)) * 100),
  );
}

export function gridData(values: Float32Array, header: Partial<GridHeader> = {}, uncertainty?: Float32Array): RawData {
  return { kind: "grid", grid: residentGrid({ ...HEADER, ...header }, { values, ...(uncertainty && { uncertainty }) }) };
}
