import type { GridGeometry, GridHeader } from "@geoanomaly/core";
import type { Field } from "./field.js";
import { columnStretch, comesRound, rowMetres } from "./geometry.js";

/** Widths of the bands over the least one: a body of any width between them loses little in the nearest. */
const SCALES = [1, 1.6, 2.5, 4];
/** Neighbourhood of a band over its width, and at least over the least width. */
const WINDOW = 4;
const LEAST_WINDOW = 8;
/** The surround of the widest band must fit into the map so many times. */
const FITS = 8;

/** Cells whose mean is one of the search, on a side: as many as fit into the effective resolution. The least band is as wide as such a cell. */
export function searchFactor({ effectiveResolution, transform, rows, cols, ...rest }: GridHeader): number {
  const geometry = { transform, rows, cols, ...rest };
  let factor = Math.max(1, Math.floor(effectiveResolution / Math.abs(transform[0]) + 1e-9));
  while (factor > 1 && (Math.min(rows, cols) / factor < 16 || (comesRound(geometry) && cols % factor !== 0))) factor--;
  return factor;
}

/** Cells of the search. */
export function searchGeometry({ rows, cols, transform: [a, b, west, d, e, north], crs }: GridGeometry, factor: number): GridGeometry {
  return {
    rows: Math.ceil(rows / factor),
    cols: Math.ceil(cols / factor),
    transform: [a * factor, b, west, d, e * factor, north],
    registration: "area",
    crs,
  };
}

/** The field to search; widths follow from the effective resolution (CRS units): none is finer than half of it. */
export function searchField(
  values: Float32Array,
  geometry: GridGeometry,
  effectiveResolution: number,
  scales: readonly number[] | undefined,
): Field {
  const stretch = columnStretch(geometry);
  const least = Math.max(1, effectiveResolution / (2 * Math.abs(geometry.transform[4])));
  const side = Math.min(geometry.rows, geometry.cols);
  const widths = scales ?? SCALES.map((scale) => scale * least).filter((scale, k) => k === 0 || FITS * scale <= side);
  return {
    values,
    geometry,
    wrap: comesRound(geometry),
    rowMetres: rowMetres(geometry),
    scales: widths,
    windows: widths.map((width) => Math.max(LEAST_WINDOW * least, WINDOW * width)),
    ...(stretch && { columnStretch: stretch }),
  };
}
