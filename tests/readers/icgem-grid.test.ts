import { testContext } from "@geoanomaly/core/testing";
import { icgemGrid } from "@geoanomaly/plugin-reader-icgem";
import { describe, expect, it } from "vitest";
import { dataFile } from "./data-folder.js";
import { encodeIcgemGrid, type IcgemGridOptions } from "./encoders/icgem.js";
import { readError, readGrid, wholeGrid } from "./read-whole.js";

const values = [
  [1.25, -2.5, 3],
  [4, 5.5, -6],
];
const base: IcgemGridOptions = { west: 10, north: 40, step: 2, values };
const text = (options: Partial<IcgemGridOptions> = {}) => encodeIcgemGrid({ ...base, ...options });
const read = (content: string, parameters = {}) => readGrid(icgemGrid, { "a.gdf": content }, parameters);
const fail = (content: string) => readError(icgemGrid, { "a.gdf": content });

describe("reader icgem-grid", () => {
  it("reads rows from the north on nodes", async () => {
    const { grid, values: found } = await read(text());
    expect(found).toEqual(values.flat());
    expect(grid).toMatchObject({
      rows: 2,
      cols: 3,
      transform: [2, 0, 9, 0, -2, 41],
      registration: "node",
      crs: "EPSG:4326",
      quantity: { functional: "gravity-disturbance", unit: "mGal" },
      tideSystem: "tide-free",
      effectiveResolution: 2,
    });
  });

  it.each(["999", "9999.000", "99999.0000", "9999999.0000", "1.000000E+09"])("takes the gapvalue %s from the header", async (gapValue) => {
    const { values: found } = await read(
      text({
        gapValue,
        values: [
          [1, Number(gapValue), 3],
          [4, 5, 6],
        ],
      }),
    );
    expect(found[1]).toBeNaN();
    expect(found.filter(Number.isNaN)).toHaveLength(1);
  });

  it("finds out a gapvalue that lies, by the extremes of the header", async () => {
    const error = await fail(
      text({
        gapValue: "9999",
        values: [
          [1, 99_999, 3],
          [4, 99_999, 6],
        ],
        extremes: [1, 6],
      }),
    );
    expect(error).toMatchObject({ code: "GAM_INPUT_CORRUPT", message: expect.stringMatching(/line 21.*1\.\.6.*9999.*99999/) });
  });

  it("finds it out without extremes, by values that mark gaps elsewhere", async () => {
    expect(
      await fail(
        text({
          gapValue: "999",
          values: [
            [1, 99_999, 3],
            [4, 99_999, 6],
          ],
          extremes: false,
        }),
      ),
    ).toMatchObject({ code: "GAM_INPUT_CORRUPT" });
  });

  it("reads 0..360 and -180..180, and rows whose longitudes are a turn off", async () => {
    expect((await read(text({ west: 274 }))).grid.transform[2]).toBe(273);
    expect((await read(text({ west: -180 }))).grid.transform[2]).toBe(-181);
    expect((await read(text({ west: 350 }).replace(/^\s+350\.0000/gm, " -10.0000"))).values).toEqual(values.flat());
  });

  it("keeps the digits of absolute gravity", async () => {
    const { grid } = await read(
      text({
        functional: "gravity_ell  (centrifugal term included)",
        values: [
          [978_251.998254, 978_252.1, 978_252.2],
          [1e6, 1e6, 1e6],
        ],
        head: ["height_over_ell 10000.0 m"],
      }),
    );
    const rows = await grid.readDouble?.(0, 1, new AbortController().signal);
    expect(rows?.[0]).toBe(978_251.998254);
    expect(grid).toMatchObject({ quantity: { functional: "gravity", unit: "mGal" }, height: { metres: 10_000, datum: "ellipsoid" } });
  });

  it("reads heights over the geoid, their mean and each", async () => {
    const heights = [
      [0, 10, 20],
      [30, 40, 50],
    ];
    const { grid, values: found } = await read(text({ heights }));
    expect(found).toEqual(values.flat());
    expect(grid.height).toEqual({ metres: 25, datum: "geoid" });
    expect(Array.from((await grid.readHeight?.(1, 1, new AbortController().signal)) ?? [])).toEqual([30, 40, 50]);
  });

  it("converts units", async () => {
    const { grid, values: found } = await read(text({ functional: "potential_ell", unit: "m**2/s**2" }));
    expect(grid.quantity).toEqual({ functional: "gravity-potential", unit: "m2/s2" });
    expect(found).toEqual(values.flat());
    expect(
      (
        await read(
          text({
            unit: "m/s**2",
            values: [
              [1e-5, 2e-5],
              [3e-5, 4e-5],
            ],
          }),
        )
      ).values.map((v) => v.toFixed(4)),
    ).toEqual(["1.0000", "2.0000", "3.0000", "4.0000"]);
  });

  it("reads the last line without its end, CRLF, and blank lines at the end", async () => {
    expect((await read(text().trimEnd())).values).toEqual(values.flat());
    expect((await read(text().replaceAll("\n", "\r\n"))).values).toEqual(values.flat());
    expect((await read(`${text()}\n\n`)).values).toEqual(values.flat());
  });

  it.each<[string, (good: string) => string, RegExp]>([
    ["a missing row", (good) => good.trimEnd().split("\n").slice(0, -1).join("\n"), /end of file: expected 6 rows \(2 x 3\), found 5/],
    ["a row too many", (good) => `${good}  16.0 36.0 7\n`, /line 26: expected 6 rows, found more/],
    ["a broken number", (good) => good.replace("38.0000 4\n", "38.0000 4x\n"), /line 23: expected 3 numbers/],
    [
      "rows from the south",
      (good) =>
        good
          .replace(/ 40\.0000/g, " X")
          .replace(/ 38\.0000/g, " 40.0000")
          .replace(/ X/g, " 38.0000"),
      /line 20: expected longitude 10 latitude 40/,
    ],
    [
      "counts that contradict the limits",
      (good) => good.replace("latitude_parallels 2", "latitude_parallels 3"),
      /header key latitude_parallels\): expected 2.*found 3/,
    ],
    ["points that contradict the counts", (good) => good.replace("gridpoints 6", "gridpoints 7"), /header key number_of_gridpoints/],
    ["no head", () => "1 2 3\n", /header: expected a line end_of_head/],
    ["an unknown unit", (good) => good.replace("unit mgal", "unit furlong"), /header key unit\).*furlong/],
    [
      "more rows than the file can hold",
      (good) =>
        good
          .replace("latlimit_south 38", "latlimit_south -88")
          .replace("latitude_parallels 2", "latitude_parallels 65")
          .replace("gridpoints 6", "gridpoints 195"),
      /expected 195 rows .* bytes after the header/,
    ],
  ])("refuses %s, naming the place", async (_, spoil, message) => {
    expect(await fail(spoil(text()))).toMatchObject({ code: "GAM_INPUT_CORRUPT", message: expect.stringMatching(message) });
  });

  it("says that an HTML page stands where a grid should be", async () => {
    expect((await fail("<html><head><title>Oops</title></head></html>")).message).toContain('an HTML page titled "Oops"');
  });

  const andes = dataFile("icgem-gdf/geofisica1/eigen-6c3stat-andes.gdf", "a genuine ICGEM grid of absolute gravity");
  it.skipIf(!andes)("reads a genuine grid: its own declared extremes and count", async () => {
    const { grid } = await wholeGrid(await icgemGrid.open(andes as string, {}, await testContext()));
    const samples = (await grid.readDouble?.(0, grid.rows, new AbortController().signal)) as Float64Array;
    expect(samples).toHaveLength(23_711);
    let [min, max] = [Infinity, -Infinity];
    for (const value of samples) [min, max] = [Math.min(min, value), Math.max(max, value)];
    expect([max.toExponential(7), min.toExponential(7)]).toEqual(["9.8004427e+5", "9.7682290e+5"]);
  });
});
