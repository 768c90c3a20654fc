import { dirname, join } from "node:path";
import { testContext } from "@geoanomaly/core/testing";
import { geotiff } from "@geoanomaly/plugin-reader-geotiff";
import { describe, expect, it } from "vitest";
import { dataFile } from "./data-folder.js";
import { encodeTiff, type TiffOptions } from "./encoders/tiff.js";
import { readError, readGrid, wholeGrid, withFiles } from "./read-whole.js";

const values = Array.from({ length: 12 }, (_, index) => index * 1.5 - 4);
const base: TiffOptions = { width: 4, height: 3, bands: [values], place: { step: [10, 5], origin: [-20, 15] }, epsg: 4326 };
const read = (options: Partial<TiffOptions> = {}, parameters = {}) =>
  readGrid(geotiff, { "a.tif": encodeTiff({ ...base, ...options }) }, parameters);
const fail = (options: Partial<TiffOptions> = {}, parameters = {}) =>
  readError(geotiff, { "a.tif": encodeTiff({ ...base, ...options }) }, parameters);

describe("reader geotiff", () => {
  it.each<[string, Partial<TiffOptions>]>([
    ["one strip", {}],
    ["a strip per row", { rowsPerStrip: 1 }],
    ["strips that do not divide the height", { rowsPerStrip: 2 }],
    ["deflated strips", { rowsPerStrip: 2, deflate: true }],
    ["big-endian", { bigEndian: true, rowsPerStrip: 1 }],
    ["big-endian, deflated", { bigEndian: true, deflate: true, rowsPerStrip: 1 }],
    ["BigTIFF", { bigTiff: true, rowsPerStrip: 1 }],
    ["doubles", { sample: "float64" }],
  ])("reads %s", async (_, options) => {
    expect((await read(options)).values).toEqual(values);
  });

  it("reads any band of rows as the whole", async () => {
    const context = await testContext();
    const bytes = encodeTiff({ ...base, rowsPerStrip: 2 });
    await withFiles({ "a.tif": bytes }, async (path) => {
      const data = await geotiff.open(path, {}, context);
      if (data.kind !== "grid") throw new Error("a grid was expected");
      expect(Array.from(await data.grid.read(1, 2, context.signal))).toEqual(values.slice(4));
      await expect(data.grid.read(2, 2, context.signal)).rejects.toMatchObject({ code: "GAM_GRID_MISMATCH" });
      await data.grid.close();
    });
  });

  it("takes transform, CRS and registration from the file", async () => {
    const { grid } = await read();
    expect(grid).toMatchObject({
      rows: 3,
      cols: 4,
      crs: "EPSG:4326",
      registration: "area",
      transform: [10, 0, -20, 0, -5, 15],
      effectiveResolution: 10,
    });
  });

  it("puts the corner half a pixel before the tiepoint of PixelIsPoint", async () => {
    const { grid } = await read({ place: { step: [10, 5], origin: [-20, 15], point: true } });
    expect(grid).toMatchObject({ registration: "node", transform: [10, 0, -25, 0, -5, 17.5] });
  });

  it("makes the tag's nodata NaN, NUL and all", async () => {
    const { values: found } = await read({ noData: "-1" });
    expect(found[2]).toBeNaN();
    expect(found.filter(Number.isNaN)).toHaveLength(1);
  });

  it("compares nodata in the precision of the samples", async () => {
    const { values: found } = await read({ bands: [values.map((value, index) => (index === 5 ? 0.1 : value))], noData: "0.1" });
    expect(found[5]).toBeNaN();
  });

  it("applies scale, offset and unit of the band", async () => {
    const metadata =
      '<GDALMetadata><Item name="SCALE" sample="0" role="scale">0.5</Item><Item name="OFFSET" sample="0" role="offset">100</Item><Item name="UNITTYPE" sample="0" role="unittype">m/s2</Item></GDALMetadata>';
    const { grid, values: found } = await read({
      sample: "int16",
      bands: [[2, 4, 6, 8, 0, 0, 0, 0, 0, 0, 0, -32768]],
      noData: "-32768",
      metadata,
    });
    expect(grid.quantity.unit).toBe("mGal");
    expect(found.slice(0, 2)).toEqual([101 * 1e5, 102 * 1e5]);
    expect(found[11]).toBeNaN();
  });

  it("reads a second band as uncertainty, and picks a band", async () => {
    const errors = values.map(Math.abs);
    const both = await read({ bands: [values, errors] }, { uncertaintyBand: 2 });
    expect(both.uncertainty).toEqual(errors);
    expect((await read({ bands: [values, errors] }, { band: 2 })).values).toEqual(errors);
    expect(await fail({}, { band: 2 })).toMatchObject({ code: "GAM_PARAMETER_INVALID" });
  });

  it("reads uncertainty from a file that matches to a hundredth of a pixel, and no other", async () => {
    const context = await testContext();
    const near = encodeTiff({ ...base, bands: [values.map(() => 2)], place: { step: [10, 5], origin: [-20.0001, 15] } });
    const far = encodeTiff({ ...base, place: { step: [10, 5], origin: [-19, 15] } });
    await withFiles({ "a.tif": encodeTiff(base), "near.tif": near, "far.tif": far }, async (path) => {
      const open = (name: string) => geotiff.open(path, { uncertaintyFile: join(dirname(path), name) }, context);
      expect((await wholeGrid(await open("near.tif"))).uncertainty).toEqual(values.map(() => 2));
      await expect(open("far.tif")).rejects.toMatchObject({ code: "GAM_GRID_MISMATCH" });
    });
  });

  it("keeps an all-NaN grid as it is", async () => {
    const { values: found } = await read({ bands: [values.map(() => Number.NaN)] });
    expect(found.every(Number.isNaN)).toBe(true);
  });

  it("asks for the CRS where the file has none, and refuses another than the file's", async () => {
    const { epsg: _, ...without } = base;
    const bytes = { "a.tif": encodeTiff(without) };
    expect(await readError(geotiff, bytes)).toMatchObject({
      code: "GAM_INPUT_UNREADABLE",
      message: expect.stringContaining("parameter crs"),
    });
    expect((await readGrid(geotiff, bytes, { crs: "EPSG:4326" })).grid.crs).toBe("EPSG:4326");
    expect(await fail({}, { crs: "EPSG:32613" })).toMatchObject({ code: "GAM_PARAMETER_INVALID" });
  });

  it("finds out degrees that are metres", async () => {
    const error = await fail({ place: { step: [250, 250], origin: [500_000, 3_500_000] } });
    expect(error).toMatchObject({ code: "GAM_INPUT_CORRUPT", message: expect.stringContaining("Is the CRS wrong") });
  });

  it("reads a projected raster in its own CRS", async () => {
    const { grid } = await read({ place: { step: [250, 250], origin: [500_000, 3_500_000] }, epsg: 32613, projected: true });
    expect(grid).toMatchObject({ crs: "EPSG:32613", transform: [250, 0, 500_000, 0, -250, 3_500_000] });
  });

  it("knows EMAG2's voids by its layout", async () => {
    const samples = [1, 99_999, 89_999, -3.4028235e38, 5, 90_000, 7, 8, 9, 10, 11, 12];
    const { epsg: _, ...without } = base;
    const { values: found, grid } = await readGrid(geotiff, { "a.tif": encodeTiff({ ...without, bands: [samples] }) }, { layout: "emag2" });
    expect(found.map(Number.isNaN)).toEqual(samples.map((value) => value >= 90_000 || value <= -1e30));
    expect(grid).toMatchObject({ crs: "EPSG:4326", quantity: { functional: "total-field-anomaly", unit: "nT" } });
  });

  it("takes the place from a world file", async () => {
    const { place: _, ...without } = base;
    const { grid } = await readGrid(geotiff, { "a.tif": encodeTiff(without), "a.tfw": "10\n0\n0\n-5\n-15\n12.5\n" });
    expect(grid.transform).toEqual([10, 0, -20, 0, -5, 15]);
  });

  it.each([
    ["cut in the samples", (bytes: Uint8Array) => bytes.subarray(0, bytes.length - 200)],
    ["cut in the header", (bytes: Uint8Array) => bytes.subarray(0, 6)],
    ["empty", () => new Uint8Array(0)],
  ])("refuses a file that is %s", async (_, cut) => {
    const error = await readError(geotiff, { "a.tif": cut(encodeTiff({ ...base, rowsPerStrip: 1 })) });
    expect(error).toMatchObject({ code: "GAM_INPUT_CORRUPT", message: expect.stringMatching(/byte \d+/) });
  });

  it("says that an HTML page stands where a TIFF should be", async () => {
    const error = await readError(geotiff, { "a.tif": "<!DOCTYPE html><html><head><title>404 Not Found</title></head></html>" });
    expect(error).toMatchObject({ code: "GAM_INPUT_CORRUPT", message: expect.stringContaining("404 Not Found") });
  });

  it("refuses a row that would not fit the memory allowed", async () => {
    expect(await fail({}, { maximumBytes: 8 })).toMatchObject({ code: "GAM_RESOURCE" });
  });

  it("refuses a parameter it does not take", async () => {
    expect(await fail({}, { bands: 2 })).toMatchObject({
      code: "GAM_PARAMETER_INVALID",
      message: expect.stringContaining("uncertaintyBand"),
    });
  });

  const sample = dataFile("formats/emag2/EMAG2_V3_format_sample_EMM2017_10min_noCRS.tif", "EMAG2-layout GeoTIFF without CRS");
  it.skipIf(!sample)("reads the EMAG2 sample with its void block", async () => {
    const { grid, values: found } = await wholeGrid(await geotiff.open(sample as string, { layout: "emag2" }, await testContext()));
    expect([grid.cols, grid.rows]).toEqual([2160, 1080]);
    expect(found.some(Number.isNaN)).toBe(true);
    expect(found.every((value) => Number.isNaN(value) || Math.abs(value) < 10_000)).toBe(true);
  });

  const reference = dataFile("derived/EMM2017_crustal_TFA_UpCont4km_0p1deg.tif", "tiled GeoTIFF with predictor 3");
  it.skipIf(!reference)("reads tiles with a floating-point predictor: extremes as documented", async () => {
    const { grid, values: found } = await wholeGrid(await geotiff.open(reference as string, {}, await testContext()));
    expect([grid.cols, grid.rows]).toEqual([3600, 1800]);
    let [min, max] = [Infinity, -Infinity];
    for (const value of found) [min, max] = [Math.min(min, value), Math.max(max, value)];
    expect([min.toFixed(1), max.toFixed(1)]).toEqual(["-1510.8", "6896.7"]);
  });
});
