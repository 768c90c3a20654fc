import type { PointSet } from "@geoanomaly/core";

/** Readings whose spread across is less than this share of that along lie on one profile. */
const PROFILE_SHARE = 0.03;

/** A profile: the distance of each reading along it from its western (or southern) end, CRS units. */
export interface Profile {
  readonly distance: Float64Array;
  /** Azimuth in degrees, clockwise from the northing axis, 0..180. */
  readonly azimuth: number;
}

/**
 * The straight line that readings lie on, by their principal axes; `undefined` if they cover an area.
 */
export function profileOf({ easting, northing }: Pick<PointSet, "easting" | "northing">): Profile | undefined {
  const count = easting.length;
  if (count < 2) return undefined;
  const mean = (values: Float64Array) => values.reduce((sum, value) => sum + value, 0) / count;
  const [e0, n0] = [mean(easting), mean(northing)];
  let [ee, en, nn] = [0, 0, 0];
  for (let index = 0; index < count; index++) {
    const [e, n] = [easting[index]! - e0, northing[index]! - n0];
    ee += e * e;
    en += e * n;
    nn += n * n;
  }
  const angle = Math.atan2(2 * en, ee - nn) / 2; // of the longer axis, anticlockwise from east
  const [along, up] = [Math.cos(angle), Math.sin(angle)];
  const variance = (a: number, b: number) => a * a * ee + 2 * a * b * en + b * b * nn;
  if (!(variance(along, up) > 0) || Math.sqrt(Math.max(0, variance(-up, along)) / variance(along, up)) > PROFILE_SHARE) return undefined;
  const distance = easting.map((place, index) => (place - e0) * along + (northing[index]! - n0) * up);
  const start = distance.reduce((least, value) => Math.min(least, value), Number.POSITIVE_INFINITY);
  const azimuth = (90 - (angle * 180) / Math.PI + 360) % 180;
  return { distance: distance.map((value) => value - start), azimuth };
}
