import type { GridGeometry } from "../contracts/grid.js";
import { GridMismatchError } from "../errors.js";
import { crsDefinition } from "./crs-definition.js";
import { WGS84 } from "./ellipsoid.js";
import { gridBounds } from "./grid-geometry.js";

/** Widest and tallest extent, degrees, over which a graticule passes for a plane of one scale. */
const PLANE_DEGREES = 10;

export interface MetricSpacing {
  /** Metres between samples of a row, and of a column; both positive. */
  readonly east: number;
  readonly north: number;
  /** Metres per unit of the CRS along each axis. */
  readonly metresPerUnit: { readonly east: number; readonly north: number };
  /** Largest relative error of `east` within the grid: 0 unless the grid is geographic. */
  readonly scaleError: number;
}

/**
 * Spacing of a north-up grid in metres: of `local` grids as it is, of projected ones by the unit of their CRS, of geographic ones of less
 * than 10 degrees by the radii of curvature of WGS84 at their middle latitude (a parallel shrinks with its cosine).
 * @throws GridMismatchError for a rotated grid, and for a geographic one that is too large to be a plane: project it first.
 */
export function metricSpacing(grid: GridGeometry): MetricSpacing {
  const [a, b, , d, e] = grid.transform;
  if (!(a > 0 && b === 0 && d === 0 && e < 0)) {
    throw new GridMismatchError("columns running east and rows south, not rotated", `column step (${a}, ${d}), row step (${b}, ${e})`);
  }
  const definition = grid.crs === "local" ? { geographic: false, metresPerUnit: 1 } : crsDefinition(grid.crs);
  if (!definition.geographic) {
    const metres = definition.metresPerUnit;
    return { east: a * metres, north: -e * metres, metresPerUnit: { east: metres, north: metres }, scaleError: 0 };
  }
  const { west, south, east, north } = gridBounds(grid);
  if (east - west >= PLANE_DEGREES || north - south >= PLANE_DEGREES || Math.max(-south, north) > 85) {
    throw new GridMismatchError(
      `a plane: a projected grid, or one in ${grid.crs} of less than ${PLANE_DEGREES} x ${PLANE_DEGREES} degrees away from the poles`,
      `${east - west} x ${north - south} degrees from ${west}, ${south} on; project it (stage project, or the reader gdal)`,
    );
  }
  const radians = Math.PI / 180;
  const latitude = ((south + north) / 2) * radians;
  const eccentricity = WGS84.flattening * (2 - WGS84.flattening);
  const w = Math.sqrt(1 - eccentricity * Math.sin(latitude) ** 2);
  const perUnit = {
    east: (WGS84.semiMajorAxis / w) * Math.cos(latitude) * radians,
    north: ((WGS84.semiMajorAxis * (1 - eccentricity)) / w ** 3) * radians,
  };
  const scaleError = Math.max(...[south, north].map((edge) => Math.abs(Math.cos(edge * radians) / Math.cos(latitude) - 1)));
  return { east: a * perUnit.east, north: -e * perUnit.north, metresPerUnit: perUnit, scaleError };
}
