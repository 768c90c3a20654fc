import type { PlaneGrid } from "@geoanomaly/core";

/** Effective resolution, CRS units, after a filter that leaves no detail below `metres`: never finer than it was. */
export function blurredResolution({ header, spacing: { metresPerUnit } }: PlaneGrid, metres: number): number {
  return Math.max(header.effectiveResolution, metres / Math.max(metresPerUnit.east, metresPerUnit.north));
}
