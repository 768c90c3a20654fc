import { type GridHeader, type RawData, residentGrid } from "@geoanomaly/core";

export const HEADER: GridHeader = {
  rows: 81,
  cols: 90,
  transform: [50, 0, 700_000, 0, -60, 7_500_000],
  registration: "node",
  crs: "EPSG:32750",
  quantity: { functional: "total-field-anomaly", unit: "nT" },
  height: { metres: 400, datum: "geoid" },
  effectiveResolution: 60,
};

export type Field = (east: number, north: number) => number;

/** Easting and northing of the middle of the grid. */
export const MIDDLE = { easting: 700_000 + 50 * 45, northing: 7_500_000 - 60 * 40.5 };

/** A grid of a field of east and north, metres from its middle. */
export function gridData(
  field: Field,
  header: Partial<GridHeader> = {},
  hole: (row: number, col: number) => boolean = () => false,
): RawData {
  const whole = { ...HEADER, ...header };
  const { rows, cols } = whole;
  const values = Float32Array.from({ length: rows * cols }, (_, i) => {
    const [row, col] = [Math.floor(i / cols), i % cols];
    return hole(row, col) ? Number.NaN : field((col - (cols - 1) / 2) * 50, ((rows - 1) / 2 - row) * 60);
  });
  return { kind: "grid", grid: residentGrid(whole, { values }) };
}
