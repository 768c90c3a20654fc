import { type Ramp, rampColour } from "./ramps.js";

/** How gray levels of the archive are values: `value = offset + scale * gray`. */
export interface GrayScale {
  readonly offset: number;
  readonly scale: number;
}

/** Gray levels 0..255, and 256 for no data. */
export const NO_DATA = 256;

/**
 * Colour of every gray level as canvas pixels (RGBA bytes in memory order), length 257.
 * Below the threshold nothing is painted; no data is hatched elsewhere, its entry is transparent.
 *
 * @param threshold Least magnitude that is shown, unit of the values.
 */
export function palette(ramp: Ramp, threshold: number, { offset, scale }: GrayScale): Uint32Array {
  const pixels = new Uint8ClampedArray(257 * 4);
  for (let gray = 0; gray < 256; gray++) {
    if (Math.abs(offset + scale * gray) < threshold) continue;
    pixels.set([...rampColour(ramp, gray / 255), 255], gray * 4);
  }
  return new Uint32Array(pixels.buffer);
}

/** The two grays of the no-data hatching, as in the legend. */
export const HATCH = [
  [190, 190, 190, 255],
  [226, 226, 226, 255],
] as const;
