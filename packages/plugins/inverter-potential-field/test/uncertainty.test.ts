import { type InversionRequest, isGamError } from "@geoanomaly/core";
import { testContext } from "@geoanomaly/core/testing";
import { describe, expect, it } from "vitest";
import { potentialField } from "../src/index.js";
import { propertyQuadratic } from "../src/optimisation/property-quadratic.js";
import { setUp } from "../src/setup/problem.js";
import { effectiveParameters } from "../src/tradeoff/effective-parameters.js";
import { inverse, matrixOf } from "./dense-algebra.js";
import { boxModel, regularMesh, run, stationsAbove, surveyOf } from "./synthetic.js";

const mesh = regularMesh([6, 6, 3], [100, 100, 100]);
const model = boxModel(mesh, [{ west: -100, east: 100, south: -100, north: 100, top: 50, bottom: 250, value: 300 }]);

async function request(options: Readonly<Record<string, unknown>>, deviation = 0.02): Promise<InversionRequest> {
  const stations = stationsAbove(mesh, 30);
  return {
    data: [await surveyOf({ field: "gravity", mesh, model, stations, deviation, seed: 4 }, await testContext())],
    mesh,
    options,
  };
}

describe("the posterior standard deviation", () => {
  it("agrees with that of the inverted Hessian, within what the number of probes allows", async () => {
    const probes = 200;
    const made = await request({ uncertainty: { method: "randomised-probing", probes, seed: 11 } });
    const context = await testContext();
    const { result } = await run(potentialField, made, context);
    const { beta } = (result.facts.properties as { density: { beta: number } }).density;
    const problem = await setUp(made, potentialField.version, context);
    const property = problem.properties[0]!;
    const system = propertyQuadratic(property, beta);
    const hessian = await matrixOf(property.unknowns, async (x) => {
      const [a, b] = [await system.dataProduct(x), system.modelProduct(x)];
      return a.map((value, i) => value + b[i]!);
    });
    const covariance = inverse(hessian, property.unknowns);
    const { uncertainty } = result.models.density!;
    expect(uncertainty).toHaveLength(property.unknowns);
    let [worst, bias] = [0, 0];
    uncertainty!.forEach((deviation, i) => {
      const ratio = deviation / Math.sqrt(covariance[i * property.unknowns + i]!);
      worst = Math.max(worst, Math.abs(ratio - 1));
      bias += (ratio - 1) / property.unknowns;
    });
    // A standard deviation from n squares is uncertain by 1 / sqrt(2 n), here 5 %; five of these is more than any of 108 cells should show.
    expect(worst).toBeLessThan(5 / Math.sqrt(2 * probes));
    expect(Math.abs(bias)).toBeLessThan(0.03);
    expect(result.uncertaintyMethod).toMatch(/200 probes, seed 11/);
  });

  it("is larger where the readings say less", async () => {
    const { result } = await run(potentialField, await request({ weighting: "none", uncertainty: { probes: 40 } }), await testContext());
    const { uncertainty } = result.models.density!;
    const meanOfLayer = (k: number) => uncertainty!.subarray(36 * k, 36 * (k + 1)).reduce((sum, value) => sum + value, 0) / 36;
    expect(meanOfLayer(2)).toBeGreaterThan(meanOfLayer(0));
  });
});

describe("effectiveParameters", () => {
  it("estimates the trace of the influence matrix, and falls as beta grows", async () => {
    const problem = (await setUp(await request({}), potentialField.version, await testContext())).properties[0]!;
    const signal = new AbortController().signal;
    const traces: number[] = [];
    for (const beta of [1e-3, 1e-1, 10]) {
      const system = propertyQuadratic(problem, beta);
      const data = await matrixOf(problem.unknowns, (x) => system.dataProduct(x));
      const hessian = await matrixOf(problem.unknowns, async (x) => {
        const [a, b] = [await system.dataProduct(x), system.modelProduct(x)];
        return a.map((value, i) => value + b[i]!);
      });
      const covariance = inverse(hessian, problem.unknowns);
      let trace = 0;
      for (let i = 0; i < problem.unknowns; i++)
        for (let j = 0; j < problem.unknowns; j++) trace += covariance[i * problem.unknowns + j]! * data[j * problem.unknowns + i]!;
      const estimate = await effectiveParameters(problem, beta, 5, signal);
      // Hutchinson's variance with signs is at most 2 |A|^2 / probes, and |A|^2 <= trace for eigenvalues up to 1.
      expect(Math.abs(estimate - trace)).toBeLessThan(4 * Math.sqrt((2 * trace) / 6) + 0.05);
      traces.push(trace);
    }
    expect(traces).toEqual(traces.toSorted((a, b) => b - a));
    expect(traces[0]).toBeLessThanOrEqual(problem.readings);
  });
});

describe("the checkerboard test", () => {
  it("finds blocks at the surface better than at depth", async () => {
    const { result } = await run(
      potentialField,
      await request({ resolution: { checkerboard: { cells: 2, amplitude: 100 } } }),
      await testContext(),
    );
    const { resolution } = result.models.density!;
    const meanOfLayer = (k: number) => resolution!.subarray(36 * k, 36 * (k + 1)).reduce((sum, value) => sum + value, 0) / 36;
    expect(meanOfLayer(0)).toBeGreaterThan(meanOfLayer(2));
    expect(resolution!.every((value) => value >= 0 && value <= 1)).toBe(true);
    expect((result.facts.properties as { density: { checkerboardCorrelation: number } }).density.checkerboardCorrelation).toBeGreaterThan(
      0.3,
    );
  });
});

describe("readings without errors", () => {
  it("are refused for a target misfit, with the cure named", async () => {
    const { data, ...rest } = await request({ tradeOff: "target-misfit" });
    const { uncertainty: _, ...points } = data[0]!.points;
    const failure = await run(potentialField, { ...rest, data: [{ ...data[0]!, points }] }, await testContext()).catch(
      (error: unknown) => error,
    );
    expect(isGamError(failure, "GAM_PARAMETER_INVALID")).toBe(true);
    expect(String(failure)).toMatch(/gcv.*errors/);
  });

  for (const tradeOff of ["gcv", "l-curve"]) {
    it(`are inverted by ${tradeOff}, which finds their noise within a factor of three`, async () => {
      const { data, ...rest } = await request({ tradeOff });
      const { uncertainty: _, ...points } = data[0]!.points;
      const { result } = await run(potentialField, { ...rest, data: [{ ...data[0]!, points }] }, await testContext());
      const residuals = points.values.map((value, i) => value - result.predicted.gravity![i]!);
      const rms = Math.sqrt(residuals.reduce((sum, value) => sum + value * value, 0) / residuals.length);
      expect(rms).toBeGreaterThan(0.02 / 3);
      expect(rms).toBeLessThan(0.06);
      expect(result.stopped).toBe("target-misfit");
    });
  }
});
