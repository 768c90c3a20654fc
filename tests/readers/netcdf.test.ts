import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { testContext } from "@geoanomaly/core/testing";
import { netcdf } from "@geoanomaly/plugin-reader-netcdf";
import { beforeAll, describe, expect, it } from "vitest";
import { dataFile } from "./data-folder.js";
import { encodeClassicNetcdf } from "./encoders/classic-netcdf.js";
import { readError, readGrid, wholeGrid } from "./read-whole.js";

type Attributes = Readonly<Record<string, string | readonly number[]>>;

/** 2 rows from the south, 3 columns, packed as int16. */
function classic({ z = {}, lon = {}, file = {} }: { z?: Attributes; lon?: Attributes; file?: Attributes } = {}) {
  return encodeClassicNetcdf(
    [
      ["lat", 2],
      ["lon", 3],
    ],
    [
      { name: "lat", dimensions: [0], type: "float64", values: [-5, 5], attributes: { units: "degrees_north" } },
      { name: "lon", dimensions: [1], type: "float64", values: [10, 20, 30], attributes: { units: "degrees_east", ...lon } },
      {
        name: "z",
        dimensions: [0, 1],
        type: "int16",
        values: [1, 2, 3, 4, 5, -999],
        attributes: { units: "mGal", scale_factor: [0.5], add_offset: [100], _FillValue: [-999], ...z },
      },
    ],
    file,
  );
}
const read = (bytes: Uint8Array, parameters = {}) => readGrid(netcdf, { "a.nc": bytes }, parameters);

describe("reader netcdf, classic", () => {
  it("unpacks, turns the north up, and makes the fill value NaN", async () => {
    const { grid, values } = await read(classic());
    expect(values).toEqual([102, 102.5, Number.NaN, 100.5, 101, 101.5]);
    expect(grid).toMatchObject({ rows: 2, cols: 3, transform: [10, 0, 5, 0, -10, 10], registration: "node", quantity: { unit: "mGal" } });
  });
  it("learns cells from actual_range or node_offset", async () => {
    expect((await read(classic({ lon: { actual_range: [5, 35] } }))).grid.registration).toBe("area");
    expect((await read(classic({ file: { node_offset: [1] } }))).grid.registration).toBe("area");
    expect((await read(classic({ lon: { actual_range: [10, 30] } }))).grid.registration).toBe("node");
    expect((await read(classic(), { registration: "area" })).grid.registration).toBe("area");
  });
  it("takes functional, height and tide system from ICGEM's head where it is carried along", async () => {
    const icgem_metadata =
      "functional: gravity_ell (centrifugal term included)\ntide_system: tide_free\nheight_over_ell: 10000.0 m\nmax_used_degree: 720";
    expect((await read(classic({ z: { icgem_metadata } }))).grid).toMatchObject({
      quantity: { functional: "gravity", unit: "mGal" },
      height: { metres: 10_000, datum: "ellipsoid" },
      tideSystem: "tide-free",
    });
  });
  it("asks which variable where several could be meant", async () => {
    const variable = (name: string) => ({ name, dimensions: [0, 1], type: "float32", values: [1, 2, 3, 4] }) as const;
    const axes = [
      { name: "lat", dimensions: [0], type: "float64", values: [0, 1] },
      { name: "lon", dimensions: [1], type: "float64", values: [0, 1] },
    ] as const;
    const bytes = encodeClassicNetcdf(
      [
        ["lat", 2],
        ["lon", 2],
      ],
      [...axes, variable("a"), variable("b")],
    );
    expect(await readError(netcdf, { "a.nc": bytes })).toMatchObject({
      code: "GAM_PARAMETER_INVALID",
      message: expect.stringContaining("a, b"),
    });
    expect((await read(bytes, { variable: "b" })).values).toEqual([3, 4, 1, 2]);
  });
  it("reads easting and northing in the CRS it is told, or that the file names", async () => {
    const projected = (axes: Attributes, more: Attributes = {}) =>
      encodeClassicNetcdf(
        [
          ["northing", 2],
          ["easting", 3],
        ],
        [
          { name: "northing", dimensions: [0], type: "float64", values: [7000, 7010], attributes: axes },
          { name: "easting", dimensions: [1], type: "float64", values: [500, 510, 520], attributes: axes },
          { name: "z", dimensions: [0, 1], type: "float32", values: [1, 2, 3, 4, 5, 6], attributes: more },
        ],
        { spatial_ref: typeof more.grid_mapping === "string" ? 'PROJCS["WGS_1984_UTM_Zone_33N",GEOGCS["x"]]' : "" },
      );
    const { grid, values } = await read(projected({ units: "m" }), { crs: "local" });
    expect(values).toEqual([4, 5, 6, 1, 2, 3]);
    expect(grid).toMatchObject({ crs: "local", transform: [10, 0, 495, 0, -10, 7015], effectiveResolution: 10 });
    expect((await read(projected({ units: "km" }), { crs: "EPSG:32633" })).grid.transform).toEqual([
      10_000, 0, 495_000, 0, -10_000, 7_015_000,
    ]);
    expect((await read(projected({ units: "m" }, { grid_mapping: "crs" }))).grid.crs).toBe("EPSG:32633");
    expect(await readError(netcdf, { "a.nc": projected({ units: "m" }) })).toMatchObject({
      code: "GAM_INPUT_CORRUPT",
      message: expect.stringMatching(/axes: expected degrees.*say its crs/),
    });
    expect(await readError(netcdf, { "a.nc": classic() }, { crs: "EPSG:32633" })).toMatchObject({
      message: expect.stringMatching(/axes: expected metres, for coordinates in EPSG:32633, found the unit "degrees_east"/),
    });
  });
  it.each([
    [0, [10, 0, -5, 0, -5, 22.5]],
    [1, [20 / 3, 0, 0, 0, -2.5, 20]],
  ])("reads GMT's old layout, north row first, node_offset %d", async (node_offset, transform) => {
    const pair = (name: string, values: readonly number[]) => ({ name, dimensions: [0], type: "float64", values }) as const;
    const bytes = encodeClassicNetcdf(
      [
        ["side", 2],
        ["xysize", 6],
      ],
      [
        pair("x_range", [0, 20]),
        pair("y_range", [15, 20]),
        pair("z_range", [1, 6]),
        pair("spacing", node_offset ? [20 / 3, 2.5] : [10, 5]),
        { name: "dimension", dimensions: [0], type: "int16", values: [3, 2] },
        { name: "z", dimensions: [1], type: "float32", values: [1, 2, 3, 4, 5, 6], attributes: { node_offset: [node_offset] } },
      ],
    );
    for (const crs of ["EPSG:4326", "local"]) {
      const { grid, values } = await read(bytes, { crs });
      expect(values).toEqual([1, 2, 3, 4, 5, 6]);
      expect(grid).toMatchObject({ crs, registration: node_offset ? "area" : "node" });
      grid.transform.forEach((value, i) => void expect(value).toBeCloseTo(transform[i] as number, 12));
    }
  });
  it.each<[string, Uint8Array, RegExp]>([
    ["a file that was cut", classic().subarray(0, classic().length - 8), /variable z.*truncated/],
    ["half a header", classic().subarray(0, 60), /byte \d+: expected more of the header/],
    ["an HTML page", Buffer.from("<html><title>Busy</title></html>"), /an HTML page titled "Busy"/],
    [
      "no grid",
      encodeClassicNetcdf([["n", 2]], [{ name: "n", dimensions: [0], type: "float64", values: [1, 2] }]),
      /expected a variable on latitude and longitude, found n \(2\)/,
    ],
  ])("refuses %s", async (_, bytes, message) => {
    expect(await readError(netcdf, { "a.nc": bytes })).toMatchObject({
      code: "GAM_INPUT_CORRUPT",
      message: expect.stringMatching(message),
    });
  });
  it("refuses an axis that is not regular, and a unit nobody knows", async () => {
    const bytes = Buffer.from(classic());
    const at = bytes.indexOf(Buffer.from(new Float64Array([20]).buffer).reverse());
    bytes.writeDoubleBE(21, at);
    expect(await readError(netcdf, { "a.nc": bytes })).toMatchObject({
      message: expect.stringMatching(/variable lon, index 1: expected 20/),
    });
    expect(await readError(netcdf, { "a.nc": classic({ z: { units: "furlong" } }) })).toMatchObject({ code: "GAM_INPUT_UNREADABLE" });
  });
});

describe("reader netcdf, NetCDF-4", () => {
  let bytes: Uint8Array;
  beforeAll(async () => {
    const { default: h5wasm } = await import("h5wasm/node");
    await h5wasm.ready;
    const folder = await mkdtemp(join(tmpdir(), "gam-netcdf-"));
    const path = join(folder, "a.nc");
    const file = new h5wasm.File(path, "w");
    file.create_dataset({ name: "latitude", data: new Float64Array([5, -5]) }).create_attribute("units", "degrees_north");
    file.create_dataset({ name: "longitude", data: new Float64Array([10, 20, 30]) }).create_attribute("units", "degrees_east");
    const z = file.create_dataset({
      name: "z",
      data: new Uint16Array([1, 2, 3, 4, 5, 65000]),
      shape: [2, 3],
      chunks: [2, 3],
      compression: "gzip",
      compression_opts: 4,
    });
    z.create_attribute("scale_factor", 0.1);
    z.create_attribute("add_offset", 974_748.625);
    z.create_attribute("_FillValue", 65000, null, "<H");
    z.create_attribute("units", "mGal");
    file.close();
    bytes = await readFile(path);
    await rm(folder, { recursive: true });
  });

  it("unpacks to doubles", async () => {
    const { grid } = await read(bytes);
    const rows = await grid.readDouble?.(0, 2, new AbortController().signal);
    expect(Array.from(rows ?? [])).toEqual([1, 2, 3, 4, 5].map((value) => value * 0.1 + 974_748.625).concat(Number.NaN));
    expect(grid.transform).toEqual([10, 0, 5, 0, -10, 10]);
  });
  it("refuses a file that was cut", async () => {
    expect(await readError(netcdf, { "a.nc": bytes.subarray(0, bytes.length - 500) })).toMatchObject({ code: "GAM_INPUT_CORRUPT" });
  });

  const gmt = ["gmt_nf.nc", "gmt_ns_int16.nc", "gmt_cf_v3_classic.grd", "gdal_cf.nc"];
  it.each(gmt)("reads %s like GDAL reads the same grid as GeoTIFF", async (name) => {
    const path = dataFile(`formats/generated/${name}`, "one grid in many formats");
    const tiff = dataFile("formats/generated/geotiff_nodata99999.tif", "one grid in many formats");
    if (!path || !tiff) return;
    const { geotiff } = await import("@geoanomaly/plugin-reader-geotiff");
    const context = await testContext();
    const [found, expected] = [
      await wholeGrid(await netcdf.open(path, {}, context)),
      await wholeGrid(await geotiff.open(tiff, {}, context)),
    ];
    found.grid.transform.forEach((value, index) => void expect(value).toBeCloseTo(expected.grid.transform[index] as number, 9));
    // int16 grids are rounded to a tenth.
    const tolerance = name.includes("int16") ? 0.0501 : 1e-4;
    found.values.forEach((value, index) => {
      const other = expected.values[index] as number;
      if (Number.isNaN(other) !== Number.isNaN(value) || Math.abs(other - value) > tolerance)
        throw new Error(`sample ${index}: ${value}, expected ${other}`);
    });
  });
});
