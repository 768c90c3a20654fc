import { mkdtemp, open, readdir, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { describeReaderContract, testContext } from "@geoanomaly/core/testing";
import { geosoft } from "@geoanomaly/plugin-reader-geosoft";
import { netcdf } from "@geoanomaly/plugin-reader-netcdf";
import { describe, expect, it } from "vitest";
import { dataFile } from "./data-folder.js";
import { encodeGeosoft, type GeosoftSpec } from "./encoders/geosoft.js";
import { readError, readGrid, wholeGrid } from "./read-whole.js";

const rows = [
  [1, 2, 3],
  [4, -1e32, 6],
  [7, 8, 9],
  [10, 11, 12],
  [13, 14, 15],
];
const northFirst = [13, 14, 15, 10, 11, 12, 7, 8, 9, 4, Number.NaN, 6, 1, 2, 3];
const spec: GeosoftSpec = { x: 100, y: 200, step: [10, 20], rows };
const local = { crs: "local" };

describe("reader geosoft", () => {
  it.each<[string, GeosoftSpec]>([
    ["rows", spec],
    ["columns", { ...spec, columnOrder: true }],
    ["compressed blocks", { ...spec, compressed: true }],
    ["doubles", { ...spec, type: "float64", compressed: true, columnOrder: true }],
  ])("turns the north up: %s", async (_, given) => {
    const { grid, values } = await readGrid(geosoft, { "a.grd": encodeGeosoft(given) }, local);
    expect(values).toEqual(northFirst);
    expect(grid).toMatchObject({
      rows: 5,
      cols: 3,
      transform: [10, 0, 95, 0, -20, 290],
      registration: "node",
      crs: "local",
      effectiveResolution: 20,
    });
  });
  it("scales integers and makes their dummy NaN", async () => {
    const bytes = encodeGeosoft({ ...spec, rows: [[100, -32_767]], type: "int16", base: 5, multiplier: 10 });
    expect((await readGrid(geosoft, { "a.grd": bytes }, local)).values).toEqual([15, Number.NaN]);
  });
  it("takes the CRS from the files beside it, and asks where none is", async () => {
    const bytes = encodeGeosoft(spec);
    const xml = (attributes: string) => `<a value="&lt;projection wellknown_epsg=&quot;4326&quot;"/>\n<projection type="X" ${attributes}>`;
    const crs = async (files: Readonly<Record<string, string>>) => (await readGrid(geosoft, { "a.grd": bytes, ...files })).grid.crs;
    expect(await crs({ "a.grd.xml": xml('name="AGD66 / AMG zone 54" wellknown_epsg="20254"') })).toBe("EPSG:20254");
    expect(await crs({ "a.grd.xml": xml('name="WGS 84 / UTM zone 9N"') })).toBe("EPSG:32609");
    expect(await crs({ "a.grd.gi": "\0\0NAD27 / UTM zone 9N\0NAD27 to WGS 84 (4)\0UTM zone 9N" })).toBe("EPSG:26709");
    expect(await readError(geosoft, { "a.grd": bytes, "a.grd.xml": xml('name="Mine"') })).toMatchObject({
      code: "GAM_PARAMETER_INVALID",
      message: expect.stringMatching(/crs: expected the CRS/),
    });
  });
  const broken = (change: (bytes: Buffer) => void, given = spec) => {
    const bytes = Buffer.from(encodeGeosoft(given));
    change(bytes);
    return bytes;
  };
  const packed = { ...spec, compressed: true };
  it.each<[string, Uint8Array, RegExp]>([
    ["a file that was cut", encodeGeosoft(spec).subarray(0, 550), /size: expected 572 bytes \(5 x 3 elements of 4 bytes\), found 550/],
    ["half a header", encodeGeosoft(spec).subarray(0, 100), /byte 0: expected a header of 512 bytes/],
    ["a compressed file that was cut", encodeGeosoft(packed).subarray(0, -3), /block 2 within/],
    [
      "a damaged block",
      broken((bytes) => void bytes.fill(0x55, bytes.length - 12), packed),
      /block 2, byte \d+: expected a whole zlib stream/,
    ],
    ["an element size of 3", broken((bytes) => void bytes.writeInt32LE(3)), /byte 0: expected an element size/],
    ["a spacing of 0", broken((bytes) => void bytes.writeDoubleLE(0, 20)), /byte 20: expected an element spacing above 0/],
    [
      "more blocks than vectors need",
      broken((bytes) => void bytes.writeInt32LE(9, 520), packed),
      /expected 3 blocks \(5 vectors, 2 in a block\), found 9/,
    ],
    ["a size no such file can hold", broken((bytes) => void bytes.writeInt32LE(9_999_999, 8), packed), /byte 8: expected at most/],
  ])("refuses %s", async (_, bytes, message) => {
    expect(await readError(geosoft, { "a.grd": bytes }, local)).toMatchObject({
      code: "GAM_INPUT_CORRUPT",
      message: expect.stringMatching(message),
    });
  });
  it("refuses what it cannot read, with the reason", async () => {
    for (const [bytes, message] of [
      [encodeGeosoft({ ...spec, rotation: 30 }), /rotated by 30 degrees/],
      [broken((bytes) => void bytes.writeInt32LE(3, 4)), /colours/],
      [broken((bytes) => void bytes.writeInt32LE(1, 516), packed), /LZRW1/],
    ] as const)
      expect(await readError(geosoft, { "a.grd": bytes }, local)).toMatchObject({
        code: "GAM_INPUT_UNREADABLE",
        message: expect.stringMatching(message),
      });
  });
});

/** Count, least, greatest and mean of the samples as Geosoft's own programs wrote them into the header. */
async function ownStatistics(path: string) {
  const file = await open(path);
  try {
    const { buffer } = await file.read(Buffer.alloc(512), 0, 512, 0);
    return { count: buffer.readInt32LE(156), min: buffer.readFloatLE(160), max: buffer.readFloatLE(164), mean: buffer.readFloatLE(172) };
  } finally {
    await file.close();
  }
}

describe("reader geosoft on genuine grids", () => {
  const genuine = [
    ["geosoft/loop3d_test_compressed.grd", "EPSG:4326"],
    ["geosoft/loop3d_test_uncompressed.grd", undefined],
    ["geosoft/gxpy/bhn_tmi_250m.grd", "EPSG:20253"],
    ["geosoft/gxpy/test_agg_utm.grd", "EPSG:20254"],
    ["geosoft/gxpy/test_grid_1.grd", "EPSG:4326"],
    ["geosoft/gxpy/test_grid_2.grd", "EPSG:4326"],
  ] as const;
  it.each(genuine)("%s has the statistics its header says", async (name, crs) => {
    const path = dataFile(`formats/${name}`, "Geosoft's own grids");
    if (!path) return;
    const { grid, values } = await wholeGrid(await geosoft.open(path, crs ? {} : local, await testContext()));
    if (crs) expect(grid.crs).toBe(crs);
    const own = await ownStatistics(path);
    const valid = values.filter((value) => !Number.isNaN(value));
    expect(valid).toHaveLength(own.count);
    expect(valid.reduce((least, value) => Math.min(least, value))).toBe(own.min);
    expect(valid.reduce((most, value) => Math.max(most, value))).toBe(own.max);
    expect(valid.reduce((sum, value) => sum + value, 0) / valid.length).toBeCloseTo(own.mean, 3);
  });
  it("mag.grd stands in columns, one per easting", async () => {
    const path = dataFile("formats/geosoft/gxpy/mag.grd", "a grid in column order");
    if (!path) return;
    const { grid, values } = await wholeGrid(await geosoft.open(path, { crs: "EPSG:26909" }, await testContext()));
    expect(grid).toMatchObject({ rows: 279, cols: 183, transform: [50, 0, 329_925, 0, -50, 6_629_150 + 278.5 * 50] });
    // Read the right way round a field is smooth in both directions; shuffled it would be noise.
    const step = (offset: number) => {
      let [sum, count] = [0, 0];
      for (let i = 0; i + offset < values.length; i++) {
        const difference = Math.abs((values[i] as number) - (values[i + offset] as number));
        if (difference >= 0) [sum, count] = [sum + difference, count + 1];
      }
      return sum / count;
    };
    expect(step(1) / step(50)).toBeLessThan(0.3);
    expect(step(183) / step(50)).toBeLessThan(0.5);
  });
  it("Harmonica's samples in every number type equal its own reading of them", async () => {
    const expectedFile = dataFile("formats/harmonica/om_expected.nc", "Harmonica's reading of Geosoft grids");
    if (!expectedFile) return;
    const expected = (await wholeGrid(await netcdf.open(expectedFile, local, await testContext()))).values;
    const names = (await readdir(dirname(expectedFile))).filter((name) =>
      /^om_(float|double|long|short|byte|compress|order)\.grd$/.test(name),
    );
    expect(names).toHaveLength(7);
    // One step of the integer types; their multipliers are 4.9 and 1275.
    const tolerance: Readonly<Record<string, number>> = { "om_byte.grd": 1 / 4.923, "om_short.grd": 1 / 1275 };
    for (const name of names) {
      const { grid, values } = await wholeGrid(await geosoft.open(join(dirname(expectedFile), name), local, await testContext()));
      expect(grid).toMatchObject({ rows: 49, cols: 50, transform: [1, 0, 0.5, 0, -1, 24.5] });
      for (const [i, value] of values.entries()) {
        const other = expected[i] as number;
        if (Number.isNaN(value) !== Number.isNaN(other) || Math.abs(value - other) > (tolerance[name] ?? 1e-5))
          throw new Error(`${name}, sample ${i}: ${value}, expected ${other}`);
      }
    }
    await expect(geosoft.open(join(dirname(expectedFile), "om_rotate.grd"), local, await testContext())).rejects.toThrow(/rotated by -30/);
    await expect(geosoft.open(join(dirname(expectedFile), "incomplete_grid.grd"), local, await testContext())).rejects.toThrow(
      /size: expected 10312 bytes/,
    );
  });
});

const sample = (given: GeosoftSpec) => ({
  path: async () => {
    const path = join(await mkdtemp(join(tmpdir(), "gam-geosoft-")), "a.grd");
    await writeFile(path, encodeGeosoft(given));
    return path;
  },
  parameters: local,
});
describeReaderContract(geosoft, { samples: [sample(spec), sample({ ...spec, compressed: true })] });
