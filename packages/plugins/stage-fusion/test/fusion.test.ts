import { type GridHeader, type Model, type Quantity, type RawData, residentGrid } from "@geoanomaly/core";
import { describeStageContract, testContext } from "@geoanomaly/core/testing";
import { describe, expect, it } from "vitest";
import { combine, combineModels } from "../src/index.js";
import { informationWeights } from "../src/information-weights.js";
import { effectiveNumber, solvePositive, unbiasedEstimate } from "../src/unbiased-estimate.js";

const GRAVITY: Quantity = { functional: "gravity-residual", unit: "mGal" };
const MAGNETIC: Quantity = { functional: "magnetic-residual", unit: "nT" };

function random(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}
const normals = (seed: number) => {
  const uniform = random(seed);
  return () => Array.from({ length: 12 }, uniform).reduce((sum, value) => sum + value, -6);
};

const header = (rows: number, cols: number, quantity: Quantity, effectiveResolution = 10): GridHeader => ({
  rows,
  cols,
  transform: [10, 0, 0, 0, -10, 10 * rows],
  registration: "area",
  crs: "EPSG:32633",
  quantity,
  height: { metres: 0, datum: "terrain" },
  effectiveResolution,
});
const layer = (values: Float32Array, rows: number, quantity = GRAVITY, uncertainty?: Float32Array, resolution?: number): RawData => ({
  kind: "grid",
  grid: residentGrid(header(rows, values.length / rows, quantity, resolution), { values, ...(uncertainty && { uncertainty }) }),
});

async function run(data: RawData, inputs: Record<string, RawData>, parameters: Record<string, unknown>) {
  const facts: Record<string, unknown> = {};
  const context = {
    ...(await testContext()),
    inputs,
    report: (more: Readonly<Record<string, unknown>>) => void Object.assign(facts, more),
  };
  const result = await combine.run(data, parameters, context);
  if (result.kind !== "grid") throw new Error("expected a grid");
  const { grid } = result;
  const values = await grid.read(0, grid.rows, context.signal);
  const uncertainty = (await grid.readUncertainty?.(0, grid.rows, context.signal)) as Float32Array;
  return { values, uncertainty, grid, facts };
}

describeStageContract(combine, {
  input: () =>
    layer(
      Float32Array.from({ length: 48 }, (_, k) => Math.sin(k * k)),
      6,
    ),
  parameters: { method: "mean", normalise: true },
});

describe("unbiasedEstimate", () => {
  it("is the closed form for two layers with correlated errors", () => {
    const [a, b, r] = [2, 5, 0.3];
    const { weights, deviation } = unbiasedEstimate(
      [a, b],
      [
        [1, r],
        [r, 1],
      ],
    )!;
    const first = (b * b - r * a * b) / (a * a + b * b - 2 * r * a * b);
    expect(weights[0]).toBeCloseTo(first, 5);
    expect(deviation ** 2).toBeCloseTo((a * a * b * b * (1 - r * r)) / (a * a + b * b - 2 * r * a * b), 4);
  });

  it("weights independent layers by their precision", () => {
    const { weights, deviation } = unbiasedEstimate(
      [1, 2, 4],
      [
        [1, 0, 0],
        [0, 1, 0],
        [0, 0, 1],
      ],
    )!;
    expect(weights[0]! / weights[1]!).toBeCloseTo(4, 5);
    expect(1 / deviation ** 2).toBeCloseTo(1 + 1 / 4 + 1 / 16, 5);
  });

  it("has no smaller variance than what it claims, over many draws of correlated errors", () => {
    const normal = normals(3);
    const [a, b, r] = [1, 1.5, 0.6];
    const { weights, deviation } = unbiasedEstimate(
      [a, b],
      [
        [1, r],
        [r, 1],
      ],
    )!;
    const draws = Array.from({ length: 20_000 }, () => {
      const [x, y] = [normal(), normal()];
      return weights[0]! * a * x + weights[1]! * b * (r * x + Math.sqrt(1 - r * r) * y);
    });
    const variance = draws.reduce((sum, value) => sum + value * value, 0) / draws.length;
    expect(Math.sqrt(variance) / deviation).toBeCloseTo(1, 1);
  });

  it("refuses deviations that are none and matrices that are not positive definite", () => {
    expect(
      unbiasedEstimate(
        [1, 0],
        [
          [1, 0],
          [0, 1],
        ],
      ),
    ).toBeUndefined();
    expect(unbiasedEstimate([], [])).toBeUndefined();
    expect(
      solvePositive(
        [
          [1, 2],
          [2, 1],
        ],
        [1, 1],
      ),
    ).toBeUndefined();
  });

  it("counts n equal layers of correlation r as n / (1 + (n - 1) r)", () => {
    const r = 0.5;
    expect(
      effectiveNumber(
        [1, 1, 1],
        [
          [1, r, r],
          [r, 1, r],
          [r, r, 1],
        ],
      ),
    ).toBeCloseTo(3 / (1 + 2 * r), 12);
  });
});

describe("informationWeights", () => {
  const layers = [
    { signal: 3, noise: 1, resolution: 100 },
    { signal: 2, noise: 0.5, resolution: 400 },
  ];

  it("are (signal / noise)^2 / resolution over their sum", () => {
    const [a, b] = informationWeights(layers);
    expect([a!.information, b!.information]).toEqual([0.09, 0.04]);
    expect(a!.weight).toBeCloseTo(9 / 13, 12);
  });

  it.each(["signal", "noise", "resolution"] as const)("tell how the weight follows the %s, as a difference quotient does", (parameter) => {
    const step = 1e-6;
    const changed = informationWeights([{ ...layers[0]!, [parameter]: layers[0]![parameter] * (1 + step) }, layers[1]!]);
    const [before] = informationWeights(layers);
    expect((changed[0]!.weight - before!.weight) / step).toBeCloseTo(before!.sensitivity[parameter], 5);
  });
});

describe("combine", () => {
  it("takes the mean of the layers that are there, and keeps their common quantity", async () => {
    const a = Float32Array.of(1, 2, Number.NaN, Number.NaN, 5, 6, 7, 8, 9);
    const b = Float32Array.of(3, Number.NaN, 4, Number.NaN, 5, 6, 7, 8, 9);
    const { values, grid } = await run(layer(a, 3), { b: layer(b, 3, GRAVITY, undefined, 25) }, {});
    expect([...values.slice(0, 4)]).toEqual([2, 2, 4, Number.NaN]);
    expect(grid.quantity).toEqual(GRAVITY);
    expect(grid.effectiveResolution).toBe(25);
  });

  it("weights by the precision of each cell, and tells what remains uncertain", async () => {
    const a = new Float32Array(9).fill(10);
    const b = new Float32Array(9).fill(20);
    const [da, db] = [Float32Array.of(1, 1, 1, 1, 1, 1, 1, 1, Number.NaN), Float32Array.from({ length: 9 }, (_, k) => k + 1)];
    const { values, uncertainty, facts } = await run(layer(a, 3, GRAVITY, da), { b: layer(b, 3, GRAVITY, db) }, { method: "precision" });
    expect(values[0]).toBeCloseTo(15, 4);
    expect(uncertainty[0]).toBeCloseTo(Math.SQRT1_2, 4);
    expect(values[2]).toBeCloseTo((10 + 20 / 9) / (1 + 1 / 9), 4);
    expect([values[8], uncertainty[8]]).toEqual([20, 9]); // a has no error there: only b counts
    expect(facts).toMatchObject({ method: "precision", layers: ["first", "b"] });
  });

  it("keeps the variance of Stouffer's score at 1 whatever layers are there", async () => {
    const normal = normals(8);
    const [rows, n] = [60, 3600];
    const common = Float32Array.from({ length: n }, normal);
    const make = () => common.map((value) => Math.SQRT1_2 * (value + normal()));
    const [a, b] = [make(), make()];
    for (let k = 0; k < n; k += 3) a[k] = Number.NaN;
    const { values, facts } = await run(layer(a, rows), { b: layer(b, rows, MAGNETIC) }, { method: "stouffer" });
    const deviation = (of: (k: number) => boolean) => {
      const list = [...values].filter((_, k) => of(k));
      return Math.sqrt(list.reduce((sum, value) => sum + value * value, 0) / list.length);
    };
    expect(deviation((k) => k % 3 === 0)).toBeCloseTo(1, 1);
    expect(deviation((k) => k % 3 !== 0)).toBeCloseTo(1, 1);
    const { correlation, effectiveLayers } = facts as { correlation: Record<string, Record<string, number>>; effectiveLayers: number };
    expect(correlation.first!.b).toBeCloseTo(0.5, 1);
    expect(effectiveLayers).toBeCloseTo(2 / 1.5, 1);
  });

  it("gives the quiet layer the say, by information, and shows how that depends on each parameter", async () => {
    const normal = normals(5);
    const signal = Float32Array.from({ length: 1600 }, (_, k) => 10 * Math.sin(k / 150) + 10 * Math.cos((k % 40) / 8));
    const quiet = signal.map((value) => value + 0.5 * normal());
    const loud = signal.map((value) => value + 5 * normal());
    const { facts } = await run(layer(quiet, 40), { loud: layer(loud, 40) }, { method: "information", name: "quiet" });
    const { information, noise } = facts as {
      information: Record<string, { weight: number; sensitivity: { noise: number } }>;
      noise: Record<string, { noise: number; from: string }>;
    };
    expect(noise.quiet!.noise).toBeCloseTo(0.5, 1);
    expect(Math.abs(noise.loud!.noise / 5 - 1)).toBeLessThan(0.1);
    expect(information.quiet!.weight).toBeGreaterThan(0.95);
    expect(information.quiet!.sensitivity.noise).toBeLessThan(0);
  });

  it("refuses to mix quantities as they are, other cells and inputs that are no grids", async () => {
    const a = layer(new Float32Array(9), 3);
    await expect(run(a, { b: layer(new Float32Array(9), 3, MAGNETIC) }, { normalise: false })).rejects.toMatchObject({
      code: "GAM_GRID_MISMATCH",
    });
    await expect(run(a, { b: layer(new Float32Array(12), 3) }, {})).rejects.toMatchObject({
      code: "GAM_GRID_MISMATCH",
      message: expect.stringMatching(/input b/) as string,
    });
    await expect(run(a, { first: layer(new Float32Array(9), 3) }, {})).rejects.toMatchObject({ code: "GAM_PARAMETER_INVALID" });
  });
});

describe("combineModels", () => {
  const mesh: Model["mesh"] = {
    crs: "local",
    origin: { easting: 0, northing: 0, upward: 0 },
    easting: Float64Array.of(10, 10, 10),
    northing: Float64Array.of(10),
    downward: Float64Array.of(5),
  };
  const model = (
    values: readonly number[],
    uncertainty: readonly number[] | undefined,
    quantity: Model["quantity"] = { functional: "density-contrast", unit: "kg/m3" },
  ): RawData => ({
    kind: "model",
    model: { mesh, quantity, values: Float64Array.from(values), ...(uncertainty && { uncertainty: Float64Array.from(uncertainty) }) },
  });
  const context = async (inputs: Record<string, RawData>) => ({ ...(await testContext()), inputs });

  describeStageContract(combineModels, { input: () => model([1, 2, 3], [1, 1, 1]) });

  it("weights each cell by precision, takes what only one has, and leaves air alone", async () => {
    const result = await combineModels.run(
      model([100, Number.NaN, Number.NaN], [10, 10, 10]),
      {},
      await context({ b: model([200, 50, Number.NaN], [20, 5, 5]) }),
    );
    if (result.kind !== "model") throw new Error("expected a model");
    expect(result.model.values[0]).toBeCloseTo(120, 3);
    expect(result.model.uncertainty![0]).toBeCloseTo(1 / Math.sqrt(1 / 100 + 1 / 400), 3);
    expect(result.model.values[1]).toBeCloseTo(50, 3);
    expect(result.model.values[2]).toBeNaN();
  });

  it("refuses models without uncertainty, of another property or mesh", async () => {
    const first = model([1, 2, 3], [1, 1, 1]);
    await expect(combineModels.run(first, {}, await context({ b: model([1, 2, 3], undefined) }))).rejects.toMatchObject({
      code: "GAM_PARAMETER_INVALID",
    });
    await expect(
      combineModels.run(first, {}, await context({ b: model([1, 2, 3], [1, 1, 1], { functional: "susceptibility", unit: "SI" }) })),
    ).rejects.toMatchObject({ code: "GAM_GRID_MISMATCH" });
  });
});
