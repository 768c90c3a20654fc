import type { Places, PointSet } from "@geoanomaly/core";
import { type LocalPlane, localPlane } from "../local-plane.js";

/** Readings in a local plane, metres; only usable ones. */
export interface PlaneSurvey {
  readonly plane: LocalPlane;
  readonly places: Places;
  readonly values: Float64Array;
  /** 1 / variance, scaled to a mean of 1; absent: all equal. */
  readonly weights?: Float64Array;
}

/** Rows of a survey. */
export const surveyPart = ({ plane, places, values, weights }: PlaneSurvey, keep: (i: number) => boolean): PlaneSurvey => {
  const some = (array: Float64Array) => array.filter((_, i) => keep(i));
  return {
    plane,
    places: { easting: some(places.easting), northing: some(places.northing), upward: some(places.upward) },
    values: some(values),
    ...(weights && { weights: some(weights) }),
  };
};

/** Places of points in a plane; heights that a reading lacks are those of the set. */
export const planePlaces = (points: PointSet, plane: LocalPlane, constantHeight?: number): Places => ({
  easting: points.easting.map((easting, i) => plane.easting(easting, points.northing[i] as number)),
  northing: points.northing.map((northing, i) => plane.northing(points.easting[i] as number, northing)),
  upward: Float64Array.from(points.easting, (_, i) => {
    const own = points.upward?.[i];
    return constantHeight ?? (own !== undefined && Number.isFinite(own) ? own : points.height.metres);
  }),
});

/**
 * Readings with finite value and place, in the plane about `centre`. With `weighted`, a reading counts by 1 / uncertainty^2; an uncertainty that is
 * missing or 0 is taken as the middle of the others.
 */
export function planeSurvey(points: PointSet, centre: readonly [number, number], weighted: boolean): PlaneSurvey {
  const plane = localPlane(points.crs, centre);
  const all: PlaneSurvey = { plane, places: planePlaces(points, plane), values: points.values };
  const { easting, northing } = all.places;
  const usable = (i: number) => Number.isFinite(points.values[i]) && Number.isFinite(easting[i]) && Number.isFinite(northing[i]);
  const survey = surveyPart(all, usable);
  const known = weighted ? points.uncertainty?.filter((_, i) => usable(i)) : undefined;
  const positive = known?.filter((sigma) => sigma > 0 && Number.isFinite(sigma)).sort();
  if (known === undefined || positive === undefined || positive.length === 0) return survey;
  const middle = positive[positive.length >> 1] as number;
  const weights = known.map((sigma) => (middle / (sigma > 0 && Number.isFinite(sigma) ? sigma : middle)) ** 2);
  const mean = weights.reduce((sum, weight) => sum + weight, 0) / weights.length;
  return { ...survey, weights: weights.map((weight) => weight / mean) };
}
