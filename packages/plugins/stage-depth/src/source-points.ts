import type { PlaneGrid, PointSet, RawData } from "@geoanomaly/core";

/** A source below a place given in samples of the grid (fractional), metres below the level of observation. */
export interface SourceEstimate {
  readonly col: number;
  readonly row: number;
  readonly depth: number;
  readonly uncertainty: number;
}

/**
 * Estimates as points of `source-depth`, metres, positive down. Depths are below the ground where the grid's height is above the terrain
 * (and those above the ground are left out), else below the level of observation, which stays the points' height.
 */
export function sourcePoints(
  { header }: PlaneGrid,
  estimates: readonly SourceEstimate[],
): { readonly data: RawData; readonly aboveGround: number; readonly depthBelow: string } {
  const { transform, crs, height, epoch } = header;
  const clearance = height.datum === "terrain" ? height.metres : 0;
  const buried = estimates.filter(({ depth }) => depth > clearance);
  const [a, , c, , e, f] = transform;
  const points: PointSet = {
    easting: Float64Array.from(buried, ({ col }) => c + a * (col + 0.5)),
    northing: Float64Array.from(buried, ({ row }) => f + e * (row + 0.5)),
    values: Float64Array.from(buried, ({ depth }) => depth - clearance),
    uncertainty: Float64Array.from(buried, ({ uncertainty }) => uncertainty),
    crs,
    quantity: { functional: "source-depth", unit: "m" },
    height: height.datum === "terrain" ? { metres: 0, datum: "terrain" } : height,
    ...(epoch !== undefined && { epoch }),
  };
  return {
    data: { kind: "points", points },
    aboveGround: estimates.length - buried.length,
    depthBelow: height.datum === "terrain" ? "the ground" : "the level of observation",
  };
}
