import { divergingRamp } from "@geoanomaly/core";

/** Colours of the ramp; odd, so that zero has one of its own. */
export const RAMP_COLOURS = 255;
/** Index of no data, behind the ramp. */
export const NO_DATA_INDEX = RAMP_COLOURS;
/** No data, where it is one plain colour; on the map it is hatched with the two tones. */
export const NO_DATA_RGB = [178, 178, 178] as const;
export const NO_DATA_STROKE_RGB = [140, 140, 140] as const;

/** RGBA quadruples: the ramp, then no data. */
export function palette(): Uint8Array {
  const ramp = divergingRamp(RAMP_COLOURS);
  const quadruples = new Uint8Array(4 * (RAMP_COLOURS + 1)).fill(255);
  for (let index = 0; index < RAMP_COLOURS; index++) quadruples.set(ramp.subarray(3 * index, 3 * index + 3), 4 * index);
  quadruples.set(NO_DATA_RGB, 4 * NO_DATA_INDEX);
  return quadruples;
}

/** Index of a value into {@link palette}; clamped to the ramp, NaN is no data. */
export function colourIndex(value: number, limit: number): number {
  if (Number.isNaN(value)) return NO_DATA_INDEX;
  const position = Math.min(1, Math.max(-1, value / limit));
  return Math.round(((position + 1) / 2) * (RAMP_COLOURS - 1));
}
