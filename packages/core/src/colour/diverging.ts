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

/** CIE standard illuminant D65, 2 degree observer, Y = 100. */
const D65 = [95.047, 100, 108.883] as const;

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

/** Msh to CIELAB to CIE XYZ to sRGB (IEC 61966-2-1). */
function sRgb({ magnitude, saturation, hue }: Msh): [red: number, green: number, blue: number] {
  const lightness = magnitude * Math.cos(saturation);
  const a = magnitude * Math.sin(saturation) * Math.cos(hue);
  const b = magnitude * Math.sin(saturation) * Math.sin(hue);
  const y = (lightness + 16) / 116;
  const [x1, y1, z1] = [y + a / 500, y, y - b / 200].map((f, axis) => {
    const relative = f > 6 / 29 ? f ** 3 : 3 * (6 / 29) ** 2 * (f - 4 / 29);
    return (relative * D65[axis]!) / 100;
  }) as [number, number, number];
  return [3.2406 * x1 - 1.5372 * y1 - 0.4986 * z1, -0.9689 * x1 + 1.8758 * y1 + 0.0415 * z1, 0.0557 * x1 - 0.204 * y1 + 1.057 * z1].map(
    (linear) => {
      const encoded = linear <= 0.0031308 ? 12.92 * linear : 1.055 * linear ** (1 / 2.4) - 0.055;
      return Math.round(255 * Math.min(1, Math.max(0, encoded)));
    },
  ) as [number, number, number];
}
