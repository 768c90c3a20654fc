import { WGS84 } from "@geoanomaly/core";
import { nativeKernels } from "@geoanomaly/native";
import { describe, expect, it } from "vitest";
import { within } from "./report.js";
import { cells, coefficientIndex, largest, nodes, RADIUS, radians, randomModel, SPHERE } from "./sphere.js";

const kernels = nativeKernels();
const onSphere = { height: 0, ellipsoid: SPHERE } as const;

/** Weights of Fejer's first rule over the sine of the latitude, sum 1: exact for polynomials of degree rows - 1. */
function fejerWeights(rows: number): number[] {
  return Array.from({ length: rows }, (_, row) => {
    const colatitude = (Math.PI * (row + 0.5)) / rows;
    let sum = 1;
    for (let k = 1; 2 * k <= rows; k++) sum -= (2 * Math.cos(2 * k * colatitude)) / (4 * k * k - 1);
    return sum / rows;
  });
}

function degreeRms(model: { cosine: Float64Array; sine: Float64Array }, degree: number): number {
  let sum = 0;
  for (let m = 0; m <= degree; m++) {
    const index = coefficientIndex(degree, m);
    sum += model.cosine[index]! ** 2 + model.sine[index]! ** 2;
  }
  return Math.sqrt(sum / (2 * degree + 1));
}

/** Largest error of a coefficient, in units of the rms of its degree. */
function worstOfDegrees(actual: { cosine: Float64Array; sine: Float64Array }, model: ReturnType<typeof randomModel>): number {
  let worst = 0;
  for (let n = model.minDegree; n <= model.maxDegree; n++) {
    const rms = degreeRms(model, n);
    for (let m = 0; m <= n; m++) {
      const i = coefficientIndex(n, m);
      worst = Math.max(worst, largest([actual.cosine[i]! - model.cosine[i]!, actual.sine[i]! - model.sine[i]!]) / rms);
    }
  }
  return worst;
}

describe("track H 4", () => {
  it("Parseval: the mean square of the field is the sum of the squares of the coefficients, degree by degree", async () => {
    const model = randomModel(48, 11, (n) => 1 / (n + 1));
    const grid = cells(100, 200);
    const weights = fejerWeights(grid.rows);
    let worst = 0;
    for (const degrees of [[0, 48], ...Array.from({ length: 49 }, (_, n) => [n, n])] as [number, number][]) {
      const [field] = await kernels.synthesise(model, grid, { ...onSphere, components: ["potential"], degrees });
      let mean = 0;
      for (const [i, value] of field!.entries()) mean += (weights[Math.floor(i / grid.cols)]! * value * value) / grid.cols;
      let variance = 0;
      for (let n = degrees[0]; n <= degrees[1]; n++) variance += degreeRms(model, n) ** 2 * (2 * n + 1);
      worst = Math.max(worst, Math.abs(mean / variance - 1));
    }
    within("Parseval and degree variances", worst, 1e-12, " relative");
  });

  it("shifting the coefficients in longitude shifts the field by columns", async () => {
    const model = randomModel(300, 5, (n) => 1 / (n + 1) ** 2);
    const grid = cells(90, 360);
    const shift = 77;
    const turned = randomModel(300, 5, () => 0);
    for (let n = 0; n <= 300; n++)
      for (let m = 0; m <= n; m++) {
        const [i, angle] = [coefficientIndex(n, m), radians(m * shift)];
        turned.cosine[i] = model.cosine[i]! * Math.cos(angle) - model.sine[i]! * Math.sin(angle);
        turned.sine[i] = model.sine[i]! * Math.cos(angle) + model.cosine[i]! * Math.sin(angle);
      }
    const components = ["potential", "radial", "north", "east"] as const;
    const [before, after] = await Promise.all([model, turned].map((m) => kernels.synthesise(m, grid, { ...onSphere, components })));
    for (const [c, component] of components.entries()) {
      const difference = after![c]!.map((value, i) => {
        const [row, col] = [Math.floor(i / grid.cols), i % grid.cols];
        return value - before![c]![row * grid.cols + ((col - shift + grid.cols) % grid.cols)]!;
      });
      within(`shift in longitude, ${component}`, largest(difference) / largest(before![c]!), 1e-12, " relative");
    }
  });

  it("upward continuation by (R / (R + h))^(l + 2) is synthesis at the higher radius", async () => {
    const height = 35_000;
    const model = randomModel(500, 9, (n) => 1 / (n + 1) ** 2);
    const raised = randomModel(500, 9, (n) => 1 / (n + 1) ** 2);
    for (let n = 0; n <= 500; n++)
      for (let m = 0; m <= n; m++) {
        const [i, factor] = [coefficientIndex(n, m), (RADIUS / (RADIUS + height)) ** (n + 2)];
        raised.cosine[i]! *= factor;
        raised.sine[i]! *= factor;
      }
    const components = ["radial", "north", "east"] as const;
    const grid = cells(180, 360);
    const above = await kernels.synthesise(model, grid, { height, ellipsoid: SPHERE, components });
    const continued = await kernels.synthesise(raised, grid, { ...onSphere, components });
    for (const [c, component] of components.entries()) {
      const difference = above[c]!.map((value, i) => value - continued[c]![i]!);
      within(`upward continuation, ${component}`, largest(difference) / largest(above[c]!), 1e-10, " relative");
    }
  });

  it("synthesis -> analysis returns the coefficients: geocentric latitudes, cell centres, l <= 899", async () => {
    const model = randomModel(899, 3, (n) => 1 / (n + 1) ** 2);
    const grid = cells(1800, 3600);
    const [field] = await kernels.synthesise(model, grid, { ...onSphere, components: ["potential"] });
    const result = await kernels.analyse(field!, grid, { maxDegree: 899, referenceRadius: RADIUS, surface: "sphere" });
    within("round trip on the sphere, l <= 899, in units of the rms of the degree", worstOfDegrees(result, model), 1e-9);
  });

  it("synthesis -> analysis returns the coefficients: 15' nodes on the ellipsoid, l <= 360, within 3 s", async () => {
    // A disturbing potential: no central term, from degree 2.
    const model = { ...randomModel(360, 4, (n) => 1 / (n + 1) ** 2, 2), minDegree: 2 };
    const grid = nodes(721, 1440);
    const [field] = await kernels.synthesise(model, grid, { height: 0, ellipsoid: WGS84, components: ["potential"] });
    const start = performance.now();
    const result = await kernels.analyse(field!, grid, { maxDegree: 360, referenceRadius: RADIUS, surface: WGS84 });
    const seconds = (performance.now() - start) / 1000;
    console.log(`track H: analysis of 721 x 1440 nodes to degree 360: ${seconds.toFixed(2)} s`);
    within("round trip on WGS84, l <= 360, in units of the rms of the degree", worstOfDegrees(result, model), 1e-9);
    expect(seconds).toBeLessThan(3);
  });
});
