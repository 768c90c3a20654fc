import type { InversionRequest } from "@geoanomaly/core";
import { testContext } from "@geoanomaly/core/testing";
import { describe, expect, it } from "vitest";
import { potentialField } from "../src/index.js";
import { massOf, relativeError } from "./model-quality.js";
import { boxModel, regularMesh, run, stationsAbove, surveyOf } from "./synthetic.js";

const CELL = 100;
const mesh = regularMesh([14, 12, 7], [CELL, CELL, CELL]);
const box = { west: -200, east: 200, south: -200, north: 200, top: 200, bottom: 500 };
const stations = stationsAbove(mesh, 20);
const VALUE = { gravity: 500, magnetic: 0.05 } as const;
const DEVIATION = { gravity: 0.01, magnetic: 2 } as const;
const PROPERTY = { gravity: "density", magnetic: "susceptibility" } as const;

async function request(field: "gravity" | "magnetic", options: Readonly<Record<string, unknown>>) {
  const truth = boxModel(mesh, [{ ...box, value: VALUE[field] }]);
  const data = await surveyOf({ field, mesh, model: truth, stations, deviation: DEVIATION[field], seed: 7 }, await testContext());
  return { truth, request: { data: [data], mesh, options } satisfies InversionRequest };
}

describe("a block at a known place", () => {
  for (const field of ["gravity", "magnetic"] as const) {
    it(`is found by smooth ${field}: target reached, centroid within one cell`, async () => {
      const { truth, request: made } = await request(field, { lower: 0 });
      const { steps, result } = await run(potentialField, made, await testContext());
      expect(result.stopped).toBe("target-misfit");
      expect(Math.abs(steps.at(-1)!.misfit[field]! - 1)).toBeLessThan(0.03);
      const found = massOf(mesh, result.models[PROPERTY[field]]!.values);
      const expected = massOf(mesh, truth);
      for (const axis of [0, 1, 2] as const) expect(Math.abs(found.centroid[axis] - expected.centroid[axis])).toBeLessThan(CELL);
      // The total mass is Gauss's theorem's; the total moment of a magnetic body is not, and a smooth body lies a little deeper.
      if (field === "gravity") expect(Math.abs(found.sum / expected.sum - 1)).toBeLessThan(0.1);
    });

    it(`gets sharp edges by the sparse norm: ${field}`, async () => {
      const { truth, request: made } = await request(field, { lower: 0, upper: VALUE[field], norms: { s: 0, x: 0, y: 0, z: 0 } });
      const { result } = await run(potentialField, made, await testContext());
      const { values } = result.models[PROPERTY[field]]!;
      const smooth = await run(potentialField, (await request(field, { lower: 0, upper: VALUE[field] })).request, await testContext());
      const before = smooth.result.models[PROPERTY[field]]!.values;
      expect(relativeError(values, truth)).toBeLessThan(0.7 * relativeError(before, truth));
      const [found, expected] = [massOf(mesh, values), massOf(mesh, truth)];
      for (const axis of [0, 1, 2] as const) expect(Math.abs(found.centroid[axis] - expected.centroid[axis])).toBeLessThan(CELL / 2);
      expect(Math.abs(found.sum / expected.sum - 1)).toBeLessThan(0.1);
      // With sharp edges the mass lies where the block is; of a smooth model most lies around it.
      const inside = (model: Float64Array) =>
        model.reduce((sum, value, i) => sum + (truth[i]! > 0 ? value : 0), 0) / massOf(mesh, model).sum;
      expect(inside(values)).toBeGreaterThan(0.7);
      expect(inside(before)).toBeLessThan(0.5);
      expect(Math.max(...values)).toBeGreaterThan(0.9 * VALUE[field]);
      expect(Math.max(...before)).toBeLessThan(0.9 * VALUE[field]);
    });
  }

  it("keeps within its bounds, and the unbounded model does not", async () => {
    const bounded = await run(potentialField, (await request("gravity", { lower: 0, upper: 90 })).request, await testContext());
    const free = await run(potentialField, (await request("gravity", {})).request, await testContext());
    const range = (values: Float64Array) => [Math.min(...values), Math.max(...values)] as const;
    const [low, high] = range(bounded.result.models.density!.values);
    expect(low).toBe(0);
    expect(high).toBe(90);
    const [freeLow, freeHigh] = range(free.result.models.density!.values);
    expect(freeLow).toBeLessThan(0);
    expect(freeHigh).toBeGreaterThan(90);
  });

  it("is found with depth weighting, and shallower without any", async () => {
    const depthOf = async (weighting: string) => {
      const { result } = await run(potentialField, (await request("gravity", { lower: 0, weighting })).request, await testContext());
      return -massOf(mesh, result.models.density!.values).centroid[2];
    };
    const [weighted, none] = [await depthOf("depth"), await depthOf("none")];
    expect(Math.abs(weighted - 350)).toBeLessThan(CELL);
    expect(none).toBeLessThan(weighted - CELL / 2);
  });

  it("of remanent magnetisation is found as a vector whose direction is that of the source", async () => {
    const context = await testContext();
    const { truth, request: made } = await request("magnetic", {});
    const direction = [0.6, -0.5, 0.4] as const;
    const length = Math.hypot(...direction);
    const [data] = made.data;
    const vector = Float64Array.from(
      { length: 3 * truth.length },
      (_, i) => (truth[i % truth.length]! * direction[Math.floor(i / truth.length)]!) / length,
    );
    const values = await context.kernels.potential.forward(
      { mesh, stations, field: { kind: "magnetic-vector", mainField: data!.mainField! } },
      vector,
    );
    const remanent = { ...data!, points: { ...data!.points, values } };
    const { result } = await run(potentialField, { data: [remanent], mesh, options: { magnetisation: "vector", chiFactor: 1 } }, context);
    const sums = ["east", "north", "up"].map((name) => massOf(mesh, result.models[`susceptibility-${name}`]!.values).sum);
    const found = Math.hypot(...sums);
    const cosine = sums.reduce((sum, value, k) => sum + (value * direction[k]!) / (found * length), 0);
    // Within 30 degrees: the direction trades off with where the moment lies.
    expect(cosine).toBeGreaterThan(Math.cos(Math.PI / 6));
    const amplitude = result.models["susceptibility-amplitude"]!.values;
    const { centroid } = massOf(mesh, amplitude);
    expect(Math.abs(centroid[0])).toBeLessThan(CELL);
    expect(Math.abs(centroid[1])).toBeLessThan(CELL);
  });
});
