import { execFileSync } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import type { ReaderPlugin } from "@geoanomaly/core";
import { describeReaderContract, testContext } from "@geoanomaly/core/testing";
import { esriAscii } from "@geoanomaly/plugin-reader-esri";
import { geotiff } from "@geoanomaly/plugin-reader-geotiff";
import { surfer } from "@geoanomaly/plugin-reader-surfer";
import { describe, expect, it } from "vitest";
import { dataFile } from "./data-folder.js";
import { encodeSurfer6Ascii, encodeSurfer6Binary, encodeSurfer7 } from "./encoders/surfer.js";
import { type Content, readError, readGrid, wholeGrid } from "./read-whole.js";

const local = { crs: "local" };
/** Three columns and two rows from the south; the last node is blank. */
const spec = {
  west: 100,
  east: 120,
  south: 10,
  north: 15,
  rows: [
    [1, 2, 3],
    [4, 5, 1.70141e38],
  ],
};
const northFirst = [4, 5, Number.NaN, 1, 2, 3];

describe("reader surfer", () => {
  it.each<[string, Content]>([
    ["6 text", encodeSurfer6Ascii(spec)],
    ["6 text with values over several lines", encodeSurfer6Ascii(spec).replaceAll(" 2 ", "\n2\r\n\n")],
    ["6 binary", encodeSurfer6Binary(spec)],
    ["7", encodeSurfer7(spec)],
  ])("turns the north up: %s", async (_, content) => {
    const { grid, values } = await readGrid(surfer, { "a.grd": content }, local);
    expect(values).toEqual(northFirst);
    expect(grid).toMatchObject({
      rows: 2,
      cols: 3,
      transform: [10, 0, 95, 0, -5, 17.5],
      registration: "node",
      crs: "local",
      effectiveResolution: 10,
    });
  });
  it("asks for the CRS", async () => {
    expect(await readError(surfer, { "a.grd": encodeSurfer7(spec) })).toMatchObject({
      code: "GAM_PARAMETER_INVALID",
      message: expect.stringMatching(/crs/),
    });
  });
  const binary = encodeSurfer6Binary(spec);
  const seven = encodeSurfer7(spec);
  it.each<[string, Content, RegExp]>([
    ["a text that was cut", encodeSurfer6Ascii(spec).slice(0, -20), /end of file: expected 6 values \(3 x 2\), found \d/],
    ["a text with a value too many", `${encodeSurfer6Ascii(spec)} 7\n`, /line \d+: expected 6 values, found one more/],
    ["a text with a word", encodeSurfer6Ascii(spec).replace(" 2 ", " two "), /line 6: expected a number, found "two"/],
    ["half a header", "DSAA\n3 2\n0 1", /end of file: expected a header of eight numbers, found 4/],
    ["sizes that no such file can hold", encodeSurfer6Ascii(spec).replace("3 2", "300000 2"), /header: expected at most/],
    ["corners the wrong way round", encodeSurfer6Ascii({ ...spec, west: 120, east: 100 }), /header: expected .* spacings above 0/],
    ["a binary that was cut", binary.subarray(0, -1), /size: expected 80 bytes \(3 x 2 samples\), found 79/],
    ["half a binary header", binary.subarray(0, 30), /byte 30: expected 26 more bytes/],
    ["a Surfer 7 file that was cut", seven.subarray(0, -1), /byte \d+: expected a section within/],
    [
      "a Surfer 7 file without data",
      seven.subarray(0, 92),
      /sections: expected GRID of 72 bytes and DATA, found DSRB \(4 bytes\), GRID \(72 bytes\)/,
    ],
    ["an HTML page", "<html><title>Gone</title></html>", /Gone/],
  ])("refuses %s", async (_, content, message) => {
    expect(await readError(surfer, { "a.grd": content }, local)).toMatchObject({
      code: "GAM_INPUT_CORRUPT",
      message: expect.stringMatching(message),
    });
  });
  it("refuses a rotated grid", async () => {
    expect(await readError(surfer, { "a.grd": encodeSurfer7({ ...spec, rotation: 12 }) }, local)).toMatchObject({
      code: "GAM_INPUT_UNREADABLE",
    });
  });
});

describe("reader esri-ascii", () => {
  const values = "4 5 -9999\n1 2 3\n";
  it.each<[string, string]>([
    ["corners", `ncols 3\nnrows 2\nxllcorner 95\nyllcorner 5\ncellsize 10\nNODATA_value -9999\n${values}`],
    [
      "centres, keys in another case and order, CRLF",
      `NROWS   2\r\nNCOLS\t3\r\nYLLCENTER 10\r\nXLLCENTER 100\r\nCELLSIZE 10\r\nnodata_VALUE -9999.000\r\n${values}`,
    ],
    ["dx and dy, no NODATA_value, values in one line", `ncols 3\nnrows 2\nxllcorner 95\nyllcorner 5\ndx 10\ndy 10\n4 5 -9999 1 2 3`],
    ["a NODATA_value of nan", `ncols 3\nnrows 2\nxllcorner 95\nyllcorner 5\ncellsize 10\nNODATA_value nan\n4 5 nan\n1 2 3\n`],
  ])("reads %s", async (_, content) => {
    const { grid, values: found } = await readGrid(esriAscii, { "a.asc": content }, local);
    expect(found).toEqual(northFirst);
    expect(grid).toMatchObject({ rows: 2, cols: 3, transform: [10, 0, 95, 0, -10, 25], registration: "area", crs: "local" });
  });
  const whole = `ncols 3\nnrows 2\nxllcorner 95\nyllcorner 5\ncellsize 10\n${values}`;
  it("takes the CRS from the .prj beside it", async () => {
    const crs = async (prj: string) => (await readGrid(esriAscii, { "a.asc": whole, "a.prj": prj })).grid.crs;
    expect(await crs('PROJCS["GDA_1994_MGA_Zone_50",GEOGCS["GCS_GDA_1994"]]')).toBe("EPSG:28350");
    await expect(crs('PROJCS["Mine"]')).rejects.toThrow(/crs: expected the CRS/);
  });
  it.each<[string, string, RegExp]>([
    ["a file that was cut", whole.slice(0, -3), /end of file: expected 6 values \(2 x 3\), found 5/],
    ["a value too many", `${whole}7`, /line 8: expected 6 values/],
    ["a word", whole.replace("4 5", "4 x5"), /line 6: expected a number, found "x5"/],
    ["no corner", whole.replace("xllcorner 95\n", ""), /header key xllcorner: expected a number \(or xllcenter\), found nothing/],
    ["a cell size of 0", whole.replace("cellsize 10", "cellsize 0"), /header key cellsize: expected a cell size above 0, found 0/],
    ["a key twice", whole.replace("cellsize", "nrows 2\ncellsize"), /line 5: expected nrows once/],
    ["a size no such file can hold", whole.replace("nrows 2", "nrows 20000"), /end of file: expected 60000 values/],
    ["another format", "DSAA\n3 2\n", /line 1: expected ncols and nrows, found text/],
  ])("refuses %s", async (_, content, message) => {
    expect(await readError(esriAscii, { "a.asc": content }, local)).toMatchObject({
      code: "GAM_INPUT_CORRUPT",
      message: expect.stringMatching(message),
    });
  });
});

function haveGdal(): boolean {
  try {
    execFileSync("gdal_translate", ["--version"], { stdio: "ignore" });
    return true;
  } catch {
    console.warn("SKIPPED: GDAL's reading of the same files: gdal_translate is not installed (apt-get install gdal-bin)");
    return false;
  }
}

describe("one grid in many formats", () => {
  const files: readonly (readonly [ReaderPlugin, string, number])[] = [
    [surfer, "generated/surfer6_ascii.grd", 1e-9],
    [surfer, "generated/surfer6_binary.grd", 1e-9],
    [surfer, "generated/surfer7.grd", 1e-9],
    [surfer, "surfer/simple_surfer.grd", 1e-9],
    [surfer, "surfer/simple_surfer_masked.grd", 1e-9],
    [esriAscii, "generated/esri_ascii.asc", 1e-9],
  ];
  it.skipIf(!haveGdal()).each(files.map(([reader, name, tolerance]) => [name, reader, tolerance] as const))(
    "%s equals GDAL's reading",
    async (name, reader, tolerance) => {
      const path = dataFile(`formats/${name}`, "one grid in many formats");
      if (!path) return;
      const folder = await mkdtemp(join(tmpdir(), "gam-formats-"));
      try {
        const tiff = join(folder, "gdal.tif");
        execFileSync("gdal_translate", ["-q", "-ot", "Float64", "-co", "COMPRESS=NONE", path, tiff], {
          stdio: ["ignore", "ignore", "inherit"],
        });
        const context = await testContext();
        const [ours, gdals] = [
          await wholeGrid(await reader.open(path, { crs: "EPSG:4326" }, context)),
          await wholeGrid(await geotiff.open(tiff, { crs: "EPSG:4326" }, context)),
        ];
        expect([ours.grid.rows, ours.grid.cols]).toEqual([gdals.grid.rows, gdals.grid.cols]);
        ours.grid.transform.forEach((value, i) => void expect(value).toBeCloseTo(gdals.grid.transform[i] as number, 8));
        ours.values.forEach((value, i) => {
          // GDAL compares blanks exactly, where Surfer blanks whatever is as large.
          const other = gdals.values[i] as number;
          const expected = other > 1.7e38 ? Number.NaN : other;
          if (Number.isNaN(value) !== Number.isNaN(expected) || Math.abs(value - expected) > tolerance)
            throw new Error(`sample ${i}: ${value}, GDAL ${other}`);
        });
      } finally {
        await rm(folder, { recursive: true });
      }
    },
  );
  it("the generated ESRI grid knows its CRS by its .prj", async () => {
    const path = dataFile("formats/generated/esri_ascii.asc", "an ESRI grid with .prj");
    if (path) expect((await wholeGrid(await esriAscii.open(path, {}, await testContext()))).grid.crs).toBe("EPSG:4326");
  });
});

const sample = (name: string, content: Content) => ({
  path: async () => {
    const path = join(await mkdtemp(join(tmpdir(), "gam-formats-")), basename(name));
    await writeFile(path, content);
    return path;
  },
  parameters: local,
});
describeReaderContract(surfer, {
  samples: [sample("a.grd", encodeSurfer6Ascii(spec)), sample("b.grd", encodeSurfer6Binary(spec)), sample("c.grd", encodeSurfer7(spec))],
});
describeReaderContract(esriAscii, {
  samples: [sample("a.asc", "ncols 3\nnrows 2\nxllcorner 95\nyllcorner 5\ncellsize 10\n4 5 -9999\n1 2 3\n")],
});
