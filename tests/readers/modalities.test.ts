import { mkdtemp, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { globalGrid, normalGravity, WGS84 } from "@geoanomaly/core";
import { testContext } from "@geoanomaly/core/testing";
import { gravity, reduceNormalGravity } from "@geoanomaly/plugin-modality-gravity";
import { magnetic } from "@geoanomaly/plugin-modality-magnetic";
import { geotiff } from "@geoanomaly/plugin-reader-geotiff";
import { netcdf } from "@geoanomaly/plugin-reader-netcdf";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { dataFile } from "./data-folder.js";
import { fastKernels } from "./fast-kernels.js";
import { readers, runModality, sourceFile, summary } from "./run-modality.js";

const kernels = fastKernels("modalities on the 0.1 degree grid");
const target = globalGrid(0.1);
const full = { ...(kernels && { kernels }), target };
const request = (dataset: string, options = {}) => ({ dataset, options });

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "gam-modalities-"));
});
afterAll(() => rm(folder, { recursive: true }));

describe("modality magnetic", () => {
  const emm = dataFile("mag-sh/EMM2017_EMM_Coefficients.zip", "EMM2017 against its reference grid");
  const reference = dataFile("derived/EMM2017_crustal_TFA_UpCont4km_0p1deg.tif", "EMM2017 against its reference grid");

  it.skipIf(!kernels || !emm || !reference)("synthesises EMM2017 as the reference grid has it, to its rounding", async () => {
    const layer = await runModality(magnetic, request("emm2017"), [sourceFile(emm as string)], full);
    const data = await geotiff.open(reference as string, {}, layer.context);
    if (data.kind !== "grid") throw new Error("a grid was expected");
    const expected = await data.grid.read(0, 1800, layer.context.signal);
    await data.grid.close();
    const { min, max, rms } = summary(layer.values, expected);
    console.log(`EMM2017 n 16..790 at 4 km against the reference grid: ${min.toFixed(5)}..${max.toFixed(5)} nT, rms ${rms.toFixed(5)}`);
    expect(Math.max(-min, max)).toBeLessThanOrEqual(0.006);
    expect(layer.grid).toMatchObject({
      quantity: { functional: "total-field-anomaly", unit: "nT" },
      height: { metres: 4000, datum: "ellipsoid" },
      effectiveResolution: 180 / 790,
    });
    expect(layer.context.logged.filter(({ level }) => level === "warn")).toEqual([]);
  });

  const shcModels = [
    ["lcs-1", "mag-sh/LCS-1.shc"],
    ["mf7", "mag-sh/MF7.shc"],
  ] as const;
  it.each(shcModels)("synthesises %s along the WMM's main field", async (dataset, path) => {
    const file = dataFile(path, `synthesis of ${dataset}`);
    if (!kernels || !file) return;
    const { values, grid } = await runModality(magnetic, request(dataset, { height: 350_000 }), [sourceFile(file)], {
      kernels,
      target: globalGrid(1),
    });
    // The crustal field at satellite height is of the order of 10 nT (Maus 2010; Olsen et al. 2017).
    expect(summary(values).std).toBeGreaterThan(2);
    expect(summary(values).max).toBeLessThan(60);
    expect(grid.quantity.unit).toBe("nT");
  });

  it("materialises the same synthetic crust every time, says synthetic, and its main field", async () => {
    const context = await testContext();
    const first = await magnetic.materialise(request("synthetic-crust"), folder, context);
    const before = await stat(first[0]?.path as string);
    const second = await magnetic.materialise(request("synthetic-crust"), folder, context);
    expect((await stat(second[0]?.path as string)).mtimeMs).toBe(before.mtimeMs);
    expect(second).toEqual(first);
    expect(first.map(({ record }) => record.synthetic)).toEqual([true, undefined]);
    expect(first[0]?.record.source_url).toBe("generated:synthetic-crust@1");
    // Golden: another hash is another crust, and needs another version of the generator.
    const registered = magnetic.datasets.find(({ id }) => id === "synthetic-crust")?.files;
    expect(first.map(({ record }) => [record.sha256, record.size_bytes])).toEqual(
      registered?.map(({ sha256, sizeBytes }) => [sha256, sizeBytes]),
    );
  });

  it.skipIf(!kernels)("makes a synthetic crust as strong as the Earth's: total field of about 85 nT at 4 km", async () => {
    const files = await magnetic.materialise(request("synthetic-crust"), folder, await testContext());
    const { values, grid } = await runModality(magnetic, request("synthetic-crust"), files, full);
    const { count, std, min, max } = summary(values);
    console.log(`synthetic crust at 4 km: ${min.toFixed(1)}..${max.toFixed(1)} nT, std ${std.toFixed(2)}`);
    expect(count).toBe(6_480_000);
    expect(std).toBeGreaterThan(75);
    expect(std).toBeLessThan(95);
    expect(grid.effectiveResolution).toBe(180 / 400);
  });

  it("refuses options and datasets it does not know", async () => {
    expect(() => magnetic.defaultStages(request("emm2017", { heigth: 1 }))).toThrow(/heigth/);
    await expect(runModality(magnetic, request("nope"), [sourceFile("x")], {})).rejects.toMatchObject({ code: "GAM_PARAMETER_INVALID" });
  });
});

describe("modality gravity", () => {
  const egm = dataFile("gfc/egm96_to360.ascii.gz", "EGM96 synthesis");
  const eigen = dataFile("fatiando-data/global-gravity-topography/earth-gravity-10arcmin.nc", "EIGEN-6C4 disturbance");
  const topography = dataFile("fatiando-data/global-gravity-topography/earth-topography-10arcmin.nc", "height classes");

  it.skipIf(!eigen)("reduces EIGEN-6C4 at 10 km to the known disturbance", async () => {
    const context = await testContext();
    const absolute = await netcdf.open(eigen as string, {}, context);
    const reduced = await reduceNormalGravity.run(absolute, {}, context);
    if (reduced.kind !== "grid") throw new Error("a grid was expected");
    const { grid } = reduced;
    expect(grid).toMatchObject({
      quantity: { functional: "gravity-disturbance", unit: "mGal" },
      height: { metres: 10_000, datum: "ellipsoid" },
    });
    const { min, max, mean, std } = summary(await grid.read(0, grid.rows, context.signal));
    console.log(
      `EIGEN-6C4 disturbance at 10 km: min ${min.toFixed(3)} max ${max.toFixed(3)} mean ${mean.toFixed(3)} std ${std.toFixed(3)} mGal`,
    );
    // As published with the data folder, from closed-form normal gravity at 10 km.
    expect([min.toFixed(3), max.toFixed(3), mean.toFixed(3), std.toFixed(3)]).toEqual(["-317.637", "451.464", "-0.703", "31.140"]);
  });

  it.skipIf(!kernels || !eigen)("brings EIGEN-6C4 to the grid of the run without gaps", async () => {
    const { values, grid, context } = await runModality(gravity, request("eigen-6c4-10min"), [sourceFile(eigen as string)], full);
    expect(summary(values).count).toBe(6_480_000);
    expect(grid.effectiveResolution).toBe(0.25);
    expect(context.logged.filter(({ level }) => level === "warn")).toEqual([]);
  });

  it.skipIf(!kernels || !egm || !topography)("derives gravity from the EGM96 geoid: how far from EGM96 itself, by height", async () => {
    const context = await testContext();
    const files = await gravity.materialise(request("egm96-geoid-embedded"), folder, context);
    expect(await gravity.materialise(request("egm96-geoid-embedded"), folder, context)).toEqual(files);
    expect(files[0]?.record.sha256).toBe(gravity.datasets.find(({ id }) => id === "egm96-geoid-embedded")?.files[0]?.sha256);
    const quarter = { ...(kernels && { kernels }), target: globalGrid(0.25) };
    const derived = await runModality(gravity, request("egm96-geoid-embedded"), files, quarter);
    const model = await runModality(gravity, request("egm96"), [sourceFile(egm as string)], quarter);
    const heights = await runModality(
      gravity,
      { dataset: "file", path: "t.nc", options: { readerParameters: { quantity: { functional: "bouguer-anomaly", unit: "mGal" } } } },
      [sourceFile(topography as string)],
      quarter,
    );
    const classes = [
      ["ocean", Number.NEGATIVE_INFINITY, 0],
      ["0..500 m", 0, 500],
      ["500..1500 m", 500, 1500],
      ["1500..3000 m", 1500, 3000],
      ["above 3000 m", 3000, Number.POSITIVE_INFINITY],
    ] as const;
    for (const [name, low, high] of classes) {
      const inside = derived.values.map((value, i) =>
        (heights.values[i] as number) >= low && (heights.values[i] as number) < high ? value : Number.NaN,
      );
      const { count, rms, mean } = summary(inside, model.values);
      console.log(`geoid-derived minus EGM96, ${name}: rms ${rms.toFixed(2)} mean ${mean.toFixed(2)} mGal in ${count} cells`);
    }
    const all = summary(derived.values, model.values);
    console.log(`geoid-derived minus EGM96, all: rms ${all.rms.toFixed(2)} mGal, extremes ${all.min.toFixed(1)}..${all.max.toFixed(1)}`);
    // Not the same field, but the same Earth: an error of sign, scale, latitude or longitude would exceed the field's own 30 mGal.
    expect(all.rms).toBeLessThan(6);
    expect(derived.grid).toMatchObject({
      quantity: { functional: "gravity-disturbance", unit: "mGal" },
      effectiveResolution: 0.5,
      tideSystem: "tide-free",
    });
  });

  const icgem = ["gravity", "gravitation", "potential"].map((name) =>
    dataFile(`icgem-gdf/satellitetoolbox/EGM96_${name}.gdf`, "EGM96 against ICGEM's own grids"),
  );
  it.skipIf(!kernels || !egm || icgem.includes(undefined))(
    "agrees with ICGEM's own synthesis of EGM96: gravity, gravitation and potential",
    async () => {
      const context = await testContext({ readers, ...(kernels && { kernels }) });
      const model = await context.read(egm as string);
      if (model.kind !== "coefficients" || model.coefficients.field !== "gravity") throw new Error("a gravity model was expected");
      const worst: number[] = [];
      for (const [index, path] of icgem.entries()) {
        const data = await context.read(path as string);
        if (data.kind !== "grid") throw new Error("a grid was expected");
        const { grid } = data;
        const { rows, cols, transform, registration, crs } = grid;
        const geometry = { rows, cols, transform, registration, crs };
        const expected = (await grid.readDouble?.(0, rows, context.signal)) ?? (await grid.read(0, rows, context.signal));
        const options = { height: 0, ellipsoid: WGS84 };
        let found: ArrayLike<number>;
        if (index === 0) {
          found = await context.kernels.gravity(model.coefficients, geometry, {
            ...options,
            functional: "gravity",
            out: new Float64Array(rows * cols),
          });
        } else {
          const components = ["potential", "radial", "north", "east"] as const;
          const [v, r, n, e] = (await context.kernels.synthesise(model.coefficients, geometry, { ...options, components })) as [
            Float64Array,
            Float64Array,
            Float64Array,
            Float64Array,
          ];
          found = index === 2 ? v : r.map((value, i) => 1e5 * Math.hypot(value, n[i] as number, e[i] as number));
        }
        const { min, max } = summary(found, expected);
        worst.push(Math.max(-min, max));
      }
      console.log(
        `EGM96 against ICGEM: gravity ${worst[0]?.toExponential(1)} mGal, gravitation ${worst[1]?.toExponential(1)} mGal, potential ${worst[2]?.toExponential(1)} m2/s2`,
      );
      expect(worst[0]).toBeLessThan(1e-4);
      expect(worst[2]).toBeLessThan(1e-4);
    },
  );

  it("gives free-air anomaly, not disturbance, for heights above the geoid, and neither without a datum", async () => {
    const context = await testContext();
    const header = {
      rows: 1,
      cols: 1,
      transform: [1, 0, 0, 0, -1, 45.5],
      registration: "node",
      crs: "EPSG:4326",
      effectiveResolution: 1,
    } as const;
    const absolute = (datum: "ellipsoid" | "geoid" | "unknown", metres: number) => ({
      kind: "grid" as const,
      grid: {
        ...header,
        quantity: { functional: "gravity", unit: "mGal" } as const,
        height: { metres, datum },
        read: async () => Float32Array.of(1e5 * normalGravity(WGS84, 45, metres) + 12.5),
        readDouble: async () => Float64Array.of(1e5 * normalGravity(WGS84, 45, metres) + 12.5),
        close: async () => {},
      },
    });
    for (const [datum, functional] of [
      ["ellipsoid", "gravity-disturbance"],
      ["geoid", "free-air-anomaly"],
    ] as const) {
      const data = await reduceNormalGravity.run(absolute(datum, 1234), {}, context);
      if (data.kind !== "grid") throw new Error("a grid was expected");
      expect(data.grid.quantity.functional).toBe(functional);
      expect((await data.grid.read(0, 1, context.signal))[0]).toBeCloseTo(12.5, 4);
    }
    await expect(reduceNormalGravity.run(absolute("unknown", 0), {}, context)).rejects.toMatchObject({ code: "GAM_GRID_MISMATCH" });
  });
});
