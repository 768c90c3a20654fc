import { referenceKernels } from "@geoanomaly/core/reference";
import { describe, expect, it } from "vitest";
import { potential } from "../lib/potential/index.js";
import { nativeHost } from "./native-host.js";
import {
  coefficients,
  fields,
  gravity,
  irregularRequest,
  regularRequest,
  relativeDifference,
  seeded,
  stationsAt,
} from "./potential-fixture.js";

const native = potential(nativeHost());
const reference = referenceKernels.potential;

describe("native potential-field kernels agree with the reference", () => {
  it.each(fields)("on every coefficient: $kind", async (field) => {
    const request = irregularRequest(field);
    const [actual, expected] = [await coefficients(native, request), await coefficients(reference, request)];
    let worst = 0;
    for (const [i, row] of expected.entries())
      for (const [j, value] of row.entries()) {
        // Second derivatives change sign: their size is that of neighbouring cells.
        const size =
          field.kind === "gravity"
            ? Math.abs(value)
            : row.subarray(Math.max(0, j - 40), j + 40).reduce((most, near) => Math.max(most, Math.abs(near)), 0);
        worst = Math.max(worst, Math.abs((actual[i]?.[j] ?? Number.NaN) - value) / size);
      }
    expect(worst).toBeLessThan(1e-8);
  });

  it("on compressed rows", async () => {
    const request = regularRequest(gravity, [12, 9, 6], [7, 5]);
    const [actual, expected] = [
      await native.compress(request, { tolerance: 0.01 }),
      await reference.compress(request, { tolerance: 0.01 }),
    ];
    const x = seeded(actual.cols);
    expect(relativeDifference(actual.layerScale, expected.layerScale)).toBeLessThan(1e-9);
    expect(actual.values.length).toBeLessThan(1.1 * expected.values.length);
    expect(actual.values.length).toBeGreaterThanOrEqual(expected.values.length);
    expect(relativeDifference(await native.compressedApply(expected, x), await reference.compressedApply(expected, x))).toBeLessThan(1e-13);
    const y = seeded(actual.rows, 3);
    expect(relativeDifference(await native.compressedAdjoint(expected, y), await reference.compressedAdjoint(expected, y))).toBeLessThan(
      1e-13,
    );
  });

  it("on terrain", async () => {
    const noise = seeded(70 * 53);
    const values = Float32Array.from(noise, (value, i) => (i % 97 === 5 ? Number.NaN : 300 * Math.sin(i / 50) + 80 * value));
    const geometry = {
      rows: 70,
      cols: 53,
      transform: [90, 0, 1000, 0, -110, 9000] as const,
      registration: "area" as const,
      crs: "EPSG:32613" as const,
    };
    const stations = stationsAt([3000, 5000, 500], [1045, 8890, 0], [9000, 9000, 700], [-30_000, 2000, 100]);
    const request = {
      stations,
      topography: { values, geometry: { ...geometry, transform: [90, 0, 1000, 0, -110, 9000] as const } },
      density: 2670,
      belowDensity: -1630,
      coarsening: 5,
      nearRadius: 700,
      maximumRadius: 33_000,
    };
    expect(relativeDifference(await native.terrainEffect(request), await reference.terrainEffect(request))).toBeLessThan(1e-9);
  });

  it("on tesseroids", async () => {
    const tesseroids = {
      west: Float64Array.of(-1, 10, 359, -180),
      east: Float64Array.of(1, 10.1, 361, -170),
      south: Float64Array.of(-1, 44, 1, 80),
      north: Float64Array.of(1, 44.1, 2, 90),
      bottom: Float64Array.of(-5000, -100, 0, -30_000),
      top: Float64Array.of(0, 0, 3000, -10_000),
      density: Float64Array.of(2670, -400, 1000, 3300),
    };
    const stations = {
      longitude: Float64Array.of(0, 10.05, 0.3, 100),
      latitude: Float64Array.of(0, 44.05, 1.2, 90),
      height: Float64Array.of(100, 0, 3010, 10_000),
    };
    const [actual, expected] = [
      await native.tesseroidGravity({ stations, tesseroids }),
      await reference.tesseroidGravity({ stations, tesseroids }),
    ];
    for (const [i, value] of expected.entries()) expect(Math.abs((actual[i] ?? Number.NaN) / value - 1)).toBeLessThan(1e-7);
  });

  it("and a call can be given up", async () => {
    const request = regularRequest(gravity, [150, 150, 30], [90, 90]);
    const controller = new AbortController();
    const call = native.forward(request, new Float64Array(150 * 150 * 30), { signal: controller.signal });
    setTimeout(() => controller.abort(new Error("enough")), 20);
    await expect(call).rejects.toThrow("enough");
  });
});
