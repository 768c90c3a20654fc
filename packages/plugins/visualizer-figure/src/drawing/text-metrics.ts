import type { TextStyle } from "./mark.js";

/** Share of the size by which the baseline lies below the middle, and the top, of the capitals. */
const CAPITALS = { alphabetic: 0, middle: 0.36, top: 0.73 } as const;

/** How far the baseline lies below the place of a text, pixels. Both kinds of file set text by its baseline, which all fonts agree on. */
export function baselineShift({ size = 12, baseline = "alphabetic" }: TextStyle): number {
  return CAPITALS[baseline] * size;
}

/** Width of the outline behind letters, pixels. */
export function haloWidth(size: number): number {
  return Math.max(2.5, size / 20);
}
