import { labToEncodedRgb, rgbBytes } from "./cielab.js";

/** Lightness of the ends: pale enough to read black lines on, dark enough to keep all steps apart. */
const LIGHT = 95;
const DARK = 20;
/** Way from pale yellow over teal to dark blue in the plane of a* and b*: a quadratic Bezier curve, inside sRGB all along. */
const HUES = [
  [-6, 30],
  [-52, -4],
  [20, -44],
] as const;

/**
 * Colour of the sequential ramp for one-sided quantities: pale yellow at 0, teal, dark blue at 1. Lightness L* falls evenly, so that equal
 * steps look equal, in gray too; hue runs along the blue-yellow axis, which the common colour blindnesses keep.
 * @param position Clamped to 0..1.
 * @returns sRGB bytes.
 */
export function sequentialColour(position: number): [red: number, green: number, blue: number] {
  return rgbBytes(sequentialEncoded(Math.min(1, Math.max(0, position))));
}

/** The same before rounding. @param position 0..1. */
export function sequentialEncoded(position: number): [red: number, green: number, blue: number] {
  const along = (axis: 0 | 1) =>
    (1 - position) ** 2 * HUES[0][axis] + 2 * (1 - position) * position * HUES[1][axis] + position ** 2 * HUES[2][axis];
  return labToEncodedRgb(LIGHT + (DARK - LIGHT) * position, along(0), along(1));
}

/**
 * The ramp as `count` RGB triples, first and last colour at the ends of the range.
 * @returns Length `3 * count`.
 */
export function sequentialRamp(count = 256): Uint8Array {
  return Uint8Array.from(Array.from({ length: count }, (_, index) => sequentialColour(index / (count - 1))).flat());
}
