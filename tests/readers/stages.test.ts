import { type GridHeader, type GridSource, globalGrid, type RawData, residentGrid } from "@geoanomaly/core";
import { testContext } from "@geoanomaly/core/testing";
import { outliers, qualityControl, regrid, units } from "@geoanomaly/plugin-stage-grid";
import { describe, expect, it } from "vitest";
import { summary } from "./run-modality.js";

/** A seeded field with no data in a block, on a global grid of `rows` rows. */
function field(rows: number, registration: "area" | "node", west: number): { header: GridHeader; values: Float32Array } {
  const cols = registration === "node" ? 2 * (rows - 1) + 1 : 2 * rows;
  const step = registration === "node" ? 180 / (rows - 1) : 180 / rows;
  const half = registration === "node" ? step / 2 : 0;
  const values = Float32Array.from({ length: rows * cols }, (_, index) => {
    const [row, col] = [Math.floor(index / cols), index % cols];
    if (row > rows / 3 && row < rows / 2 && col < cols / 5) return Number.NaN;
    const turn = registration === "node" ? cols - 1 : cols;
    return Math.sin((7 * Math.PI * row) / rows) * 40 + 25 * Math.cos((2 * Math.PI * (col % turn) * 3) / turn) + row;
  });
  return {
    header: {
      rows,
      cols,
      transform: [step, 0, west - half, 0, -step, 90 + half],
      registration,
      crs: "EPSG:4326",
      quantity: { functional: "total-field-anomaly", unit: "nT" },
      height: { metres: 4000, datum: "geoid" },
      effectiveResolution: step,
    },
    values,
  };
}

const target = globalGrid(5);
const asData = (grid: GridSource): RawData => ({ kind: "grid", grid });
const gridOf = (data: RawData): GridSource => {
  if (data.kind !== "grid") throw new Error("a grid was expected");
  return data.grid;
};
async function all(grid: GridSource, band = grid.rows): Promise<Float32Array> {
  const values = new Float32Array(grid.rows * grid.cols);
  const { signal } = new AbortController();
  for (let row = 0; row < grid.rows; row += band)
    values.set(await grid.read(row, Math.min(band, grid.rows - row), signal), row * grid.cols);
  return values;
}

describe("stage regrid", () => {
  it.each([
    ["area", -180, 180],
    ["area", 0, 90],
    ["node", -180, 181],
    ["node", 0, 61],
    ["area", -180, 20],
    ["node", -180, 19],
  ] as const)("gives bands what the kernel gives the whole: %s grid from %d E, %d rows", async (registration, west, rows) => {
    const { header, values } = field(rows, registration, west);
    const context = await testContext({ target });
    for (const method of ["average", "bilinear"] as const) {
      const whole = await context.kernels.regrid({ values, geometry: header }, target, { method });
      const staged = gridOf(await regrid.run(asData(residentGrid(header, { values })), { method }, context));
      for (const band of [36, 7, 1]) {
        const banded = await all(staged, band);
        for (let i = 0; i < whole.length; i++) {
          const [a, b] = [whole[i] as number, banded[i] as number];
          // Positions within a band are counted from another origin: the last bits of a weight may differ.
          if (Number.isNaN(a) !== Number.isNaN(b) || Math.abs(a - b) > 1e-4)
            throw new Error(`${method}, bands of ${band}, cell ${i}: ${b}, expected ${a}`);
        }
      }
    }
  });

  it("averages what is finer than the target and interpolates what is coarser", async () => {
    const context = await testContext({ target });
    for (const [rows, method] of [
      [180, "average"],
      [20, "bilinear"],
    ] as const) {
      const { header, values } = field(rows, "area", -180);
      const natural = await all(gridOf(await regrid.run(asData(residentGrid(header, { values })), {}, context)));
      const expected = await context.kernels.regrid({ values, geometry: header }, target, { method });
      expect(natural).toEqual(expected);
    }
  });

  it("keeps quantity and height, takes the uncertainty along, and carries no finer detail than source or cells", async () => {
    const { header, values } = field(180, "area", -180);
    const uncertainty = values.map(() => 3);
    const grid = gridOf(await regrid.run(asData(residentGrid(header, { values, uncertainty })), {}, await testContext({ target })));
    expect(grid).toMatchObject({ ...target, quantity: header.quantity, height: header.height, effectiveResolution: 5 });
    const coarse = gridOf(
      await regrid.run(asData(residentGrid({ ...header, effectiveResolution: 20 }, { values })), {}, await testContext({ target })),
    );
    expect(coarse.effectiveResolution).toBe(20);
    expect(Array.from((await grid.readUncertainty?.(0, 1, new AbortController().signal)) ?? []).every((value) => value === 3)).toBe(true);
  });

  it("keeps a constant constant, at the poles and the antimeridian too", async () => {
    const { header, values } = field(61, "node", 0);
    const grid = gridOf(
      await regrid.run(asData(residentGrid(header, { values: values.map(() => 0.1) })), {}, await testContext({ target })),
    );
    expect((await all(grid, 5)).every((value) => value === Math.fround(0.1))).toBe(true);
  });

  it("refuses a grid in another CRS, saying how to warp it, and points", async () => {
    const { header, values } = field(20, "area", -180);
    const context = await testContext({ target });
    const projected = residentGrid({ ...header, crs: "EPSG:32613" }, { values });
    await expect(regrid.run(asData(projected), {}, context)).rejects.toMatchObject({
      code: "GAM_GRID_MISMATCH",
      message: expect.stringContaining("gdal"),
    });
  });

  it("passes an error of the source on, and leaves none unhandled", async () => {
    const { header, values } = field(180, "area", -180);
    const source = residentGrid(header, { values });
    const failing: GridSource = {
      ...source,
      read: async (row, count, signal) => (row > 60 ? Promise.reject(new Error("gone")) : source.read(row, count, signal)),
    };
    const grid = gridOf(await regrid.run(asData(failing), {}, await testContext({ target })));
    await expect(all(grid, 4)).rejects.toThrow("gone");
  });
});

describe("stage outliers", () => {
  const header = { ...field(20, "area", -180).header, rows: 1, cols: 6 };
  const values = Float32Array.of(1, 2, 3, 4, 1000, Number.NaN);
  it("removes what lies beyond the limit, in robust standard deviations", async () => {
    const grid = gridOf(await outliers.run(asData(residentGrid(header, { values })), { limit: 10 }, await testContext()));
    expect(await all(grid)).toEqual(Float32Array.of(1, 2, 3, 4, Number.NaN, Number.NaN));
  });
  it("removes what lies outside a range, and nothing without parameters", async () => {
    const run = async (parameters: Record<string, unknown>) =>
      all(gridOf(await outliers.run(asData(residentGrid(header, { values })), parameters, await testContext())));
    expect(await run({ range: [2, 3] })).toEqual(Float32Array.of(Number.NaN, 2, 3, Number.NaN, Number.NaN, Number.NaN));
    expect(await run({})).toEqual(values);
  });
});

describe("stage qc", () => {
  const { header, values } = field(20, "area", -180);
  const run = async (parameters: Record<string, unknown>) => {
    const context = await testContext();
    const grid = gridOf(await qualityControl.run(asData(residentGrid(header, { values })), parameters, context));
    return { values: await all(grid), warnings: context.logged.filter(({ level }) => level === "warn") };
  };
  it("passes a layer on unchanged, with a warning per failure", async () => {
    const { max } = summary(values);
    const found = await run({ range: [-1000, max - 1], minimumFiniteFraction: 0.99, unit: "mGal" });
    expect(found.values).toEqual(values);
    expect(found.warnings).toHaveLength(3);
    expect((await run({ range: [-1000, 1000], unit: "nT" })).warnings).toEqual([]);
  });
  it("stops if told to", async () => {
    await expect(run({ range: [0, 1], onFailure: "stop" })).rejects.toMatchObject({ code: "GAM_VERIFICATION" });
  });
});

describe("stage units", () => {
  const { header, values } = field(20, "area", -180);
  const run = (quantity: GridHeader["quantity"], parameters: Record<string, unknown>) =>
    testContext().then((context) => units.run(asData(residentGrid({ ...header, quantity }, { values })), parameters, context));
  it("says and converts what the source does not say", async () => {
    const grid = gridOf(await run({ functional: "unknown", unit: "1" }, { from: "m/s2", functional: "gravity-disturbance" }));
    expect(grid.quantity).toEqual({ functional: "gravity-disturbance", unit: "mGal" });
    expect((await all(grid))[0]).toBeCloseTo((values[0] as number) * 1e5, 0);
  });
  it("refuses to contradict the source, and units nobody knows", async () => {
    await expect(run({ functional: "gravity", unit: "mGal" }, { from: "nT" })).rejects.toMatchObject({ code: "GAM_GRID_MISMATCH" });
    await expect(run({ functional: "gravity", unit: "mGal" }, { functional: "total-field" })).rejects.toMatchObject({
      code: "GAM_GRID_MISMATCH",
    });
    await expect(run({ functional: "unknown", unit: "1" }, { from: "furlong" })).rejects.toMatchObject({ code: "GAM_PARAMETER_INVALID" });
  });
});
