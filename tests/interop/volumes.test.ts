import { spawnSync } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Model, RegionProduct } from "@geoanomaly/core";
import { describeVisualizerContract, MemoryFolder, sampleRegionProduct, testContext } from "@geoanomaly/core/testing";
import { ubcModel } from "@geoanomaly/plugin-reader-ubc";
import { volume } from "@geoanomaly/plugin-visualizer-volume";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

describeVisualizerContract(volume);

interface VtkReport {
  readonly errors: readonly string[];
  readonly bounds: readonly number[];
  readonly dimensions: readonly number[];
  readonly arrays: Readonly<
    Record<
      string,
      {
        readonly type: string;
        readonly count: number;
        readonly finite: number;
        readonly range: readonly number[];
        readonly at: readonly (number | null)[];
      }
    >
  >;
  readonly fields: Readonly<Record<string, string>>;
  readonly active: string;
}

const script = fileURLToPath(new URL("./read_with_vtk.py", import.meta.url));
const python = ["/usr/bin/python3", "python3"].find((command) => spawnSync(command, ["-c", "import vtkmodules.vtkIOXML"]).status === 0);
if (!python) console.warn("SKIPPED: volumes read by ParaView's library: needs python3-vtk9");

function readWithVtk(path: string, places: readonly (readonly number[])[]): VtkReport {
  const { status, stdout, stderr } = spawnSync(python!, [script, path, ...places.flat().map(String)], {
    encoding: "utf8",
    maxBuffer: 2 ** 26,
  });
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout) as VtkReport;
}

/** 3 x 2 x 4 cells whose value says where they are; the north-eastern column has air on top. */
function block(widths: { readonly down: readonly number[] }): Model {
  const mesh = {
    crs: "EPSG:32719",
    origin: { easting: 360_000, northing: 6_000_000, upward: 2500 },
    easting: Float64Array.of(100, 100, 100),
    northing: Float64Array.of(50, 50),
    downward: Float64Array.from(widths.down),
  } as const;
  const values = Float64Array.from({ length: 24 }, (_, index) => {
    const [i, j, k] = [index % 3, Math.floor(index / 3) % 2, Math.floor(index / 6)];
    return i === 2 && j === 1 && k === 0 ? Number.NaN : 100 * (i + 1) + 10 * (j + 1) + (k + 1);
  });
  return { mesh, quantity: { functional: "density-contrast", unit: "kg/m3" }, values, resolution: values.map((value) => value / 1000) };
}

const withModel = (model: Model): RegionProduct => {
  const product = sampleRegionProduct();
  return { ...product, models: [{ ...product.models[0]!, name: "block.density", model }] };
};

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "gam-volumes-"));
});
afterAll(() => rm(folder, { recursive: true }));

async function rendered(product: RegionProduct, options: Readonly<Record<string, unknown>> = {}): Promise<readonly string[]> {
  const memory = new MemoryFolder();
  await volume.render(product, memory, options, await testContext());
  for (const [path, bytes] of memory.files) {
    await mkdir(join(folder, dirname(path)), { recursive: true });
    await writeFile(join(folder, path), bytes);
  }
  return [...memory.files.keys()];
}

describe.skipIf(!python)("volumes in ParaView's own reader", () => {
  /** Centres: south-west top, north-west top, south-east bottom, north-east top (air). */
  const places = (heights: readonly [number, number]) => [
    [360_050, 6_000_025, heights[0]],
    [360_050, 6_000_075, heights[0]],
    [360_250, 6_000_025, heights[1]],
    [360_250, 6_000_075, heights[0]],
  ];
  it.each([
    ["vti", [20, 20, 20, 20], 80, [2490, 2430]],
    ["vtr", [10, 20, 40, 80], 150, [2495, 2390]],
  ] as const)("%s: bounds, ranges, and values at known places", async (extension, down, depth, heights) => {
    await rendered(withModel(block({ down })));
    const report = readWithVtk(join(folder, `volumes/block.density.${extension}`), places(heights));
    expect(report.errors).toEqual([]);
    expect(report.dimensions).toEqual([4, 3, 5]);
    expect(report.bounds).toEqual([360_000, 360_300, 6_000_000, 6_000_100, 2500 - depth, 2500]);
    expect(report.active).toBe("density-contrast [kg/m3]");
    expect(report.arrays["density-contrast [kg/m3]"]).toEqual({
      type: "float",
      count: 24,
      finite: 23,
      range: [111, 324],
      at: [111, 121, 314, null],
    });
    expect(report.arrays.active).toMatchObject({ type: "unsigned char", finite: 24, range: [0, 1], at: [1, 1, 1, 0] });
    expect(report.arrays.resolution?.at[2]).toBeCloseTo(0.314, 6);
    expect(report.fields).toMatchObject({ crs: "EPSG:32719", title: "Density contrast" });
    expect(report.fields.cautions).toMatch(/^SYNTHETIC/);
  });
  it("the sample region, in doubles", async () => {
    const product = sampleRegionProduct();
    const { model, name } = product.models[0]!;
    const paths = await rendered(product, { formats: ["vtk"], precision: "float64" });
    expect(paths).toEqual([`volumes/${name}.vtr`]);
    const { easting, northing, upward } = model.mesh.origin;
    const report = readWithVtk(join(folder, paths[0]!), [[easting + 800 + 3100, northing + 800 + 2600, 750]]);
    expect(report.errors).toEqual([]);
    expect(report.bounds[0]).toBe(easting);
    expect(report.bounds[2]).toBe(northing);
    expect(report.bounds[5]).toBe(upward);
    // Inside the dense prism of the sample.
    expect(report.arrays["density-contrast [kg/m3]"]).toMatchObject({ type: "double", at: [400] });
    expect(report.arrays["uncertainty [kg/m3]"]?.at).toEqual([60]);
    expect(report.arrays["density-contrast [kg/m3]"]?.finite).toBe(model.values.filter((value) => !Number.isNaN(value)).length);
  });
});

describe("UBC files of a model", () => {
  it("come back as they were through the reader", async () => {
    const { model, name } = sampleRegionProduct().models[0]!;
    await rendered(sampleRegionProduct(), { formats: ["ubc"] });
    const data = await ubcModel.open(
      join(folder, `volumes/${name}.den`),
      { mesh: `${name}.msh`, crs: model.mesh.crs },
      await testContext(),
    );
    if (data.kind !== "model") throw new Error(`expected a model, found ${data.kind}`);
    expect(data.model.mesh).toEqual(model.mesh);
    expect(data.model.quantity).toEqual(model.quantity);
    data.model.values.forEach((value, cell) => {
      const expected = model.values[cell] as number;
      if (Number.isNaN(value) !== Number.isNaN(expected) || Math.abs(value - expected) > 1e-8 * Math.abs(expected))
        throw new Error(`cell ${cell}: ${value}, expected ${expected}`);
    });
  });
  it.each([{ formats: [] }, { formats: ["stl"] }, { precision: "half" }, { compress: true }])("refuses %j", async (options) => {
    await expect(volume.render(sampleRegionProduct(), new MemoryFolder(), options, await testContext())).rejects.toMatchObject({
      code: "GAM_PARAMETER_INVALID",
    });
  });
});
