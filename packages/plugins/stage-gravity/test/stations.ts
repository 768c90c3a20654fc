import { type Functional, type GridSource, type PointSet, type RawData, residentGrid, type Unit } from "@geoanomaly/core";

/** Readings at longitude, latitude, height. */
export function stations(
  functional: Functional,
  rows: readonly (readonly [longitude: number, latitude: number, height: number, value: number])[],
  datum: PointSet["height"]["datum"] = "geoid",
): Extract<RawData, { kind: "points" }> {
  const column = (index: number) => Float64Array.from(rows, (row) => row[index] as number);
  const points: PointSet = {
    easting: column(0),
    northing: column(1),
    upward: column(2),
    values: column(3),
    sourceLines: Uint32Array.from(rows, (_, i) => i + 2),
    crs: "EPSG:4326",
    quantity: { functional, unit: "mGal" },
    height: { metres: 0, datum },
  };
  return { kind: "points", points };
}

/** A grid of one value over the whole globe. */
export function everywhere(functional: Functional, value: number, spacing: number, unit: Unit = "m"): Extract<RawData, { kind: "grid" }> {
  const [rows, cols] = [180 / spacing, 360 / spacing];
  const grid: GridSource = residentGrid(
    {
      rows,
      cols,
      transform: [spacing, 0, -180, 0, -spacing, 90],
      registration: "area",
      crs: "EPSG:4326",
      quantity: { functional, unit },
      height: { metres: 0, datum: "geoid" },
      effectiveResolution: spacing,
    },
    { values: new Float32Array(rows * cols).fill(value) },
  );
  return { kind: "grid", grid };
}
