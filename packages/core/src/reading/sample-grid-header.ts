import type { Crs, GridHeader, Registration } from "../contracts/grid.js";
import { InvalidParameterError } from "../errors.js";
import type { GridDescription } from "./grid-description.js";

/** Where the samples of a file's grid stand, northern row first, columns eastwards; CRS units. */
export interface SampleLattice {
  readonly rows: number;
  readonly cols: number;
  /** Of the first sample of the northern row. */
  readonly x: number;
  readonly y: number;
  /** Positive. */
  readonly stepX: number;
  readonly stepY: number;
  readonly registration: Registration;
}

/**
 * Header of a grid in a format that says little of what it holds: the user's word counts before the file's.
 * @param found CRS as the file or a file beside it names it, if one does.
 * @throws InvalidParameterError if neither says the CRS: coordinates alone never tell it.
 */
export function sampleGridHeader(
  owner: string,
  lattice: SampleLattice,
  told: Omit<GridDescription, "maximumBytes">,
  found: Crs | undefined,
): GridHeader {
  const { rows, cols, x, y, stepX, stepY, registration } = lattice;
  const crs = told.crs ?? found;
  if (crs === undefined)
    throw new InvalidParameterError(owner, "crs", "the CRS, which the file does not name: an EPSG code, or local", "nothing");
  return {
    rows,
    cols,
    transform: [stepX, 0, x - stepX / 2, 0, -stepY, y + stepY / 2],
    registration,
    quantity: { functional: "unknown", unit: "1" },
    height: { metres: 0, datum: "unknown" },
    effectiveResolution: Math.max(stepX, stepY),
    ...told,
    crs,
  };
}
