import type { RunProduct, TileProduct } from "@geoanomaly/core";
import { MemoryFolder, sampleRunProduct, sampleTileProduct, testContext } from "@geoanomaly/core/testing";
import { fromArrayBuffer } from "geotiff";
import { describe, expect, it } from "vitest";
import { cog } from "../src/index.js";

const TILE = "cog/mag/z0p1d/tiles/t_N10_E010.tif";
/** Small blocks: several of them, and nothing slow about the reference kernels. */
const SMALL = { blockSize: 32, overviews: [2, 4] };

async function render(
  product: TileProduct | RunProduct = sampleTileProduct(),
  options: Record<string, unknown> = SMALL,
): Promise<MemoryFolder> {
  const folder = new MemoryFolder();
  await cog.render(product, folder, options, await testContext());
  return folder;
}

/** The file as the geotiff package, an independent reader, sees it. */
async function open(folder: MemoryFolder, path = TILE) {
  return fromArrayBuffer(Uint8Array.from(folder.files.get(path)!).buffer);
}

const [mag] = sampleTileProduct().layers;

function withGrid(change: object): TileProduct {
  return { ...sampleTileProduct(), layers: [{ ...mag!, grid: { ...mag!.grid, ...change } }] };
}

describe("cog", () => {
  it("names tiles and mosaics by layer and grid", async () => {
    expect([...(await render()).files.keys()].sort()).toEqual(["cog/fused/z0p1d/tiles/t_N10_E010.tif", TILE]);
    expect([...(await render(sampleRunProduct(5, ["mag", "mag_z"]), SMALL)).files.keys()]).toEqual([
      "cog/mag/z5d/mosaic.tif",
      "cog/mag_z/z5d/mosaic.tif",
    ]);
  });

  it.each([1, 2, 3])("keeps every sample with predictor %i", async (predictor) => {
    const image = await (await open(await render(undefined, { ...SMALL, predictor }))).getImage();
    const [samples] = await image.readRasters();
    expect(samples).toEqual(mag!.grid.values);
  });

  it("writes blocks of 512 and overviews 2 4 8 16 unless told otherwise", async () => {
    const file = await open(await render(sampleTileProduct("t_N10_E010", ["mag"]), {}));
    const images = await Promise.all(Array.from({ length: await file.getImageCount() }, (_, index) => file.getImage(index)));
    expect(images.map((image) => [image.getWidth(), image.getHeight(), image.getTileWidth(), image.getTileHeight()])).toEqual(
      [100, 50, 25, 13, 7].map((side) => [side, side, 512, 512]),
    );
  });

  it("averages the valid samples of each block of cells in an overview", async () => {
    const image = await (await open(await render())).getImage(1);
    const [samples] = (await image.readRasters()) as unknown as [Float32Array];
    const { values } = mag!.grid;
    for (const [row, col] of [
      [0, 0],
      [49, 49],
      [17, 31],
    ] as const) {
      const cells = [0, 1, 100, 101].map((step) => values[200 * row + 2 * col + step]!).filter((value) => !Number.isNaN(value));
      expect(samples[50 * row + col]).toBeCloseTo(cells.reduce((sum, value) => sum + value, 0) / cells.length, 6);
    }
  });

  it("lies where the grid lies", async () => {
    const image = await (await open(await render())).getImage();
    expect(image.getBoundingBox()).toEqual([10, 10, 20, 20]);
    expect(image.getGeoKeys()).toMatchObject({ GTModelTypeGeoKey: 2, GTRasterTypeGeoKey: 1, GeographicTypeGeoKey: 4326 });
    expect(image.getGDALNoData()).toBeNaN();
  });

  it("says what it is, where it ends, how fine it is, and that it is made up", async () => {
    const image = await (await open(await render())).getImage();
    const items = await image.getGDALMetadata();
    expect(items).toMatchObject({
      layer: "mag",
      units: "1",
      grid: "z0p1d",
      tile_id: "t_N10_E010",
      bounds: "10,10,20,20",
      effective_resolution_degrees: "0.5",
      license: "CC0-1.0",
      synthetic: "true",
    });
    expect(JSON.parse(String((items as Record<string, string>).stats))).toEqual(mag!.statistics);
  });

  it("does not call real data synthetic", async () => {
    const real = { ...mag!, sources: mag!.sources.map((source) => ({ ...source, synthetic: false })) };
    const image = await (await open(await render({ ...sampleTileProduct(), layers: [real] }))).getImage();
    expect(await image.getGDALMetadata()).not.toHaveProperty("synthetic");
  });

  it("leaves out layers that the product lacks or nobody asked for", async () => {
    const folder = await render(sampleTileProduct("t_N10_E010", ["mag", "depth"]), { ...SMALL, layers: ["mag", "grav"] });
    expect([...folder.files.keys()]).toEqual([TILE]);
  });

  it("takes statistics of nothing as null", async () => {
    const nothing = { count: 0, min: Number.NaN, max: Number.NaN, mean: Number.NaN, std: Number.NaN };
    const empty = { ...mag!, grid: { ...mag!.grid, values: mag!.grid.values.map(() => Number.NaN) } };
    const product = { ...sampleTileProduct(), layers: [{ ...empty, statistics: { ...mag!.statistics, ...nothing } }] };
    const folder = await render(product);
    expect((await cog.verify!([TILE], folder, await testContext())).findings).toEqual([]);
  });

  it.each([
    [{ blockSize: 100 }, "blockSize"],
    [{ predictor: 4 }, "predictor"],
    [{ overviews: [4, 2] }, "overviews"],
    [{ overviews: [3] }, "overviews"],
    [{ layers: ["../mag"] }, "layers"],
    [{ block_size: 512 }, "block_size"],
  ])("refuses %o by name", async (options, parameter) => {
    await expect(render(undefined, options)).rejects.toMatchObject({ code: "GAM_PARAMETER_INVALID", parameter });
  });

  it.each([
    { crs: "EPSG:3857" },
    { registration: "node" },
    { transform: [0.1, 0.01, 10, 0, -0.1, 20] },
    { transform: [0.1, 0, 10, 0, 0.1, 10] },
  ])("refuses a grid with %o: the file could not say so", async (change) => {
    await expect(render(withGrid(change))).rejects.toMatchObject({ code: "GAM_GRID_MISMATCH" });
  });
});
