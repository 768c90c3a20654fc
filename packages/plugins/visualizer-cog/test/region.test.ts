import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Crs, RegionProduct } from "@geoanomaly/core";
import { MemoryFolder, sampleRegionProduct, testContext } from "@geoanomaly/core/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { cog } from "../src/index.js";

async function render(product: RegionProduct, options: Record<string, unknown> = {}): Promise<MemoryFolder> {
  const folder = new MemoryFolder();
  await cog.render(product, folder, options, await testContext());
  return folder;
}

/** The region with its first layer on another grid. */
function on(change: object): RegionProduct {
  const product = sampleRegionProduct();
  const [layer] = product.layers;
  return { ...product, layers: [{ ...layer!, grid: { ...layer!.grid, ...change } }] };
}

describe("cog of a region", () => {
  it("writes one file per layer, by-products too, and only those asked for", async () => {
    expect([...(await render(sampleRegionProduct())).files.keys()]).toEqual(["cog/gravity.tif", "cog/gravity.predicted-error.tif"]);
    const few = await render(sampleRegionProduct(), { mosaicLayers: ["gravity.predicted-error"] });
    expect([...few.files.keys()]).toEqual(["cog/gravity.predicted-error.tif"]);
  });

  it.each([["area"], ["node"]])("is found sound by its own check, registration %s", async (registration) => {
    const folder = await render(on({ registration }));
    const { findings } = await cog.verify!(["cog/gravity.tif"], folder, await testContext());
    expect(findings).toEqual([]);
  });

  it("writes the uncertainty that a layer carries beside it, with its own statistics", async () => {
    const uncertainty = sampleRegionProduct().layers[1]!.grid.values;
    const folder = await render(on({ uncertainty }));
    expect([...folder.files.keys()]).toEqual(["cog/gravity.tif", "cog/gravity.standard-uncertainty.tif"]);
    const { findings } = await cog.verify!([...folder.files.keys()], folder, await testContext());
    expect(findings).toEqual([]);
  });

  it("takes the samples of a layer once", async () => {
    const product = sampleRegionProduct();
    let asked = 0;
    const { values, ...header } = product.layers[0]!.grid;
    const grid = Object.defineProperty({ ...header, values }, "values", {
      enumerable: true,
      get: () => {
        asked++;
        return values;
      },
    });
    await render({ ...product, layers: [{ ...product.layers[0]!, grid }] });
    expect(asked).toBe(1);
  });

  it("refuses a code that is in no registry", async () => {
    await expect(render(on({ crs: "EPSG:99999" satisfies Crs }))).rejects.toMatchObject({ code: "GAM_PARAMETER_INVALID" });
  });
});

/** What `gdalinfo -json` says, as far as it is looked at. */
interface Info {
  readonly geoTransform: readonly number[];
  readonly coordinateSystem: { readonly wkt: string };
  readonly metadata: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly bands: readonly { readonly unit: string; readonly noDataValue: unknown; readonly minimum: number; readonly maximum: number }[];
}

const gdal = (() => {
  try {
    return execFileSync("gdalinfo", ["--version"], { encoding: "utf8" });
  } catch {
    console.warn("SKIPPED: no gdalinfo found: the COG of a region is not read by GDAL");
    return undefined;
  }
})();

describe.skipIf(gdal === undefined)("cog of a region, as GDAL reads it", () => {
  let folder = "";
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "gam-cog-"));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  async function info(product: RegionProduct): Promise<Info> {
    const path = join(folder, "layer.tif");
    writeFileSync(path, (await render(product)).files.get("cog/gravity.tif")!);
    // Without an .aux.xml beside the file.
    return JSON.parse(
      execFileSync("gdalinfo", ["-json", "-stats", path], {
        encoding: "utf8",
        stdio: ["ignore", "pipe", "ignore"],
        env: { ...process.env, GDAL_PAM_ENABLED: "NO" },
      }),
    );
  }

  it("has the CRS, place, unit and statistics of the layer", async () => {
    const product = sampleRegionProduct();
    const { geoTransform, coordinateSystem, metadata, bands } = await info(product);
    const { grid, statistics } = product.layers[0]!;
    expect(coordinateSystem.wkt).toMatch(/^PROJCRS\["WGS 84 \/ UTM zone 13N"[\s\S]*ID\["EPSG",32613\]\]$/);
    const [a, b, c, d, e, f] = grid.transform;
    expect(geoTransform).toEqual([c, a, b, f, d, e]);
    expect(metadata[""]).toMatchObject({ AREA_OR_POINT: "Area", layer: "gravity", grid: "100m", effective_resolution_metres: "400" });
    expect(JSON.parse(metadata[""]!.stats!)).toEqual(statistics);
    expect(bands[0]).toMatchObject({ unit: "mGal" });
    expect(bands[0]!.minimum).toBeCloseTo(statistics.min, 3);
    expect(bands[0]!.maximum).toBeCloseTo(statistics.max, 3);
  });

  it("keeps nodes where they are, and says that they are points", async () => {
    const product = on({ registration: "node" });
    const { geoTransform, metadata } = await info(product);
    const [a, , c, , , f] = product.layers[0]!.grid.transform;
    expect([geoTransform[0], geoTransform[1], geoTransform[3]]).toEqual([c, a, f]);
    expect(metadata[""]!.AREA_OR_POINT).toBe("Point");
  });

  it.each([
    ["EPSG:32733", /WGS 84 \/ UTM zone 33S/],
    ["EPSG:27700", /OSGB/],
    ["EPSG:4258", /^GEOGCRS\["ETRS89"/],
    ["local", /^(ENGCRS|LOCAL_CS)\["Local: metres east and north of an unknown origin"/],
  ])("names %s", async (crs, wkt) => {
    const transform = crs === "EPSG:4258" ? [0.1, 0, 10, 0, -0.1, 55] : [100, 0, 0, 0, -100, 0];
    expect((await info(on({ crs, transform }))).coordinateSystem.wkt).toMatch(wkt);
  });
});
