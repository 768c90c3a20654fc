import type { Places } from "@geoanomaly/core";

/**
 * A constant or a plane: what no number of buried sources gives well. Harmonic, and the same at every height: readings cannot tell what of a level as
 * wide as the survey falls off upwards. `none` lets all of it fall off.
 */
export interface Trend {
  readonly kind: "none" | "constant" | "plane";
  /** value = offset + perEasting * easting + perNorthing * northing, metres in the local plane. */
  readonly offset: number;
  readonly perEasting: number;
  readonly perNorthing: number;
}

export const trendAt = (trend: Trend, easting: number, northing: number): number =>
  trend.offset + trend.perEasting * easting + trend.perNorthing * northing;

/** Least squares. A plane becomes a constant where the readings lie on a line. */
export function fitTrend(kind: Trend["kind"], places: Places, values: Float64Array): Trend {
  const none = { kind, offset: 0, perEasting: 0, perNorthing: 0 };
  if (kind === "none" || values.length === 0) return none;
  const mean = (of: (i: number) => number) => values.reduce((sum, _, i) => sum + of(i), 0) / values.length;
  const x = (i: number) => places.easting[i] as number;
  const y = (i: number) => places.northing[i] as number;
  const [x0, y0, v0] = [mean(x), mean(y), mean((i) => values[i] as number)];
  const constant: Trend = { ...none, offset: v0 };
  if (kind === "constant") return constant;
  const xx = mean((i) => (x(i) - x0) ** 2);
  const yy = mean((i) => (y(i) - y0) ** 2);
  const xy = mean((i) => (x(i) - x0) * (y(i) - y0));
  const xv = mean((i) => (x(i) - x0) * ((values[i] as number) - v0));
  const yv = mean((i) => (y(i) - y0) * ((values[i] as number) - v0));
  const determinant = xx * yy - xy * xy;
  if (!(determinant > 1e-12 * xx * yy)) return constant;
  const perEasting = (xv * yy - yv * xy) / determinant;
  const perNorthing = (yv * xx - xv * xy) / determinant;
  return { kind, offset: v0 - perEasting * x0 - perNorthing * y0, perEasting, perNorthing };
}
