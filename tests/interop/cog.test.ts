import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { globalGrid, type LayerProduct, type PluginContext, parseTileId, type RunProduct, tileWindow } from "@geoanomaly/core";
import { MemoryFolder } from "@geoanomaly/core/testing";
import { cog } from "@geoanomaly/plugin-visualizer-cog";
import { fromFile } from "geotiff";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { digest, hostContext, layerOf, onDisk, roughValues } from "./fixture.js";
import { type GdalReport, haveGdal, readWithGdal, run } from "./gdal.js";

interface Case {
  readonly name: string;
  readonly path: string;
  readonly layer: LayerProduct;
  readonly predictor: number;
}

const TILES = ["t_N80_W180", "t_S10_E000", "t_S90_E170"] as const;
const FACTORS = [2, 4, 8, 16];

let root: string;
let host: PluginContext;
const cases: Case[] = [];

/** Tiles with every predictor, one without holes, one with, one without any data; and a mosaic of several blocks. */
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "gam-interop-"));
  host = await hostContext();
  for (const predictor of [1, 2, 3]) {
    for (const [index, tileId] of TILES.entries()) {
      const { geometry } = tileWindow(parseTileId(tileId));
      const values = roughValues(geometry, [0, 0.2, 2][index]!, index + 1);
      const layer = await layerOf("mag", geometry, values, host);
      const folder = new MemoryFolder();
      await cog.render({ scope: "tile", tileId, layers: [layer] }, folder, { predictor }, host);
      const [path] = await onDisk(folder, join(root, `predictor-${predictor}`));
      cases.push({ name: `${tileId}, predictor ${predictor}`, path: path!, layer, predictor });
    }
  }
  const geometry = globalGrid(0.25); // 720 x 1440: two by three blocks
  const layer = await layerOf("fused", geometry, roughValues(geometry, 0.05), host);
  const product: RunProduct = { scope: "run", title: "", layers: [layer], tileIds: [], normalization: "", fusion: "", tileStatistics: {} };
  const folder = new MemoryFolder();
  await cog.render(product, folder, {}, host);
  const [path] = await onDisk(folder, root);
  cases.push({ name: "mosaic", path: path!, layer, predictor: 2 });
});

afterAll(() => rm(root, { recursive: true, force: true }));

describe.runIf(haveGdal("COGs read by GDAL"))("GDAL", () => {
  let reports: Readonly<Record<string, GdalReport>>;

  beforeAll(() => {
    reports = readWithGdal(cases.map(({ path }) => path));
  });

  const each = (check: (report: GdalReport, one: Case) => void | Promise<void>) => async () => {
    expect(cases).toHaveLength(10);
    for (const one of cases) await check(reports[one.path]!, one);
  };

  it(
    "calls every file a valid COG, without a warning",
    each(({ errors, warnings, layout }, { name }) => {
      expect({ name, errors, warnings, layout }).toEqual({ name, errors: [], warnings: [], layout: "COG" });
    }),
  );

  it(
    "reads back every sample, whatever the predictor",
    each(({ digest: found }, { name, layer }) => expect(found, name).toBe(digest(layer.grid.values))),
  );

  it(
    "reads the overviews that the kernels averaged",
    each(async ({ overviews }, { name, layer: { grid } }) => {
      const shape = { rows: grid.rows, cols: grid.cols };
      const expected = await Promise.all(FACTORS.map(async (factor) => digest(await host.kernels.overview(grid.values, shape, factor))));
      expect(overviews, name).toEqual(expected);
    }),
  );

  it(
    "computes the minimum, maximum, mean and standard deviation of the tag, to 1e-6 of the latter",
    each(({ statistics, tags }, { name, layer }) => {
      const stated = JSON.parse(tags.stats!) as Record<string, number | null>;
      if (layer.statistics.count === 0) {
        expect(statistics).toBeNull();
        expect(stated.std).toBeNull();
        return;
      }
      for (const key of ["min", "max", "mean", "std"] as const) {
        expect(Math.abs(statistics![key] - stated[key]!), `${name} ${key}`).toBeLessThanOrEqual(1e-6 * stated.std!);
      }
    }),
  );

  it(
    "agrees through numpy on count, median, MAD and percentiles",
    each(({ robust, tags }, { name }) => {
      const stated = JSON.parse(tags.stats!) as Record<string, number | null>;
      expect(robust.count).toBe(stated.count);
      if (robust.count === 0) return;
      for (const key of ["median", "mad", "p5", "p95"] as const) {
        expect(Math.abs(robust[key]! - stated[key]!), `${name} ${key}`).toBeLessThanOrEqual(1e-6 * stated.std!);
      }
    }),
  );

  it(
    "finds place, blocks, compression, nodata, unit and tags",
    each((report, { name, layer: { grid, layer, title }, predictor }) => {
      expect(report, name).toMatchObject({
        compression: "DEFLATE",
        predictor: predictor === 1 ? null : String(predictor),
        blockSize: [512, 512],
        noDataIsNan: true,
        epsg: "4326",
        areaOrPoint: "Area",
        unit: grid.quantity.unit,
        description: title,
        tags: { layer, units: grid.quantity.unit, effective_resolution_degrees: String(180 / 790) },
      });
      const [width, columnShear, west, rowShear, height, north] = grid.transform;
      expect(report.geotransform).toEqual([west, width, columnShear, north, rowShear, height]);
    }),
  );

  it("copies a file with gdal_translate, the overviews left out", () => {
    const { path, layer } = cases[0]!;
    const copy = join(root, "copy.tif");
    run("gdal_translate", ["-q", "-co", "COMPRESS=NONE", path, copy]);
    expect(readWithGdal([copy])[copy]!.digest).toBe(digest(layer.grid.values));
  });
});

describe("geotiff", () => {
  it("reads back every sample, whatever the predictor", async () => {
    for (const { name, path, layer } of cases) {
      const file = await fromFile(path);
      const [samples] = await (await file.getImage()).readRasters();
      expect(digest(samples as Float32Array), name).toBe(digest(layer.grid.values));
      await file.close();
    }
  });
});
