import { testContext } from "@geoanomaly/core/testing";
import { describe, expect, it } from "vitest";
import { potentialField } from "../src/index.js";
import { correlation, relativeError } from "./model-quality.js";
import { boxModel, regularMesh, run, stationsAbove, surveyOf } from "./synthetic.js";

const mesh = regularMesh([16, 10, 6], [100, 100, 100]);
const stations = stationsAbove(mesh, 30);
const west = { west: -600, east: -300, south: -200, north: 200, top: 100, bottom: 400 };
const east = { west: 300, east: 600, south: -200, north: 200, top: 200, bottom: 500 };
const density = boxModel(mesh, [
  { ...west, value: 400 },
  { ...east, value: -300 },
]);
const susceptibility = boxModel(mesh, [
  { ...west, value: 0.04 },
  { ...east, value: 0.03 },
]);

async function inverted({ mGal, nT }: { readonly mGal: number; readonly nT: number }, options: Readonly<Record<string, unknown>>) {
  const context = await testContext();
  const gravity = await surveyOf({ field: "gravity", mesh, model: density, stations, deviation: mGal, seed: 1 }, context);
  const magnetic = await surveyOf({ field: "magnetic", mesh, model: susceptibility, stations, deviation: nT, seed: 2 }, context);
  const bounds = { lower: { density: -400, susceptibility: 0 }, upper: { density: 500, susceptibility: 0.05 } };
  const { steps, result } = await run(potentialField, { data: [gravity, magnetic], mesh, options: { ...bounds, ...options } }, context);
  return {
    phases: new Set(steps.map(({ phase }) => phase)),
    stopped: result.stopped,
    misfit: steps.at(-1)!.misfit,
    density: {
      error: relativeError(result.models.density!.values, density),
      correlation: correlation(result.models.density!.values, density),
    },
    susceptibility: {
      error: relativeError(result.models.susceptibility!.values, susceptibility),
      correlation: correlation(result.models.susceptibility!.values, susceptibility),
    },
    crossGradient: (result.facts.crossGradient as { value: number } | undefined)?.value,
  };
}

const told = (name: string, alone: Awaited<ReturnType<typeof inverted>>, joint: Awaited<ReturnType<typeof inverted>>) =>
  console.log(
    `${name}: error of density ${alone.density.error.toFixed(3)} alone, ${joint.density.error.toFixed(3)} joint; ` +
      `of susceptibility ${alone.susceptibility.error.toFixed(3)} alone, ${joint.susceptibility.error.toFixed(3)} joint; ` +
      `correlations ${alone.density.correlation.toFixed(3)} to ${joint.density.correlation.toFixed(3)}, ` +
      `${alone.susceptibility.correlation.toFixed(3)} to ${joint.susceptibility.correlation.toFixed(3)}`,
  );

describe("two bodies seen by gravity and magnetics", () => {
  it("are both found better together than each alone, the fields being equally noisy", async () => {
    const noise = { mGal: 0.02, nT: 20 };
    const alone = await inverted(noise, { joint: { weight: 0 } });
    const joint = await inverted(noise, { joint: { coupling: "cross-gradient", weight: 3 } });
    told("smooth", alone, joint);
    expect(alone.phases.has("joint")).toBe(false);
    expect(joint.phases.has("joint")).toBe(true);
    for (const property of ["density", "susceptibility"] as const) {
      expect(joint[property].error, `error of ${property}`).toBeLessThan(alone[property].error);
      expect(joint[property].correlation, `correlation of ${property}`).toBeGreaterThan(alone[property].correlation);
    }
    expect(joint.stopped).toBe("target-misfit");
    for (const misfit of Object.values(joint.misfit)) expect(Math.abs(misfit - 1)).toBeLessThan(0.05);
  });

  it("lend the sharpness of clean magnetics to noisy gravity, with sparse norms, at little cost", async () => {
    const noise = { mGal: 0.05, nT: 1 };
    const options = { norms: { s: 0, x: 2, y: 2, z: 2 }, irls: { maxIterations: 40 } };
    const alone = await inverted(noise, { ...options, joint: { weight: 0 } });
    const joint = await inverted(noise, { ...options, joint: { weight: 0.3 } });
    told("sparse", alone, joint);
    expect(joint.density.error).toBeLessThan(0.7 * alone.density.error);
    expect(joint.density.correlation).toBeGreaterThan(alone.density.correlation + 0.2);
    expect(joint.susceptibility.error).toBeLessThan(1.1 * alone.susceptibility.error);
  });
});
