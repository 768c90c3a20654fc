import { referenceKernels } from "@geoanomaly/core/reference";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { overview as nativeOverview } from "../lib/overview.js";
import { expectWithinSteps } from "./float-distance.js";
import { nativeHost } from "./native-host.js";
import { seededSamples } from "./seeded-grid.js";

const overview = nativeOverview(nativeHost());

describe("overview", () => {
  it("agrees with the reference at any shape and factor", async () => {
    const size = fc.integer({ min: 0, max: 30 });
    await fc.assert(
      fc.asyncProperty(size, size, fc.integer({ min: 1, max: 17 }), async (rows, cols, factor) => {
        const values = seededSamples(rows * cols, rows * 31 + cols, { voids: 0.5 });
        expectWithinSteps(await overview(values, { rows, cols }, factor), await referenceKernels.overview(values, { rows, cols }, factor));
      }),
      { numRuns: 200, seed: 8 },
    );
  });

  it("is the area average onto cells of `factor` times the size", async () => {
    const values = seededSamples(36 * 72, 19, { voids: 0.3 });
    const geometry = { rows: 36, cols: 72, transform: [5, 0, -180, 0, -5, 90], registration: "area", crs: "EPSG:4326" } as const;
    const target = { ...geometry, rows: 9, cols: 18, transform: [20, 0, -180, 0, -20, 90] } as const;
    expectWithinSteps(
      await overview(values, geometry, 4),
      await referenceKernels.regrid({ values, geometry }, target, { method: "average" }),
    );
  });

  it("keeps the samples for factor 1 and refuses other than whole factors", async () => {
    const values = seededSamples(12, 20);
    expect(await overview(values, { rows: 3, cols: 4 }, 1)).toEqual(values);
    for (const factor of [0, 1.5, -2, Number.NaN]) {
      for (const kernel of [overview, referenceKernels.overview]) {
        await expect(kernel(values, { rows: 3, cols: 4 }, factor)).rejects.toMatchObject({ code: "GAM_PARAMETER_INVALID" });
      }
    }
  });
});
