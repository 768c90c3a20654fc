/** CIE standard illuminant D65, 2 degree observer, Y = 100. */
const D65 = [95.047, 100, 108.883] as const;

/**
 * A colour of CIE 1976 L*a*b* (D65) in sRGB.
 * @param lightness 0..100. @param a Green to red. @param b Blue to yellow.
 * @returns Linear light is encoded as IEC 61966-2-1 says, 0..1; outside of that where sRGB has no such colour.
 */
export function labToEncodedRgb(lightness: number, a: number, b: number): [red: number, green: number, blue: number] {
  const y = (lightness + 16) / 116;
  const [x1, y1, z1] = [y + a / 500, y, y - b / 200].map((f, axis) => {
    const relative = f > 6 / 29 ? f ** 3 : 3 * (6 / 29) ** 2 * (f - 4 / 29);
    return (relative * D65[axis]!) / 100;
  }) as [number, number, number];
  return [3.2406 * x1 - 1.5372 * y1 - 0.4986 * z1, -0.9689 * x1 + 1.8758 * y1 + 0.0415 * z1, 0.0557 * x1 - 0.204 * y1 + 1.057 * z1].map(
    (linear) => (linear <= 0.0031308 ? 12.92 * linear : 1.055 * linear ** (1 / 2.4) - 0.055),
  ) as [number, number, number];
}

/** The nearest colour in bytes. */
export function rgbBytes(encoded: readonly [red: number, green: number, blue: number]): [red: number, green: number, blue: number] {
  return encoded.map((channel) => Math.round(255 * Math.min(1, Math.max(0, channel)))) as [number, number, number];
}
