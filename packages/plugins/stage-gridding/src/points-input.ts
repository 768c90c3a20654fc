import { GridMismatchError, type PluginContext, type PointSet, type RawData } from "@geoanomaly/core";

/** The readings of a stage's input. @throws GridMismatchError for grids or models. */
export function pointsInput(stage: string, data: RawData): PointSet {
  if (data.kind === "points") return data.points;
  throw new GridMismatchError(`points as input of ${stage}`, data.kind);
}

/** Readings that are to be gridded to the run's grid as they stand. @throws GridMismatchError if they are in another CRS. */
export function pointsOnTarget(stage: string, data: RawData, context: PluginContext): PointSet {
  const points = pointsInput(stage, data);
  if (points.crs !== context.target.crs) throw new GridMismatchError(`points in ${context.target.crs} for ${stage}`, points.crs);
  return points;
}

/** Readings with a finite value and place. */
export const usableReadings = ({ values, easting, northing }: PointSet): number =>
  values.reduce((n, value, i) => n + (Number.isFinite(value) && Number.isFinite(easting[i]) && Number.isFinite(northing[i]) ? 1 : 0), 0);
