import { globalGrid, type PluginContext, type RunProduct } from "@geoanomaly/core";
import { MemoryFolder } from "@geoanomaly/core/testing";
import { pmtiles } from "@geoanomaly/plugin-visualizer-pmtiles";
import { createCanvas, loadImage } from "@napi-rs/canvas";
import { PMTiles, tileIdToZxy } from "pmtiles";
import { beforeAll, describe, expect, it } from "vitest";
import { hostContext, layerOf, roughValues } from "./fixture.js";

/** 40 tiles of 10 degrees, with holes in one half: a region of 80 x 50 degrees on a grid of 0.5 degrees. */
const REGION = { ...globalGrid(0.5), rows: 100, cols: 160, transform: [0.5, 0, 150, 0, -0.5, 30] as const };
const ZOOMS = 6;

describe("pmtiles", () => {
  let host: PluginContext;
  let product: RunProduct;
  let archive: PMTiles;

  beforeAll(async () => {
    host = await hostContext();
    const values = roughValues(REGION, 0).map((value, cell) => (cell % 160 > 80 && cell % 7 === 0 ? Number.NaN : value / 30));
    const layer = await layerOf("fused", REGION, values, host);
    product = { scope: "run", title: "Region", layers: [layer], tileIds: [], normalization: "tile", fusion: "mean", tileStatistics: {} };
    const folder = new MemoryFolder();
    const [file] = await pmtiles.render(product, folder, { maxZoom: ZOOMS }, host);
    const bytes = folder.files.get(file!.path)!;
    archive = new PMTiles({
      getKey: () => "archive",
      getBytes: async (offset, length) => ({ data: Uint8Array.from(bytes.subarray(offset, offset + length)).buffer }),
    });
  });

  async function everyTile(visit: (tile: Uint8Array, zoom: number, x: number, y: number) => Promise<void>): Promise<number> {
    let found = 0;
    for (let id = 0; id < (4 ** (ZOOMS + 1) - 1) / 3; id++) {
      const [zoom, x, y] = tileIdToZxy(id);
      const tile = await archive.getZxy(zoom, x, y);
      if (!tile) continue;
      found++;
      await visit(new Uint8Array(tile.data), zoom, x, y);
    }
    return found;
  }

  it("finds every tile that the header counts, each as the kernels encode it", async () => {
    const { grid } = product.layers[0]!;
    const source = { values: grid.values, geometry: grid };
    const found = await everyTile(async (tile, zoom, x, y) => {
      const { data } = await host.kernels.mercatorPngs(
        source,
        zoom,
        Uint32Array.of(x),
        Uint32Array.of(y),
        { range: [-6, 6] },
        { level: 1 },
      );
      expect(Buffer.compare(tile, data), `${zoom}/${x}/${y}`).toBe(0);
    });
    expect(found).toBe((await archive.getHeader()).numAddressedTiles);
    expect(found).toBeGreaterThan(100);
  });

  it("gives each pixel the gray of its value, and hides those without data", async () => {
    const { grid } = product.layers[0]!;
    const context = createCanvas(256, 256).getContext("2d");
    await everyTile(async (tile, zoom, x, y) => {
      if (zoom > 4) return;
      const values = await host.kernels.mercatorTile({ values: grid.values, geometry: grid }, zoom, x, y);
      context.clearRect(0, 0, 256, 256);
      context.drawImage(await loadImage(Buffer.from(tile)), 0, 0);
      const { data } = context.getImageData(0, 0, 256, 256);
      const wrong = values.findIndex((value, pixel) => {
        const [gray, alpha] = [data[4 * pixel]!, data[4 * pixel + 3]!];
        if (Number.isNaN(value)) return alpha !== 0;
        return alpha !== 255 || Math.abs(gray - (Math.min(6, Math.max(-6, value)) + 6) * (255 / 12)) > 0.501; // rounding, in float32
      });
      expect(wrong, `${zoom}/${x}/${y}: first pixel of ${values[wrong]} that is ${data.subarray(4 * wrong, 4 * wrong + 4)}`).toBe(-1);
    });
  });

  it("reads metadata and bounds", async () => {
    expect(await archive.getMetadata()).toMatchObject({ name: "Region", layer: "fused", synthetic: false });
    expect(await archive.getHeader()).toMatchObject({ minLat: -20, maxLat: 30, minLon: -180, maxLon: 180, maxZoom: ZOOMS });
  });
});
