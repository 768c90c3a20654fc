import type { SpectralKernels, SpectralOperation } from "@geoanomaly/core";
import { describe, expect, it } from "vitest";
import { spectral } from "../lib/spectral/index.js";
import { nativeHost } from "./native-host.js";
import { dipole, interiorError, pointMass, SHAPE, SPACING, sampled } from "./spectral-fields.js";

const kernels: SpectralKernels = spectral(nativeHost());
const body = { east: 130, north: -210, depth: 400 };
const gravity = pointMass(body, 2e11);
const pole = { inclination: 90, declination: 0 };
const filtered = async (values: Float32Array, ...operations: SpectralOperation[]) =>
  (await kernels.filter(values, SHAPE, SPACING, operations)).values;

describe("filters of fields with a closed form", () => {
  it("continue the attraction of a point mass upward", async () => {
    const lifted = await filtered(sampled(gravity), { kind: "upward-continuation", height: 200 });
    expect(
      interiorError(
        lifted,
        sampled((e, n) => gravity(e, n, 200)),
        15,
      ),
    ).toBeLessThan(0.01);
  });

  it("continue it down again as far as the cut-off allows", async () => {
    const lowered = await filtered(
      sampled((e, n) => gravity(e, n, 200)),
      { kind: "downward-continuation", depth: 150, cutoff: 250 },
    );
    expect(
      interiorError(
        lowered,
        sampled((e, n) => gravity(e, n, 50)),
        15,
      ),
    ).toBeLessThan(0.02);
  });

  it.each([
    ["east", 1, 0, 0],
    ["north", 0, 1, 0],
    ["up", 0, 0, 1],
  ] as const)("differentiate it towards %s, sign included", async (direction, e1, n1, u1) => {
    const step = 0.5;
    const expected = sampled(
      (e, n) => (gravity(e + step * e1, n + step * n1, step * u1) - gravity(e - step * e1, n - step * n1, -step * u1)) / (2 * step),
    );
    const slope = await filtered(sampled(gravity), { kind: "derivative", direction, order: 1 });
    expect(interiorError(slope, expected, 12)).toBeLessThan(0.01);
  });

  it("leave nothing of Laplace's equation", async () => {
    const second = (direction: "east" | "north" | "up") => filtered(sampled(gravity), { kind: "derivative", direction, order: 2 });
    const [east, north, up] = await Promise.all([second("east"), second("north"), second("up")]);
    const sum = up.map((value, i) => value + east[i]! + north[i]!);
    const largest = Math.max(...up.map(Math.abs));
    expect(Math.max(...sum.map(Math.abs)) / largest).toBeLessThan(1e-5);
  });

  it.each([
    [60, 20, 60, 20],
    [-35, -100, -35, -100],
    [25, 10, -50, 70],
    [90, 0, 40, 30],
  ])("reduce a dipole to the pole: field %i %i, magnetisation %i %i", async (inclination, declination, inclinationOf, declinationOf) => {
    const field = { inclination, declination };
    const magnetisation = { inclination: inclinationOf, declination: declinationOf };
    const reduced = await filtered(sampled(dipole(body, 1e8, field, magnetisation)), { kind: "reduction-to-pole", field, magnetisation });
    expect(interiorError(reduced, sampled(dipole(body, 1e8, pole)), 15)).toBeLessThan(0.03);
  });

  it("make a gravity anomaly of a magnetic one by Poisson's relation", async () => {
    const field = { inclination: 55, declination: -15 };
    // A sphere of 2e11 kg at 250 kg/m3 and 1 A/m has a moment of 8e8 A m2.
    const attraction = await filtered(sampled(dipole(body, 8e8, field)), { kind: "pseudo-gravity", field, densityPerMagnetisation: 250 });
    const expected = sampled(gravity);
    const middle = 47 * SHAPE.cols + 55;
    const level = expected[middle]! - attraction[middle]!; // a potential field is blind to the mean of the plane
    expect(
      interiorError(
        attraction.map((value) => value + level),
        expected,
        20,
      ),
    ).toBeLessThan(0.05);
  });

  it("bound the gain near the magnetic equator and keep the phase", async () => {
    const field = { inclination: 3, declination: 5 };
    const anomaly = sampled(dipole(body, 1e8, field));
    const largest = (values: Float32Array) => Math.max(...values.map(Math.abs));
    const guarded = await filtered(anomaly, { kind: "reduction-to-pole", field });
    const bare = await filtered(anomaly, { kind: "reduction-to-pole", field, guard: 0 });
    const truth = sampled(dipole(body, 1e8, pole));
    expect(largest(guarded)).toBeLessThan(1.2 * largest(truth));
    expect(largest(bare)).toBeGreaterThan(largest(guarded));
    expect(truth.indexOf(largest(truth))).toBe(guarded.indexOf(largest(guarded)));
  });

  it("integrate up to infinity: the integral of g_z is the potential", async () => {
    const integral = await filtered(sampled(gravity), { kind: "vertical-integral" });
    const back = await filtered(integral, { kind: "derivative", direction: "down", order: 1 });
    expect(interiorError(back, sampled(gravity), 20)).toBeLessThan(0.1);
  });

  it.each(["gaussian", "butterworth", "cosine"] as const)("pass half of the cut-off wavelength through a %s window", async (window) => {
    const wave = sampled((east) => Math.cos((2 * Math.PI * east) / 500));
    const half = await kernels.filter(wave, SHAPE, SPACING, [{ kind: "band-pass", shortest: 500, window }], { padding: "none" });
    expect(
      interiorError(
        half.values,
        wave.map((value) => value / 2),
        0,
      ),
    ).toBeLessThan(1e-6);
    const rest = await kernels.filter(wave, SHAPE, SPACING, [{ kind: "band-pass", longest: 500, window }], { padding: "none" });
    expect(
      interiorError(
        rest.values,
        wave.map((value, i) => value - half.values[i]!),
        0,
      ),
    ).toBeLessThan(2e-6);
  });

  it("filter a plane exactly, whatever the padding", async () => {
    const plane = sampled((east, north) => 7 + 0.01 * east - 0.02 * north);
    const up = await kernels.filter(plane, SHAPE, SPACING, [{ kind: "upward-continuation", height: 3000 }]);
    expect(interiorError(up.values, plane, 0)).toBeLessThan(1e-6);
    expect(up.plane.centre).toBeCloseTo(7, 6);
    expect(up.plane.east).toBeCloseTo(0.01, 8);
    expect(up.plane.north).toBeCloseTo(-0.02, 8);
    const slope = await filtered(plane, { kind: "derivative", direction: "north", order: 1 });
    expect(Math.max(...slope.map((value) => Math.abs(value + 0.02)))).toBeLessThan(5e-7); // float32 samples of 57 are known to 4e-6, over 60 m
    const flat = await filtered(plane, { kind: "derivative", direction: "east", order: 2 });
    expect(Math.max(...flat.map(Math.abs))).toBeLessThan(1e-8);
  });

  it("see through gaps: NaN again in the result, and nearly the same beside them", async () => {
    const values = sampled(gravity);
    const gap = (row: number, col: number) => row < 14 || (row > 60 && row < 70 && col > 80 && col < 95);
    const holed = values.map((value, i) => (gap(Math.floor(i / SHAPE.cols), i % SHAPE.cols) ? Number.NaN : value));
    const { values: lifted, filled } = await kernels.filter(holed, SHAPE, SPACING, [{ kind: "upward-continuation", height: 200 }]);
    expect(filled).toBe(holed.reduce((count, value) => count + Number(Number.isNaN(value)), 0));
    expect(lifted.every((value, i) => Number.isNaN(value) === Number.isNaN(holed[i]))).toBe(true);
    const expected = sampled((e, n) => gravity(e, n, 200));
    const largest = Math.max(...expected);
    const worst = lifted.reduce((most, value, i) => (Number.isNaN(value) ? most : Math.max(most, Math.abs(value - expected[i]!))), 0);
    expect(worst / largest).toBeLessThan(0.05);
  });
});
