import { type AnomalyTable, type Kernels, type Model, type RawData, residentGrid } from "@geoanomaly/core";
import { referenceKernels } from "@geoanomaly/core/reference";
import { describeStageContract, testContext } from "@geoanomaly/core/testing";
import { nativeKernels } from "@geoanomaly/native";
import { describe, expect, it } from "vitest";
import { detect } from "../src/index.js";
import { GRAVITY, header, layerOf, MAGNETIC, SCORE, sampled, seededNormal, square } from "./scene.js";

/** Native where they are built: the tests are about what is found, which the kernel tests show to be the same. */
function kernels(): Kernels {
  try {
    return nativeKernels({ threads: 2 });
  } catch {
    return referenceKernels;
  }
}

const G = 6.6743e-11;
const sphere = (x: number, y: number, depth: number, mass: number) => 1e5 * ((G * mass * depth) / (x * x + y * y + depth * depth) ** 1.5);

/** White noise on 48 x 48 cells of 100 m. */
const geometry = square(48);
const noise = (seed: number, deviation: number) => {
  const normal = seededNormal(seed);
  return sampled(geometry, () => deviation * normal());
};
const added = (a: Float32Array, b: Float32Array) => a.map((value, k) => value + (b[k] as number));

async function run(data: RawData, parameters: Record<string, unknown> = {}, inputs: Record<string, RawData> = {}) {
  const facts: Record<string, unknown> = {};
  const context = {
    ...(await testContext({ kernels: kernels() })),
    inputs,
    report: (more: Readonly<Record<string, unknown>>) => void Object.assign(facts, more),
  };
  const result = await detect.run(data, { surrogates: 99, ...parameters }, context);
  if (result.kind !== "anomalies") throw new Error(`expected anomalies, found ${result.kind}`);
  return { table: result.anomalies as AnomalyTable, facts };
}

describeStageContract(detect, {
  input: () =>
    layerOf(
      square(24),
      GRAVITY,
      sampled(square(24), (x, y) => Math.sin(x * 7 + y) + Math.cos(y * 3.3 + x * x)),
    ),
  parameters: { surrogates: 19, q: 0.1 },
});

describe("detect", () => {
  const centre = { x: 2450, y: 1850 };
  const mass = -6e9;
  const body = sampled(geometry, (x, y) => sphere(x - centre.x, y - centre.y, 250, mass));
  const gravity = added(noise(3, 0.03), body);

  it("finds a buried sphere where it is, and says what it is, how likely, and how heavy", async () => {
    const { table, facts } = await run(layerOf(geometry, GRAVITY, gravity), {}, { magnetics: layerOf(geometry, MAGNETIC, noise(9, 2)) });
    expect(table.anomalies).toHaveLength(1);
    const [anomaly] = table.anomalies;
    expect(anomaly!.id).toBe("A001");
    expect(Math.hypot(anomaly!.easting - centre.x, anomaly!.northing - centre.y)).toBeLessThan(100);
    expect([anomaly!.longitude, anomaly!.latitude]).toEqual([null, null]);
    expect(anomaly!.score).toBeLessThan(-table.threshold.value);
    expect(anomaly!.significance).toBeLessThan(0.05);
    expect(anomaly!.confidence).toBeGreaterThan(0.5);
    expect(Math.abs(anomaly!.excessMassKilograms! / mass - 1)).toBeLessThan(0.35);
    expect(anomaly!.depthTop).toBeNull();
    expect(anomaly!.depthMethod).toMatch(/Gauss/);
    expect(anomaly!.typeRule).toMatch(/gravity -/);
    expect(facts).toMatchObject({ found: 1, averagedCells: 1 });
    expect(table.detectability.map(({ layer }) => layer).sort()).toEqual(["gravity-residual", "magnetics"]);
  });

  it("calls it a void where it is shallow enough, and takes depth and volume from a model", async () => {
    const values = new Float64Array(48 * 48 * 4);
    const widths = new Float64Array(48).fill(100);
    values[(1 * 48 + 18) * 48 + 24] = -800;
    const model: Model = {
      mesh: {
        crs: "local",
        origin: { easting: 0, northing: 0, upward: 0 },
        easting: widths,
        northing: widths,
        downward: Float64Array.of(60, 90, 200, 400),
      },
      quantity: { functional: "density-contrast", unit: "kg/m3" },
      values,
    };
    const { table } = await run(
      layerOf(geometry, GRAVITY, gravity),
      {},
      { magnetics: layerOf(geometry, MAGNETIC, noise(9, 2)), cave: { kind: "model", model } },
    );
    expect(table.anomalies[0]).toMatchObject({
      type: "void",
      depthTop: 60,
      depthBottom: 150,
      volumeCubicMetres: 9e5,
      excessMassKilograms: -7.2e8,
    });
    expect(table.anomalies[0]!.depthMethod).toMatch(/cells of cave/);
  });

  it("gives the same table for the same seed, whatever the threads", async () => {
    const one = await run(layerOf(geometry, GRAVITY, gravity));
    const two = await run(layerOf(geometry, GRAVITY, gravity));
    expect(two.table).toEqual(one.table);
  });

  it("finds nothing where nothing is, and says what it could have found", async () => {
    const { table } = await run(layerOf(geometry, GRAVITY, noise(21, 0.03)));
    expect(table.anomalies).toEqual([]);
    expect(table.detectability[0]!.statement).toMatch(/A sphere of -1000 kg\/m3 would have been found from a radius of/);
    expect(table.threshold).toMatchObject({ falseDiscoveryRate: 0.05, surrogates: 99, seed: 1 });
  });

  it("tells which layer carries an anomaly by leaving each out", async () => {
    const other = noise(33, 1);
    const fused = gravity.map((value, k) => (value / 0.03 + (other[k] as number)) / 2);
    const { table } = await run(
      layerOf(geometry, SCORE, fused),
      {},
      {
        gravity: layerOf(geometry, GRAVITY, gravity),
        magnetic: layerOf(geometry, MAGNETIC, other),
      },
    );
    const { gravity: carries, magnetic: rides } = table.anomalies[0]!.contributions as { gravity: number; magnetic: number };
    expect(carries).toBeGreaterThan(0.5);
    expect(rides).toBeLessThan(0.2);
  });

  it("looks for one sign only, if told", async () => {
    const { table } = await run(layerOf(geometry, GRAVITY, gravity), { polarity: "positive" });
    expect(table.anomalies).toEqual([]);
  });

  it("refuses what is finer than the layer can carry", async () => {
    const { facts } = await run(layerOf(geometry, GRAVITY, gravity, 800), {});
    expect(facts).toMatchObject({ averagedCells: 4 - 1, smallestAreaSquareMetres: (Math.PI / 4) * 800 ** 2 });
  });

  it("has nothing to say of an empty map", async () => {
    const { table } = await run(layerOf(geometry, GRAVITY, new Float32Array(48 * 48).fill(Number.NaN)));
    expect(table.anomalies).toEqual([]);
    expect(table.threshold.method).toMatch(/too few/);
  });

  it("finds a body under gaps in the data", async () => {
    const holes = gravity.map((value, k) => (k % 7 === 3 || k % 48 > 44 ? Number.NaN : value));
    const { table } = await run(layerOf(geometry, GRAVITY, holes));
    expect(Math.hypot(table.anomalies[0]!.easting - centre.x, table.anomalies[0]!.northing - centre.y)).toBeLessThan(150);
  });

  it("refuses inputs on other cells, by name", async () => {
    const promise = run(layerOf(geometry, GRAVITY, gravity), {}, { dem: layerOf(square(20), GRAVITY, noise(1, 1).slice(0, 400)) });
    await expect(promise).rejects.toMatchObject({ code: "GAM_GRID_MISMATCH", message: expect.stringMatching(/input dem/) as string });
    await expect(run(layerOf(geometry, GRAVITY, gravity), { layers: ["nobody"] })).rejects.toMatchObject({ code: "GAM_PARAMETER_INVALID" });
    await expect(run(layerOf(geometry, GRAVITY, gravity), { scales: [1, -2] })).rejects.toMatchObject({ code: "GAM_PARAMETER_INVALID" });
  });

  it("refuses a search that the memory does not hold, with numbers", async () => {
    const context = { ...(await testContext()), memoryBytes: 1000 };
    await expect(detect.run(layerOf(geometry, GRAVITY, gravity), {}, context)).rejects.toMatchObject({
      code: "GAM_RESOURCE",
      message: expect.stringMatching(/48 x 48 cells .* MB/) as string,
    });
  });
});

describe("detect on the globe", () => {
  const globe = {
    rows: 90,
    cols: 180,
    transform: [2, 0, -180, 0, -2, 90] as const,
    registration: "area" as const,
    crs: "EPSG:4326" as const,
  };

  it("finds a body on the antimeridian once, and one near the pole", async () => {
    const normal = seededNormal(17);
    const radians = Math.PI / 180;
    const bump = (longitude: number, latitude: number, lon: number, lat: number) => {
      const cosine =
        Math.sin(lat * radians) * Math.sin(latitude * radians) +
        Math.cos(lat * radians) * Math.cos(latitude * radians) * Math.cos((lon - longitude) * radians);
      return Math.exp(-((Math.acos(Math.min(1, cosine)) / radians / 4) ** 2) / 2);
    };
    const values = sampled(globe, (lon, lat) => normal() + 9 * bump(179.5, 20, lon, lat) - 9 * bump(40, 74, lon, lat));
    const data: RawData = { kind: "grid", grid: residentGrid(header(globe, SCORE), { values }) };
    const { table } = await run(data);
    expect(table.anomalies).toHaveLength(2);
    const high = table.anomalies.find(({ score }) => score > 0)!;
    const low = table.anomalies.find(({ score }) => score < 0)!;
    expect(Math.abs(Math.abs(high.longitude!) - 180)).toBeLessThan(2);
    expect(Math.abs(high.latitude! - 20)).toBeLessThan(2);
    expect(Math.abs(low.longitude! - 40)).toBeLessThan(4);
    expect(Math.abs(low.latitude! - 74)).toBeLessThan(3);
    expect([high.depthTop, high.excessMassKilograms, high.type]).toEqual([null, null, "undetermined"]);
    const xs = high.outline[0]!.map(([x]) => x);
    expect(Math.max(...xs) - Math.min(...xs)).toBeLessThan(40);
  });
});
