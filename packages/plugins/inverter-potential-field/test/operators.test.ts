import { type Grid, type InversionRequest, isGamError, type TensorMesh } from "@geoanomaly/core";
import { testContext } from "@geoanomaly/core/testing";
import { describe, expect, it } from "vitest";
import { potentialField } from "../src/index.js";
import { stationLattice } from "../src/operators/station-lattice.js";
import { dot } from "../src/optimisation/vectors.js";
import { setUp } from "../src/setup/problem.js";
import { relativeDifference } from "./dense-algebra.js";
import { boxModel, noise, regularMesh, run, stationsAbove, surveyOf } from "./synthetic.js";

const mesh = regularMesh([8, 7, 4], [100, 100, 80]);
const model = boxModel(mesh, [{ west: -200, east: 100, south: -150, north: 150, top: 50, bottom: 250, value: 400 }]);

/** A hill in the north-east, so that not all cells are ground. */
const topography: Grid = {
  rows: 7,
  cols: 8,
  transform: [100, 0, -400, 0, -100, 350],
  registration: "area",
  crs: "local",
  quantity: { functional: "topography", unit: "m" },
  height: { metres: 0, datum: "unknown" },
  effectiveResolution: 100,
  values: Float32Array.from({ length: 56 }, (_, i) => (i % 8 > 4 && i < 28 ? 0 : -100)),
};

async function request(options: Readonly<Record<string, unknown>>, onMesh: TensorMesh | "design" = mesh): Promise<InversionRequest> {
  const stations = stationsAbove(mesh, 30);
  const context = await testContext();
  return {
    data: [await surveyOf({ field: "gravity", mesh, model, stations, deviation: 0.02, seed: 5 }, context)],
    ...(onMesh !== "design" && { mesh: onMesh }),
    options,
  };
}

const KINDS = ["dense", "matrix-free", "toeplitz", "compressed"] as const;

describe("the operators", () => {
  it("are adjoint to themselves and agree on products and column squares, below a topography too", async () => {
    const context = await testContext();
    const made = { ...(await request({})), topography };
    const products: { x: Float64Array; normal: Float64Array; squares: Float64Array }[] = [];
    for (const operator of KINDS) {
      const problem = await setUp({ ...made, options: { operator, compressionTolerance: 1e-6 } }, potentialField.version, context);
      const { operator: held, weights } = problem.properties[0]!;
      expect(held.cols).toBe(8 * 7 * 4 - (56 - 9));
      const [x, y] = [noise(held.cols, 1), noise(held.rows, 2)];
      const [ax, aty] = [await held.apply(x), await held.adjoint(y)];
      expect(dot(ax, y) / dot(x, aty)).toBeCloseTo(1, 10);
      products.push({ x: ax, normal: await held.normal(x, weights), squares: await held.columnSquares(weights) });
    }
    for (const other of products.slice(1)) {
      expect(relativeDifference(other.x, products[0]!.x)).toBeLessThan(1e-5);
      expect(relativeDifference(other.normal, products[0]!.normal)).toBeLessThan(1e-5);
      expect(relativeDifference(other.squares, products[0]!.squares)).toBeLessThan(1e-5);
    }
  });

  it("lead to the same model", async () => {
    const models: Float64Array[] = [];
    for (const operator of KINDS) {
      const { result } = await run(potentialField, await request({ operator, compressionTolerance: 1e-6, lower: 0 }), await testContext());
      expect(result.operator.operator).toBe(operator);
      models.push(result.models.density!.values);
    }
    for (const other of models.slice(1)) expect(relativeDifference(other, models[0]!)).toBeLessThan(1e-3);
  });

  it("of several surveys of one property stand one below the other", async () => {
    const made = await request({});
    const [whole] = made.data;
    const part = (name: string, from: number, to: number) => {
      const cut = (values: Float64Array) => values.slice(from, to);
      const { easting, northing, upward, values, uncertainty } = whole!.points;
      return {
        ...whole!,
        name,
        points: {
          ...whole!.points,
          easting: cut(easting),
          northing: cut(northing),
          upward: cut(upward!),
          values: cut(values),
          uncertainty: cut(uncertainty!),
        },
      };
    };
    const context = await testContext();
    const one = await run(potentialField, made, context);
    const two = await run(potentialField, { ...made, data: [part("a", 0, 20), part("b", 20, 56)] }, context);
    expect(relativeDifference(two.result.models.density!.values, one.result.models.density!.values)).toBeLessThan(1e-9);
    expect([two.result.predicted.a!.length, two.result.predicted.b!.length]).toEqual([20, 36]);
  });
});

describe("the memory planner", () => {
  it("takes the dense operator where it fits, and says what else there was and what it would need", async () => {
    const plan = await potentialField.plan(await request({}), await testContext());
    expect(plan.operator).toBe("dense");
    expect(plan.bytes).toBeGreaterThanOrEqual(4 * 56 * 224);
    expect(plan.alternatives.map(({ operator }) => operator).sort()).toEqual(["compressed", "matrix-free", "toeplitz"]);
    expect(plan.alternatives.find(({ operator }) => operator === "toeplitz")!.reason).toMatch(/lattice/);
  });

  it("falls back as the memory shrinks, and in the end refuses with numbers", async () => {
    const context = await testContext();
    // Unevenly placed readings, so that a convolution is out of the question.
    const made = await request({});
    const shifted = made.data.map((each) => ({
      ...each,
      points: { ...each.points, easting: each.points.easting.map((value, i) => value + (i % 3)) },
    }));
    const work = 224 * 400;
    const planned = async (memoryBytes: number, options: Readonly<Record<string, unknown>> = {}) =>
      (await potentialField.plan({ ...made, data: shifted, options, memoryBytes }, context)).operator;
    expect(await planned(work + 4 * 56 * 224)).toBe("dense");
    expect(await planned(work + 3 * 56 * 224)).toBe("compressed");
    expect(await planned(work + 100)).toBe("matrix-free");
    const failure = await planned(work - 1).catch((error: unknown) => error);
    expect(isGamError(failure, "GAM_RESOURCE")).toBe(true);
    expect(String(failure)).toMatch(/MiB.*224 unknowns.*degrade/);
    const asked = await planned(work + 100, { operator: "dense" }).catch((error: unknown) => error);
    expect(isGamError(asked, "GAM_RESOURCE")).toBe(true);
    const impossible = await planned(1e9, { operator: "toeplitz" }).catch((error: unknown) => error);
    expect(String(impossible)).toMatch(/not at the pitch of the cells/);
  });

  it("makes the mesh coarser where the options allow it, and says so", async () => {
    const context = await testContext();
    const made = await request({ degrade: true });
    const { result } = await run(potentialField, { ...made, memoryBytes: 30_000 }, context);
    expect(result.operator.degraded).toBe("8 x 7 x 4 cells do not fit into the memory; computed with 4 x 4 x 2 cells");
    expect(result.models.density!.values).toHaveLength(32);
    expect(context.logged.some(({ level, message }) => level === "warn" && message.includes("do not fit"))).toBe(true);
  });
});

describe("stationLattice", () => {
  it("finds the lattice of readings with gaps, and names what is irregular", () => {
    const { easting, northing, upward } = stationsAbove(mesh, 30);
    const gaps = {
      easting: easting.filter((_, i) => i % 5 !== 2),
      northing: northing.filter((_, i) => i % 5 !== 2),
      upward: upward.filter((_, i) => i % 5 !== 2),
    };
    expect(stationLattice(mesh, gaps)).toEqual({ easting: 8, northing: 7 });
    expect(stationLattice({ ...mesh, easting: mesh.easting.map((width, i) => width + i) }, gaps)).toEqual({
      irregular: expect.stringMatching(/width along easting/),
    });
    expect(stationLattice(mesh, { ...gaps, upward: upward.map((value, i) => value + i) })).toEqual({
      irregular: expect.stringMatching(/height/),
    });
  });
});

describe("a mesh that nobody gave", () => {
  it("covers the readings with the cells that were asked for, and padding around", async () => {
    const made = await request({ mesh: { cell: [100, 100, 50], depth: 300, padding: { cells: 2, factor: 1.5 } } }, "design");
    const { mesh: designed } = (await run(potentialField, made, await testContext())).result.models.density!;
    expect([...designed.easting]).toEqual([225, 150, ...new Array(8).fill(100), 150, 225]);
    expect(designed.northing).toHaveLength(11);
    expect([...designed.downward]).toEqual(new Array(6).fill(50));
    // The readings stand above cell centres, at the height of the top where no ground is known.
    expect(designed.origin).toEqual({ easting: -400 - 375, northing: -350 - 375, upward: 30 });
  });

  it("leaves cells above the topography without a value", async () => {
    const made = { ...(await request({ mesh: { cell: 100, depth: 300, padding: { cells: 0 } } }, "design")), topography };
    const { values, mesh: designed } = (await run(potentialField, made, await testContext())).result.models.density!;
    expect(designed.origin.upward).toBe(0);
    const air = values.subarray(0, 56).reduce((sum, value) => sum + (Number.isNaN(value) ? 1 : 0), 0);
    expect(air).toBe(56 - 9);
    expect(values.subarray(56).some(Number.isNaN)).toBe(false);
  });
});

describe("readings", () => {
  it("without a value are left out, counted, and predicted as NaN", async () => {
    const made = await request({});
    const data = made.data.map((each) => ({
      ...each,
      points: { ...each.points, values: each.points.values.map((value, i) => (i === 3 ? Number.NaN : value)) },
    }));
    const { result } = await run(potentialField, { ...made, data }, await testContext());
    expect(result.facts.readings).toEqual({ gravity: { readings: 55, withoutValueOrPlace: 1 } });
    expect(Number.isNaN(result.predicted.gravity![3])).toBe(true);
  });

  it("in another unit, in degrees, or with an error of zero are refused by name", async () => {
    const made = await request({});
    const data = made.data[0]!;
    const refusal = async (points: Partial<typeof data.points>, options = {}) =>
      String(
        await run(
          potentialField,
          { ...made, data: [{ ...data!, points: { ...data!.points, ...points } }], options },
          await testContext(),
        ).catch((error: unknown) => error),
      );
    expect(await refusal({ quantity: { functional: "gravity-disturbance", unit: "m/s2" as "mGal" } })).toMatch(/mGal.*m\/s2/);
    expect(await refusal({ crs: "EPSG:4326" })).toMatch(/CRS/);
    expect(await refusal({ uncertainty: data!.points.values.map(() => 0) })).toMatch(/positive standard deviation.*reading 0/);
    expect(await refusal({ uncertainty: data!.points.values.map(() => 0) }, { errors: { floor: 0.02 } })).not.toMatch(/Error/);
  });
});
