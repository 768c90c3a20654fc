import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync } from "node:fs";
import { rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { testContext } from "@geoanomaly/core/testing";
import { gdal } from "@geoanomaly/plugin-reader-gdal";
import { geotiff } from "@geoanomaly/plugin-reader-geotiff";
import { afterAll, afterEach, describe, expect, it } from "vitest";
import { encodeTiff } from "./encoders/tiff.js";
import { wholeGrid, withFiles } from "./read-whole.js";

const built = existsSync(fileURLToPath(new URL("../../packages/plugins/reader-gdal/dist/gdal-process.js", import.meta.url)));
const folder = process.env.GAM_GDAL ?? fileURLToPath(new URL("../../node_modules/.cache/gam-gdal", import.meta.url));

/** Is gdal-async there, and does it load? Asked of another process: a broken build may take its process along. */
function available(): boolean {
  if (!built) {
    console.warn("SKIPPED: reader gdal: its package is not built");
    return false;
  }
  try {
    const entry = createRequire(join(folder, "package.json")).resolve("gdal-async");
    execFileSync(process.execPath, ["-e", `require(${JSON.stringify(entry)})`], { stdio: "ignore" });
    return true;
  } catch {
    console.warn("SKIPPED: reader gdal: gdal-async is not built (node tools/setup-gdal.mjs, or set GAM_GDAL)");
    return false;
  }
}
const ready = available();

const before = process.env.GAM_GDAL;
const restore = (value: string | undefined) => {
  if (value === undefined) delete process.env.GAM_GDAL;
  else process.env.GAM_GDAL = value;
};
afterEach(() => restore(before));

const values = Array.from({ length: 60 }, (_, index) => index * 2.5 - 30);
const raster = { width: 10, height: 6, bands: [values], place: { step: [1, 1], origin: [100, 10] }, epsg: 4326, noData: "-30" } as const;

async function open(path: string, parameters = {}) {
  process.env.GAM_GDAL = folder;
  return gdal.open(path, parameters, await testContext());
}

describe("reader gdal", () => {
  const empty = mkdtempSync(join(tmpdir(), "gam-no-gdal-"));
  afterAll(() => rm(empty, { recursive: true }));

  it.skipIf(!built)("says how to get gdal-async where it is not installed", async () => {
    await withFiles({ "a.tif": encodeTiff(raster) }, async (path) => {
      process.env.GAM_GDAL = empty;
      await expect(gdal.open(path, {}, await testContext())).rejects.toMatchObject({
        code: "GAM_INPUT_UNREADABLE",
        message: expect.stringContaining("tools/setup-gdal.mjs"),
      });
    });
  });

  it.skipIf(!ready)("reads what the reader geotiff reads, whole and by rows", async () => {
    await withFiles({ "a.tif": encodeTiff(raster) }, async (path) => {
      const expected = await wholeGrid(await geotiff.open(path, {}, await testContext()));
      const found = await wholeGrid(await open(path));
      expect(found.values).toEqual(expected.values);
      expect(found.values[0]).toBeNaN();
      expect(found.grid).toMatchObject({ transform: expected.grid.transform, crs: "EPSG:4326", registration: "area" });
      const data = await open(path);
      if (data.kind !== "grid") throw new Error("a grid was expected");
      expect(Array.from(await data.grid.read(2, 3, new AbortController().signal))).toEqual(values.slice(20, 50));
      await data.grid.close();
    });
  });

  it.skipIf(!ready)("warps a projected raster to EPSG:4326, and leaves it if told to", async () => {
    // A plane in easting: in UTM zone 13N along the central meridian (105 W) it is a plane in longitude, 1 degree being 111.4 km * cos(latitude) * 0.9996.
    const size = 60;
    const plane = Array.from({ length: size * size }, (_, index) => (500_000 - 30_000 + 1000 * ((index % size) + 0.5) - 500_000) / 1000);
    const utm = {
      width: size,
      height: size,
      bands: [plane],
      place: { step: [1000, 1000], origin: [470_000, 3_580_000] },
      epsg: 32613,
      projected: true,
    } as const;
    await withFiles({ "a.tif": encodeTiff(utm) }, async (path) => {
      const { grid, values: found } = await wholeGrid(await open(path));
      expect(grid.crs).toBe("EPSG:4326");
      const row = Math.floor(grid.rows / 2);
      const latitude = ((grid.transform[5] + grid.transform[4] * (row + 0.5)) * Math.PI) / 180;
      const perDegree =
        (Math.PI / 180) * 6378.137 * Math.cos(latitude) * (1 / Math.sqrt(1 - 0.00669438 * Math.sin(latitude) ** 2)) * 0.9996;
      const line = found.slice(row * grid.cols, (row + 1) * grid.cols);
      const inside = line.flatMap((value, col) => (Number.isNaN(value) ? [] : [col])).slice(2, -2); // at its edge a bilinear kernel sees one side only
      for (const col of inside) {
        const value = line[col] as number;
        const longitude = grid.transform[2] + grid.transform[0] * (col + 0.5) + 105;
        // Beside the meridian the projection departs from the plane by less than 1e-5 of the distance squared over R squared; GDAL's warper by an eighth of a pixel.
        expect(Math.abs(value - longitude * perDegree)).toBeLessThan(0.15);
      }
      expect(inside.length).toBeGreaterThan(40);
      expect((await wholeGrid(await open(path, { warp: false }))).grid).toMatchObject({
        crs: "EPSG:32613",
        transform: [1000, 0, 470_000, 0, -1000, 3_580_000],
      });
    });
  });

  it.skipIf(!ready)("asks for the CRS of a format that has none", async () => {
    const ascii = `ncols 3\nnrows 2\nxllcorner 10\nyllcorner 20\ncellsize 0.5\nNODATA_value -9999\n1 2 3\n4 -9999 6\n`;
    await withFiles({ "a.asc": ascii }, async (path) => {
      await expect(open(path, { warp: false })).rejects.toMatchObject({
        code: "GAM_INPUT_UNREADABLE",
        message: expect.stringContaining("parameter crs"),
      });
      const { grid, values: found } = await wholeGrid(await open(path, { crs: "EPSG:4326" }));
      expect(found).toEqual([1, 2, 3, 4, Number.NaN, 6]);
      expect(grid.transform).toEqual([0.5, 0, 10, 0, -0.5, 21]);
    });
  });

  it.skipIf(!ready)("refuses what GDAL cannot open, and rows of a file that was cut", async () => {
    await withFiles({ "a.asc": "<html>no</html>", "b.tif": encodeTiff({ ...raster, rowsPerStrip: 1 }).subarray(0, -300) }, async (path) => {
      await expect(open(path)).rejects.toMatchObject({ code: "GAM_INPUT_UNREADABLE" });
      await expect(open(join(dirname(path), "b.tif"))).rejects.toMatchObject({ code: "GAM_INPUT_UNREADABLE" });
    });
  });
});
