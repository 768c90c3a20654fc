import { describe, expect, it } from "vitest";
import { sequentialColour, sequentialEncoded, sequentialRamp } from "../../src/colour/sequential.js";

/** CIE lightness of sRGB bytes: relative luminance after IEC 61966-2-1, then L* = 116 f(Y) - 16. */
function lightness(rgb: readonly number[]): number {
  const [r, g, b] = rgb.map((byte) => (byte / 255 <= 0.04045 ? byte / 255 / 12.92 : ((byte / 255 + 0.055) / 1.055) ** 2.4));
  const luminance = 0.2126 * r! + 0.7152 * g! + 0.0722 * b!;
  return 116 * Math.cbrt(luminance) - 16;
}

describe("sequentialColour", () => {
  it("falls evenly in lightness", () => {
    for (let step = 0; step <= 100; step++) {
      expect(Math.abs(lightness(sequentialColour(step / 100)) - (95 - 0.75 * step))).toBeLessThan(0.6);
    }
  });

  it("needs no colour that sRGB lacks", () => {
    for (let step = 0; step <= 100; step++) {
      for (const channel of sequentialEncoded(step / 100)) {
        expect(channel).toBeGreaterThanOrEqual(0);
        expect(channel).toBeLessThanOrEqual(1);
      }
    }
  });

  it("ends where the range ends", () => {
    expect(sequentialColour(-1)).toEqual(sequentialColour(0));
    expect(sequentialColour(2)).toEqual(sequentialColour(1));
    expect([...sequentialRamp(5).subarray(12)]).toEqual(sequentialColour(1));
  });
});
