import { divergingColour, hexColour, sequentialColour } from "@geoanomaly/core";
import { describe, expect, it } from "vitest";
import { colourIndex, colourOf, colourScale, divergingScale, NO_DATA_INDEX, palette, RAMP_COLOURS } from "../src/colour/colour-scale.js";

const GRAVITY = { functional: "gravity-residual", unit: "mGal" } as const;
const SUSCEPTIBILITY = { functional: "susceptibility", unit: "SI" } as const;

describe("colourScale", () => {
  it("gives zero of a signed quantity the middle colour, and both sides the same reach", () => {
    const scale = colourScale(Float64Array.of(-1, -0.5, 0, 2, 7), GRAVITY, { tail: 0 });
    expect(scale).toMatchObject({ kind: "diverging", low: -8, high: 8, below: false, above: false });
    expect(colourOf(0, scale)).toBe(hexColour(divergingColour(0)));
    expect(colourOf(8, scale)).toBe(hexColour(divergingColour(1)));
    expect(scale.ticks.map(({ value }) => value)).toContain(0);
  });

  it("begins at zero for a one-sided quantity, dark where there is much", () => {
    const scale = colourScale(Float64Array.of(0, 0.01, 0.02, 0.314), SUSCEPTIBILITY, { tail: 0 });
    expect(scale).toMatchObject({ kind: "sequential", low: 0, label: "Magnetic susceptibility (SI)" });
    expect(colourOf(0, scale)).toBe(hexColour(sequentialColour(0)));
    expect(colourOf(scale.high, scale)).toBe(hexColour(sequentialColour(1)));
  });

  it("does not waste half of its colours on a signed quantity that has one sign", () => {
    const scale = colourScale(
      Float32Array.from({ length: 101 }, (_, index) => -150 + 0.6 * index),
      GRAVITY,
    );
    expect(scale.kind).toBe("sequential");
    expect(scale.low).toBeLessThanOrEqual(-145);
    expect(scale.high).toBeLessThanOrEqual(-80);
  });

  it("says that some values lie beyond, and is not bleached by them", () => {
    const values = Float64Array.from({ length: 1000 }, (_, index) => (index === 0 ? 5000 : Math.sin(index)));
    expect(colourScale(values, GRAVITY)).toMatchObject({ high: 2, above: true, below: false });
  });

  it("keeps the shape of a compact body that a few values make", () => {
    const values = Float64Array.from({ length: 1000 }, (_, index) => (index < 10 ? 1.9 : Math.sin(index)));
    expect(colourScale(values, GRAVITY)).toMatchObject({ high: 2, above: false });
  });

  it.each([
    ["no value at all", Float64Array.of(Number.NaN)],
    ["one value everywhere", Float64Array.of(3, 3, 3)],
    ["zero everywhere", Float64Array.of(0, 0)],
  ])("has two ends for %s", (_, values) => {
    for (const quantity of [GRAVITY, SUSCEPTIBILITY]) {
      const { low, high, ticks } = colourScale(values, quantity);
      expect(high).toBeGreaterThan(low);
      expect(ticks.length).toBeGreaterThan(1);
    }
  });
});

describe("colourIndex", () => {
  const scale = divergingScale(4, "x", { min: -9, max: 9 });

  it("clamps beyond the ends and keeps an index for no data", () => {
    expect([-9, -4, 0, 4, 9].map((value) => colourIndex(value, scale))).toEqual([
      0,
      0,
      (RAMP_COLOURS - 1) / 2,
      RAMP_COLOURS - 1,
      RAMP_COLOURS - 1,
    ]);
    expect(colourIndex(Number.NaN, scale)).toBe(NO_DATA_INDEX);
    expect(palette(scale).length).toBe(4 * (RAMP_COLOURS + 3));
  });
});
