import { describe, expect, it } from "vitest";
import { divergingColour, divergingRamp, hexColour } from "../../src/colour/diverging.js";

type Triple = [number, number, number];

const POSITIONS = Array.from({ length: 128 }, (_, index) => (index + 1) / 128);

/** sRGB bytes to linear light. @see IEC 61966-2-1 */
const linear = (rgb: readonly number[]) =>
  rgb.map((byte) => (byte / 255 <= 0.04045 ? byte / 255 / 12.92 : ((byte / 255 + 0.055) / 1.055) ** 2.4)) as Triple;

/** Linear sRGB to CIELAB, D65. @see CIE 15:2004 */
function lab([r, g, b]: Triple): Triple {
  const f = (t: number) => (t > (6 / 29) ** 3 ? Math.cbrt(t) : t / (3 * (6 / 29) ** 2) + 4 / 29);
  const [x, y, z] = [
    f((0.4124 * r + 0.3576 * g + 0.1805 * b) / 0.95047),
    f(0.2126 * r + 0.7152 * g + 0.0722 * b),
    f((0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.08883),
  ] as Triple;
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}

const lightness = (position: number) => lab(linear(divergingColour(position)))[0];

/** What dichromats see, in linear light. @see Machado, Oliveira and Fernandes 2009, table 1, severity 1.0 */
const DICHROMATS: Record<string, [Triple, Triple, Triple]> = {
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritanopia: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
};

const seen = (matrix: [Triple, Triple, Triple], rgb: readonly number[]) => {
  const light = linear(rgb);
  return matrix.map((row) => Math.min(1, Math.max(0, row[0] * light[0] + row[1] * light[1] + row[2] * light[2]))) as Triple;
};

const distance = (a: Triple, b: Triple) => Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);

describe("divergingRamp", () => {
  it("ends in the colours Moreland published", () => {
    expect(divergingColour(-1)).toEqual([59, 76, 192]);
    expect(divergingColour(1)).toEqual([180, 4, 38]);
  });

  it("is neutral in the middle", () => {
    const [red, green, blue] = divergingColour(0);
    expect(Math.max(red, green, blue) - Math.min(red, green, blue)).toBeLessThanOrEqual(1);
  });

  it("darkens from the middle to both ends, never the other way", () => {
    for (const side of [-1, 1]) {
      const steps = POSITIONS.map((position) => lightness(side * position));
      const brightest = Math.max(...steps.slice(1).map((step, index) => step - steps[index]!));
      expect(brightest).toBeLessThan(0.25); // rounding to bytes is worth up to 0.2 of L*
      expect(steps[0]! - steps.at(-1)!).toBeGreaterThan(50);
    }
  });

  it("is equally light on both sides, so that neither sign looks stronger", () => {
    for (const position of POSITIONS) expect(Math.abs(lightness(position) - lightness(-position))).toBeLessThan(1);
  });

  it.each(Object.keys(DICHROMATS))("keeps the signs apart for %s", (kind) => {
    const matrix = DICHROMATS[kind]!;
    for (const position of POSITIONS.filter((value) => value >= 0.25)) {
      const apart = distance(lab(seen(matrix, divergingColour(position))), lab(seen(matrix, divergingColour(-position))));
      expect(apart).toBeGreaterThan(10); // 2.3 is just noticeable
    }
  });

  it("clamps", () => {
    expect(divergingColour(-9)).toEqual(divergingColour(-1));
    expect(divergingColour(9)).toEqual(divergingColour(1));
  });

  it("lists the colours from the lowest to the highest value", () => {
    const ramp = divergingRamp(5);
    expect([...ramp]).toEqual([-1, -0.5, 0, 0.5, 1].flatMap(divergingColour));
    expect(hexColour(divergingColour(-1))).toBe("#3b4cc0");
  });
});
