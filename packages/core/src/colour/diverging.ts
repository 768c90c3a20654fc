import { labToEncodedRgb, rgbBytes } from "./cielab.js";

/** A colour in Moreland's Msh space: polar CIELAB. `hue` and `saturation` in radians. */
interface Msh {
  readonly magnitude: number;
  readonly saturation: number;
  readonly hue: number;
}

/** Ends of Moreland's "cool to warm", sRGB 59,76,192 and 180,4,38: equally light, and apart for all common colour blindness. */
const COOL: Msh = { magnitude: 80, saturation: 1.08, hue: -1.1 };
const WARM: Msh = { magnitude: 80, saturation: 1.08, hue: 0.5 };
/** The middle is lighter than Moreland's 88, so that it cannot be taken for the gray of no data. */
const MIDDLE_MAGNITUDE = 96;

/**
 * Colour of the symmetric diverging ramp: blue at -1, near white at 0, red at +1. Lightness falls monotonically and equally towards both ends.
 * @param position Clamped to -1..1.
 * @returns sRGB bytes.
 * @see Moreland 2009, "Diverging Color Maps for Scientific Visualization", section 5 (Msh interpolation with spun hue)
 */
export function divergingColour(position: number): [red: number, green: number, blue: number] {
  const end = position < 0 ? COOL : WARM;
  const distance = Math.min(1, Math.abs(position));
  const middleHue = end.hue + Math.sign(end.hue) * hueSpin(end, MIDDLE_MAGNITUDE);
  return sRgb({
    magnitude: mix(MIDDLE_MAGNITUDE, end.magnitude, distance),
    saturation: mix(0, end.saturation, distance),
    hue: mix(middleHue, end.hue, distance),
  });
}

/**
 * The ramp as `count` RGB triples from -1 to +1, first and last colour at the ends of the range.
 * @returns Length `3 * count`.
 */
export function divergingRamp(count = 256): Uint8Array {
  return Uint8Array.from(Array.from({ length: count }, (_, index) => divergingColour((2 * index) / (count - 1) - 1)).flat());
}

/** The colour as `#rrggbb`. */
export function hexColour(rgb: readonly [red: number, green: number, blue: number]): string {
  return `#${rgb.map((byte) => byte.toString(16).padStart(2, "0")).join("")}`;
}

function mix(from: number, to: number, fraction: number): number {
  return from + (to - from) * fraction;
}

/** Turn of hue that keeps the way from a saturated colour to an unsaturated lighter one even to the eye, radians. */
function hueSpin({ magnitude, saturation }: Msh, lighter: number): number {
  return (saturation * Math.sqrt(lighter ** 2 - magnitude ** 2)) / (magnitude * Math.sin(saturation));
}

/** Msh to CIELAB to sRGB. */
function sRgb({ magnitude, saturation, hue }: Msh): [red: number, green: number, blue: number] {
  const chroma = magnitude * Math.sin(saturation);
  return rgbBytes(labToEncodedRgb(magnitude * Math.cos(saturation), chroma * Math.cos(hue), chroma * Math.sin(hue)));
}
