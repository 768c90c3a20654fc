import { type RawData, residentGrid } from "@geoanomaly/core";
import { MemoryFolder } from "@geoanomaly/core/testing";
import { describe, expect, it } from "vitest";
import { restoreData, storeData } from "../../src/regional/stored-data.js";

const { signal } = new AbortController();
const quantity = { functional: "gravity-disturbance", unit: "mGal" } as const;
const height = { metres: 10, datum: "ellipsoid" } as const;
const header = {
  rows: 2,
  cols: 3,
  transform: [1, 0, 0, 0, -1, 2],
  registration: "area",
  crs: "EPSG:32613",
  quantity,
  height,
  effectiveResolution: 1,
} as const;
const mesh = {
  crs: "local",
  origin: { easting: 1, northing: 2, upward: 3 },
  easting: Float64Array.of(1, 2),
  northing: Float64Array.of(3),
  downward: Float64Array.of(4, 5),
} as const;

async function roundTrip(data: RawData): Promise<RawData> {
  const folder = new MemoryFolder();
  await storeData(folder, "work", data, signal);
  const bytes = await folder.read("work");
  // As the file system hands it out: a Buffer that is a view into a larger one.
  const pool = Buffer.alloc(bytes.length + 3);
  pool.set(bytes, 3);
  return restoreData(pool.subarray(3), "work");
}

describe("stored data", () => {
  it("are readings again, with every column", async () => {
    const points = {
      easting: Float64Array.of(1, 2, 3),
      northing: Float64Array.of(4, 5, 6),
      values: Float64Array.of(979656.12345678, Number.NaN, -0),
      uncertainty: Float64Array.of(0.1, 0.2, 0.3),
      sourceLines: Uint32Array.of(2, 3, 4),
      lines: { of: Uint32Array.of(0, 1, 0), names: ["L10", "T1"] },
      crs: "EPSG:32613",
      quantity,
      height,
      epoch: 2020.5,
    } as const;
    expect(await roundTrip({ kind: "points", points })).toEqual({ kind: "points", points });
  });

  it("are a grid again, in the precision it had", async () => {
    const values = Float64Array.of(979656.12345678, 1, Number.NaN, 3, 4, 5);
    const restored = await roundTrip({ kind: "grid", grid: residentGrid(header, { values, uncertainty: new Float32Array(6).fill(0.5) }) });
    if (restored.kind !== "grid") throw new Error(restored.kind);
    const again = (await restored.grid.readDouble?.(0, 2, signal)) ?? new Float64Array(0);
    expect(again).toEqual(values);
    expect(await restored.grid.readUncertainty?.(1, 1, signal)).toEqual(new Float32Array(3).fill(0.5));
    expect(restored.grid).toMatchObject(header);
  });

  it("are a mesh, a model, coefficients and anomalies again", async () => {
    const model = { mesh, quantity: { functional: "susceptibility", unit: "SI" }, values: Float64Array.of(1, Number.NaN, 3, 4) } as const;
    const coefficients = {
      field: "magnetic",
      modelName: "m",
      minDegree: 0,
      maxDegree: 1,
      referenceRadius: 6371200,
      cosine: Float64Array.of(0, 1, 2),
      sine: Float64Array.of(0, 0, 3),
    } as const;
    const anomalies = {
      crs: "local",
      anomalies: [],
      threshold: { value: 4, method: "m", falseDiscoveryRate: 0.05, surrogates: 10, seed: 1 },
      detectability: [],
    } as const;
    for (const data of [
      { kind: "mesh", mesh },
      { kind: "model", model },
      { kind: "coefficients", coefficients },
      { kind: "anomalies", anomalies },
    ] as const)
      expect(await roundTrip(data)).toEqual(data);
  });

  it("are refused if they are none", () => {
    expect(() => restoreData(new Uint8Array(3), "state/work/x")).toThrow(/state\/work\/x: not a working file/);
    expect(() => restoreData(new Uint8Array(64).fill(255), "x")).toThrow(/not a working file/);
  });
});
