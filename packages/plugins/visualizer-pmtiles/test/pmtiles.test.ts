import { gunzipSync } from "node:zlib";
import { MemoryFolder, sampleRunProduct, sampleTileProduct, testContext } from "@geoanomaly/core/testing";
import { describe, expect, it } from "vitest";
import { ArchiveWriter } from "../src/archive/archive-writer.js";
import { tileOf } from "../src/archive/tile-id.js";
import { pmtiles } from "../src/index.js";
import { archiveOf, cropped, reader, regionalRun } from "./archive.js";

describe("pmtiles", () => {
  it("holds every tile of every zoom, each as the kernels encode it", async () => {
    const run = sampleRunProduct(5, ["fused"]);
    const { bytes, context } = await archiveOf(run);
    const archive = reader(bytes);
    const { grid } = run.layers[0]!;
    expect(await archive.getHeader()).toMatchObject({ numAddressedTiles: 85, minZoom: 0, maxZoom: 3, tileType: 2, clustered: true });
    for (let id = 0; id < 85; id++) {
      const { zoom, x, y } = tileOf(id);
      const source = { values: grid.values, geometry: grid };
      const [expected, found] = await Promise.all([
        context.kernels.mercatorPngs(source, zoom, Uint32Array.of(x), Uint32Array.of(y), { range: [-6, 6] }, { level: 1 }),
        archive.getZxy(zoom, x, y),
      ]);
      expect(Buffer.compare(new Uint8Array(found!.data), expected.data), `${zoom}/${x}/${y}`).toBe(0);
    }
  });

  it("says how to read its numbers, what they can show, whose they are, and that they are made up", async () => {
    const { bytes, folder, path } = await archiveOf(sampleRunProduct(5, ["mag", "fused"]), { maxZoom: 0 });
    const metadata = await reader(bytes).getMetadata();
    expect(metadata).toMatchObject({
      name: "SYNTHETIC: Sample run",
      attribution: "Made for tests (CC0-1.0)",
      format: "png",
      range: [-6, 6],
      scale: 12 / 255,
      offset: -6,
      effective_resolution_degrees: 0.5,
      effective_resolution_by_layer: { mag: 0.5 },
      synthetic: true,
      tiles: [{ zoom: 0, tiles: 1, empty: 0 }],
    });
    expect(metadata).toHaveProperty("synthetic_notice");
    expect(metadata).not.toHaveProperty("vector_layers");
    expect(JSON.stringify(metadata)).not.toContain("2024-01-01"); // when an input came here is no part of any product
    expect(JSON.parse(Buffer.from(folder.files.get(path.replace(".pmtiles", ".json"))!).toString())).toEqual(metadata);
  });

  it("does not call real data synthetic", async () => {
    const run = sampleRunProduct(5, ["fused"]);
    const layers = run.layers.map((layer) => ({ ...layer, sources: layer.sources.map((source) => ({ ...source, synthetic: false })) }));
    const metadata = await reader((await archiveOf({ ...run, layers }, { maxZoom: 0 })).bytes).getMetadata();
    expect(metadata).toMatchObject({ name: "Sample run", synthetic: false });
  });

  it("holds only tiles that touch the data of a region", async () => {
    // 10..40 E, 10..30 N at zoom 3 (45 degrees a tile): column 4, rows 3 (0..40.98 N); at zoom 4: column 8 and 9, row 6 and 7
    const { bytes } = await archiveOf(regionalRun(190, 30, 60, 20), { maxZoom: 4 });
    const archive = reader(bytes);
    expect(await archive.getHeader()).toMatchObject({ minLon: 10, minLat: 10, maxLon: 40, maxLat: 30, centerLon: 25, centerLat: 20 });
    expect((await archive.getHeader()).numAddressedTiles).toBe(1 + 1 + 1 + 1 + 4);
    expect(await archive.getZxy(4, 8, 6)).toBeDefined();
    expect(await archive.getZxy(4, 7, 6)).toBeUndefined();
  });

  it("covers a region across the antimeridian from both sides", async () => {
    const run = regionalRun(350, 20, 60, 20);
    const { bytes } = await archiveOf(run, { maxZoom: 2 });
    const archive = reader(bytes);
    expect(await archive.getHeader()).toMatchObject({ minLon: -180, maxLon: 180 });
    expect(Math.abs((await archive.getHeader()).centerLon)).toBe(180);
    expect(await archive.getZxy(2, 0, 1)).toBeDefined();
    expect(await archive.getZxy(2, 3, 1)).toBeDefined();
    expect(await archive.getZxy(2, 1, 1)).toBeUndefined();
    const same = await archiveOf(cropped(run, 60, 20, 350, 20), { maxZoom: 2 });
    expect((await reader(same.bytes).getHeader()).numAddressedTiles).toBe((await archive.getHeader()).numAddressedTiles);
  });

  it("is large enough for clients that fetch 16 KiB first, however few its tiles", async () => {
    const { bytes } = await archiveOf(regionalRun(190, 1, 60, 1), { maxZoom: 0 });
    expect(bytes.length).toBeGreaterThan(16384);
  });

  it("draws nothing for a tile, or without its layer", async () => {
    const folder = new MemoryFolder();
    const context = await testContext();
    expect(await pmtiles.render(sampleTileProduct(), folder, {}, context)).toEqual([]);
    expect(await pmtiles.render(sampleRunProduct(5, ["mag"]), folder, {}, context)).toEqual([]);
  });

  it.each([
    [{ maxZoom: 13 }, "maxZoom"],
    [{ minZoom: 3, maxZoom: 2 }, "maxZoom"],
    [{ range: [6, -6] }, "range"],
    [{ layer: "a/b" }, "layer"],
    [{ zoom: 7 }, "zoom"],
  ])("refuses %o by name", async (options, parameter) => {
    const call = pmtiles.render(sampleRunProduct(5), new MemoryFolder(), options, await testContext());
    await expect(call).rejects.toMatchObject({ code: "GAM_PARAMETER_INVALID", parameter });
  });

  it("refuses a layer without any data, and leaves no file behind", async () => {
    const folder = new MemoryFolder();
    const call = pmtiles.render(regionalRun(0, 0, 0, 0), folder, {}, await testContext());
    await expect(call).rejects.toMatchObject({ code: "GAM_GRID_MISMATCH" });
    expect(folder.files.size).toBe(0);
  });
});

describe("ArchiveWriter", () => {
  const facts = { minZoom: 0, maxZoom: 8, bounds: [-180, -85, 180, 85], center: [0, 0, 0], metadata: "{}" } as const;

  async function archive(tiles: readonly string[]) {
    const folder = new MemoryFolder();
    const file = await folder.open("a");
    const writer = await ArchiveWriter.begin(file, 100);
    const data = Buffer.from(tiles.join(""));
    const offsets = [0];
    for (const tile of tiles) offsets.push(offsets.at(-1)! + tile.length);
    await writer.add([...tiles.keys()], data, offsets);
    const header = await writer.finish(facts, await testContext());
    await file.commit();
    return { header, bytes: folder.files.get("a")! };
  }

  it("keeps equal tiles once, and runs of them as one entry", async () => {
    const { header, bytes } = await archive(["sea", "sea", "land", "sea", "", "sea"]);
    expect(header).toMatchObject({ addressed: 5, entries: 4, contents: 2, tiles: { length: 7 } });
    const tiles = await Promise.all([0, 1, 2, 3, 4, 5].map((id) => tileOf(id)).map(({ zoom, x, y }) => reader(bytes).getZxy(zoom, x, y)));
    expect(tiles.map((tile) => tile && Buffer.from(tile.data).toString())).toEqual(["sea", "sea", "land", "sea", undefined, "sea"]);
  });

  it("moves a directory that does not fit the first 16 KiB into leaves, which readers follow", async () => {
    // Lengths without a pattern, else the directory packs into almost nothing.
    const mixed = (id: number) => Math.imul(Math.imul(id + 1, 0x9e3779b1) ^ (id << 7), 0x85ebca6b) >>> 24;
    const tiles = Array.from({ length: 21845 }, (_, id) => `${id}-${"x".repeat(mixed(id))}`);
    const { header, bytes } = await archive(tiles);
    expect(header.leaves.length).toBeGreaterThan(0);
    expect(header.root.offset + header.root.length).toBeLessThanOrEqual(16384);
    expect(header.leaves.offset + header.leaves.length).toBe(bytes.length);
    for (const id of [0, 4095, 4096, 12345, 21844]) {
      const { zoom, x, y } = tileOf(id);
      expect(Buffer.from((await reader(bytes).getZxy(zoom, x, y))!.data).toString()).toBe(tiles[id]);
    }
  });

  it("packs directories with a fixed gzip header: no time, no system", async () => {
    const { header, bytes } = await archive(["a"]);
    const root = bytes.subarray(header.root.offset, header.root.offset + header.root.length);
    expect([...root.subarray(0, 10)]).toEqual([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff]);
    expect([...gunzipSync(root)]).toEqual([1, 0, 1, 1, 1]); // one entry: id 0, run of 1, length 1, offset 0 + 1
  });

  it("refuses tiles out of order", async () => {
    const writer = await ArchiveWriter.begin(await new MemoryFolder().open("a"), 100);
    await expect(writer.add([2, 1], Buffer.from("ab"), [0, 1, 2])).rejects.toThrow("tile 1 after 2");
  });
});
