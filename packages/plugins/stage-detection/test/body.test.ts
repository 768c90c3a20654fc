import type { Model } from "@geoanomaly/core";
import { describe, expect, it } from "vitest";
import { footprints, shapeOf } from "../src/body/footprint.js";
import { modelBody } from "../src/body/model-body.js";
import { excessMass } from "../src/body/point-mass.js";
import { type Evidence, typeOf } from "../src/body/type-rules.js";
import { detectabilityOf } from "../src/detectability.js";
import { cellAreas } from "../src/geometry.js";
import { GRAVITY, sampled, square } from "./scene.js";

const G = 6.6743e-11;

describe("excessMass", () => {
  it.each([3e9, -8e9])("finds a point mass of %d kg and its depth from the gravity around it, on a level of its own", (mass) => {
    const geometry = square(81, 50);
    const depth = 300;
    const gravity = sampled(geometry, (x, y) => 1e5 * ((G * mass * depth) / ((x - 2025) ** 2 + (y - 2025) ** 2 + depth ** 2) ** 1.5) + 0.4);
    const peak = Math.max(...gravity.map((value) => Math.abs(value - 0.4)));
    const labels = Int32Array.from(gravity, (value) => (Math.abs(value - 0.4) > 0.6 * peak ? 1 : 0));
    const [footprint] = footprints(labels, 1, geometry, false);
    const areas = cellAreas(geometry);
    const shape = shapeOf(footprint!, geometry, areas, () => 1);
    const found = excessMass(
      gravity.map((value) => value - 0.4 + 0.02 * Math.sign(mass)),
      geometry,
      footprint!,
      shape,
      areas,
    )!;
    expect(Math.abs(found.kilograms / mass - 1)).toBeLessThan(0.1);
    expect(Math.abs(found.depth / depth - 1)).toBeLessThan(0.05);
  });

  it("says nothing where the map ends too soon", () => {
    const geometry = square(9, 50);
    const gravity = sampled(geometry, (x, y) => ((x - 225) ** 2 + (y - 225) ** 2 + 90_000) ** -1.5 * 1e8);
    const [footprint] = footprints(
      Int32Array.from(gravity, (_, cell) => (cell === 40 ? 1 : 0)),
      1,
      geometry,
      false,
    );
    const areas = cellAreas(geometry);
    expect(
      excessMass(
        gravity,
        geometry,
        footprint!,
        shapeOf(footprint!, geometry, areas, () => 1),
        areas,
      ),
    ).toBeUndefined();
  });
});

describe("modelBody", () => {
  const geometry = square(4, 100);
  const mesh: Model["mesh"] = {
    crs: "local",
    origin: { easting: 0, northing: 0, upward: 50 },
    easting: new Float64Array(4).fill(100),
    northing: new Float64Array(4).fill(100),
    downward: Float64Array.of(50, 50, 100, 200),
  };
  const values = new Float64Array(64);
  const at = (i: number, j: number, k: number) => (k * 4 + j) * 4 + i;
  for (let i = 0; i < 4; i++) for (let j = 0; j < 4; j++) values[at(i, j, 0)] = Number.NaN; // air
  values[at(1, 2, 2)] = -300;
  values[at(1, 2, 3)] = -100;
  values[at(3, 3, 1)] = 900; // elsewhere
  const model: Model = { mesh, quantity: { functional: "density-contrast", unit: "kg/m3" }, values };

  it("reads depths from the ground, volume and content below the footprint", () => {
    const labels = new Int32Array(16);
    labels[1 * 4 + 1] = 1; // row 1 from the north is j = 2
    const [footprint] = footprints(labels, 1, geometry, false);
    expect(modelBody(model, footprint!, geometry)).toEqual({
      depthTop: 50,
      depthBottom: 150,
      volumeCubicMetres: 1e6,
      content: -300 * 1e6 - 100 * 2e6,
    });
  });

  it("has no body where there is no contrast", () => {
    const labels = new Int32Array(16);
    labels[12] = 1;
    const [footprint] = footprints(labels, 1, geometry, false);
    expect(modelBody(model, footprint!, geometry)).toBeUndefined();
  });
});

describe("typeOf", () => {
  const cases: readonly (readonly [string, Evidence, RegExp])[] = [
    [
      "void",
      { gravity: -5, magnetic: 0.4, elongation: 1.2, depth: 40 },
      /gravity low \(-5\.0 deviations\), not magnetic .* compact .* no deeper than 40 m/,
    ],
    ["undetermined", { gravity: -5, magnetic: 0.4, elongation: 1.2, depth: 900 }, /no rule applies/],
    ["undetermined", { gravity: -5, elongation: 1.2, depth: 40 }, /magnetics not given/],
    ["undetermined", { gravity: -5, magnetic: 0.4, elongation: 1.2, depth: null }, /depth not known/],
    ["dense-body", { gravity: 6, magnetic: 1, elongation: 1.5, depth: null }, /gravity high/],
    ["magnetic-body", { gravity: 1, magnetic: -7, elongation: 1.5, depth: null }, /magnetic \(-7\.0/],
    ["dyke-or-contact", { magnetic: 6, elongation: 5, depth: null }, /elongated \(5\.0 times/],
    ["fault", { gravity: 1, magnetic: 1, elongation: 4, step: 2.6, depth: null }, /step of gravity across it \(\+2\.6/],
  ];
  it.each(cases)("says %s of %o, and why", (type, evidence, rule) => {
    const verdict = typeOf(evidence, 200);
    expect(verdict.type).toBe(type);
    expect(verdict.rule).toMatch(rule);
  });
});

describe("detectabilityOf", () => {
  const background = {
    layer: "gravity",
    modality: "gravity" as const,
    quantity: GRAVITY,
    widths: [50],
    deviations: [0.02],
    thresholds: [5],
  };
  const options = { densities: [-1000, -300], susceptibilities: [0.01], depths: [100, 200, 5000], fieldIntensity: 50_000 };

  it("asks for a radius that grows with depth as the anomaly fades, and with the cube root of the contrast", () => {
    const { curves, statement } = detectabilityOf(background, options);
    const [strong, weak] = curves;
    expect(strong!.radii[0]!).toBeLessThan(strong!.radii[1]!);
    expect(weak!.radii[0]! / strong!.radii[0]!).toBeCloseTo(Math.cbrt(1000 / 300), 10);
    expect(statement).toMatch(/A sphere of -1000 kg\/m3 would have been found from a radius of \d+ m at 100 m/);
  });

  it("agrees with the closed form of a wide band over a much deeper sphere", () => {
    // Difference of Gaussian means of a paraboloid 1 - 1.5 r^2 / h^2: 1.5 (2 w^2) (1.8^2 - 1) / h^2.
    const [depth, width] = [5000, 50];
    const response = (3 * width ** 2 * (1.8 ** 2 - 1)) / depth ** 2;
    const peak = (1e5 * (4 / 3) * Math.PI * G * 1000) / depth ** 2;
    const expected = Math.cbrt((5 * 1e-6) / (peak * response));
    const { curves } = detectabilityOf({ ...background, deviations: [1e-6] }, { ...options, densities: [1000], depths: [depth] });
    expect(curves[0]!.radii[0]! / expected).toBeCloseTo(1, 2);
  });

  it("says null where the sphere would break the surface", () => {
    const { curves, statement } = detectabilityOf({ ...background, deviations: [50] }, { ...options, depths: [100] });
    expect(curves[0]!.radii).toEqual([null]);
    expect(statement).toMatch(/No sphere of -1000 kg\/m3/);
  });
});
