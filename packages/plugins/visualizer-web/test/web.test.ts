import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { listTiles } from "@geoanomaly/core";
import { describeVisualizerContract, MemoryFolder, sampleRunProduct, sampleTileProduct, testContext } from "@geoanomaly/core/testing";
import { web } from "@geoanomaly/plugin-visualizer-web";
import { beforeAll, describe, expect, it } from "vitest";
import type { RunDescription } from "../src/page/run-description.js";

beforeAll(async () => {
  const compiler = fileURLToPath(new URL("../../../../node_modules/typescript/bin/tsc", import.meta.url));
  await promisify(execFile)(process.execPath, [compiler, "--build", fileURLToPath(new URL("../tsconfig.page.json", import.meta.url))]);
});

describeVisualizerContract(web);

describe("web", () => {
  const render = async (options = {}, product = sampleRunProduct(1, ["mag", "grav", "fused", "grav_z", "mag_z"])) => {
    const folder = new MemoryFolder();
    await web.render(product, folder, options, await testContext());
    const text = (path: string) => Buffer.from(folder.files.get(`web/${path}`)!).toString();
    return { folder, text, run: JSON.parse(text("run.json")) as RunDescription };
  };

  it("writes nothing for a tile", async () => {
    expect(await web.render(sampleTileProduct(), new MemoryFolder(), {}, await testContext())).toEqual([]);
  });

  it("brings every file that its page names", async () => {
    const { folder, text } = await render();
    const named = [...text("index.html").matchAll(/(?:src|href)="([^":]+)"/g)].map(([, path]) => `web/${path}`);
    expect(named.length).toBeGreaterThan(5);
    for (const path of named) expect([...folder.files.keys()]).toContain(path);
    for (const [path, bytes] of folder.files) {
      if (!/^web\/page\/[^/]+\.js$/.test(path)) continue;
      for (const [, imported] of Buffer.from(bytes)
        .toString()
        .matchAll(/from "\.\/([^"]+)"/g)) {
        expect([...folder.files.keys()]).toContain(`web/page/${imported}`);
      }
    }
  });

  it("says what run it shows, the fused layer first and every z beside its layer", async () => {
    const { run } = await render();
    expect(run.layers.map(({ layer }) => layer)).toEqual(["fused", "mag", "mag_z", "grav", "grav_z"]);
    expect(run).toMatchObject({
      synthetic: true,
      normalization: "tile",
      fusion: "mean",
      archive: "../pmtiles/fused_global_z1d_z0_z7.pmtiles",
    });
    expect(run.grid).toEqual({ rows: 180, cols: 360, west: -180, north: 90, spacing: 1 });
    expect(run.layers[2]).toMatchObject({ mosaic: "../cog/mag_z/z1d/mosaic.tif", sidecar: "mag", effectiveResolution: 0.5 });
  });

  it("names the sidecars of the run's own tiles, whatever their size, unless it is told", async () => {
    const product = { ...sampleRunProduct(1, ["fused"]), tileIds: listTiles(30).map(({ id }) => id) };
    expect((await render({}, product)).run.tileSize).toBe(30);
    expect((await render({ tileSize: 15 }, product)).run.tileSize).toBe(15);
    expect((await render()).run.tileSize).toBe(10);
  });

  it("brings coastlines, their licence, and the same bytes each time", async () => {
    const [first, second] = [await render(), await render()];
    expect(JSON.parse(first.text("coastlines.geojson")).type).toBe("MultiLineString");
    expect(second.text("coastlines.geojson")).toBe(first.text("coastlines.geojson"));
    expect(first.text("index.html")).toContain("Coastlines: Natural Earth (public domain)");
  });

  it("keeps times of this machine out of the page", async () => {
    expect((await render()).text("run.json")).not.toContain("2024-01-01");
  });

  it.each([
    [{ archive: "../elsewhere.pmtiles" }, "archive"],
    [{ archive: "map.html" }, "archive"],
    [{ tileSize: 0 }, "tileSize"],
    [{ colour: "red" }, "colour"],
  ])("refuses the options %j", async (options, parameter) => {
    await expect(render(options)).rejects.toMatchObject({ code: "GAM_PARAMETER_INVALID", parameter });
  });

  it("needs a fused layer", async () => {
    await expect(render({}, sampleRunProduct(1, ["mag"]))).rejects.toMatchObject({ code: "GAM_PARAMETER_INVALID" });
  });
});
