import type { PointSet, RawData } from "@geoanomaly/core";

/** What a stage added to each reading, as readings of their own: where and on which line, without uncertainty. */
export function correctionPoints({ uncertainty: _, ...points }: PointSet, correction: Float64Array): RawData {
  return { kind: "points", points: { ...points, values: correction, quantity: { functional: "unknown", unit: points.quantity.unit } } };
}
