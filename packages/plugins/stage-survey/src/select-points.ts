import type { PointSet } from "@geoanomaly/core";

/** The readings at `indices`, in that order, with all that is known of each. Names of lines stay, those without readings too. */
export function selectPoints(points: PointSet, indices: Uint32Array): PointSet {
  const doubles = (array: Float64Array) => Float64Array.from(indices, (index) => array[index] as number);
  const integers = (array: Uint32Array) => Uint32Array.from(indices, (index) => array[index] as number);
  const { upward, uncertainty, time, groundHeight, sourceLines, lines } = points;
  return {
    ...points,
    easting: doubles(points.easting),
    northing: doubles(points.northing),
    values: doubles(points.values),
    ...(upward && { upward: doubles(upward) }),
    ...(uncertainty && { uncertainty: doubles(uncertainty) }),
    ...(time && { time: doubles(time) }),
    ...(groundHeight && { groundHeight: doubles(groundHeight) }),
    ...(sourceLines && { sourceLines: integers(sourceLines) }),
    ...(lines && { lines: { of: integers(lines.of), names: lines.names } }),
  };
}

/** Splits the readings by a rule, order kept. */
export function partition(count: number, keep: (index: number) => boolean): { readonly kept: Uint32Array; readonly removed: Uint32Array } {
  const kept: number[] = [];
  const removed: number[] = [];
  for (let index = 0; index < count; index++) (keep(index) ? kept : removed).push(index);
  return { kept: Uint32Array.from(kept), removed: Uint32Array.from(removed) };
}
