import { type GridHeader, type PluginContext, type PointSet, type RawData, residentGrid } from "@geoanomaly/core";
import { metresPerUnit } from "./local-plane.js";
import { middleNorthing } from "./samples.js";
import { middleValue, valueFacts } from "./statistics.js";

/** What a gridding method made of readings, on the run's grid. */
export interface Surface {
  readonly values: Float32Array;
  readonly uncertainty?: Float32Array;
  /** Height of the samples; absent: that of the readings. */
  readonly metres?: number;
}

/** Distance of each sample of the run's grid from its nearest reading, metres. */
export const distancesFromReadings = (points: PointSet, context: PluginContext): Promise<Float32Array> =>
  context.kernels.gridding.nearestDistance(points, context.target, {
    scale: metresPerUnit(points.crs, middleNorthing(context.target)),
    signal: context.signal,
    threads: context.threads,
  });

/** Height of readings as one number: their middle height where each has its own. */
export const readingHeight = (points: PointSet): number => {
  const middle = points.upward === undefined ? Number.NaN : middleValue(points.upward);
  return Number.isFinite(middle) ? middle : points.height.metres;
};

/**
 * Header of a grid made from readings. Effective resolution: four times the middle distance of a sample with data from its nearest
 * reading, which is the spacing of parallel lines; at least the step.
 */
export function surfaceHeader(points: PointSet, context: PluginContext, distances: Float32Array, metres?: number): GridHeader {
  const { target } = context;
  const [, perNorthing] = metresPerUnit(points.crs, middleNorthing(target));
  const spacing = (4 * middleValue(distances)) / perNorthing;
  return {
    ...target,
    quantity: points.quantity,
    height: { ...points.height, metres: metres ?? readingHeight(points) },
    ...(points.epoch !== undefined && { epoch: points.epoch }),
    effectiveResolution: Math.max(target.transform[0], -target.transform[4], Number.isFinite(spacing) ? spacing : 0),
  };
}

/**
 * Takes samples farther than `maximumDistance` metres from every reading out of a surface, says how many, and reports values before and after.
 */
export function finishSurface(
  points: PointSet,
  surface: Surface,
  distances: Float32Array,
  maximumDistance: number,
  context: PluginContext,
  facts: Readonly<Record<string, unknown>>,
): RawData {
  let masked = 0;
  let farthest = 0;
  const { values, uncertainty } = surface;
  for (let i = 0; i < values.length; i++) {
    const distance = distances[i] as number;
    if (distance > maximumDistance) {
      if (Number.isFinite(values[i])) masked++;
      values[i] = Number.NaN;
      if (uncertainty) uncertainty[i] = Number.NaN;
    } else if (Number.isFinite(values[i])) farthest = Math.max(farthest, distance);
  }
  const header = surfaceHeader(
    points,
    context,
    distances.filter((_, i) => Number.isFinite(values[i])),
    surface.metres,
  );
  context.report?.({
    ...facts,
    unit: points.quantity.unit,
    before: valueFacts(points.values),
    after: valueFacts(values),
    maximumDistance: Number.isFinite(maximumDistance) ? maximumDistance : null,
    samplesBeyondMaximumDistance: masked,
    farthestSampleFromReading: farthest,
    effectiveResolution: header.effectiveResolution,
  });
  return { kind: "grid", grid: residentGrid(header, uncertainty ? { values, uncertainty } : { values }) };
}
