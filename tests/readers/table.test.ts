import { execFileSync } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { PointSet } from "@geoanomaly/core";
import { describeReaderContract, testContext } from "@geoanomaly/core/testing";
import { table } from "@geoanomaly/plugin-reader-table";
import { describe, expect, it } from "vitest";
import { dataFile } from "./data-folder.js";
import { readError, withFiles } from "./read-whole.js";

const gravity = { functional: "gravity", unit: "mGal" } as const;
const places = { longitude: "lon", latitude: "lat", value: "g" } as const;
/** 20 stations around 18 E, 34 S with absolute gravity and heights. */
const rows = Array.from({ length: 20 }, (_, i) => [18 + i / 10, -34 + i / 20, 100 + i, 979_600 + (i % 7) * 10] as (number | string)[]);
const text = (changed: Readonly<Record<number, string>> = {}, extra: readonly string[] = []) =>
  `lon,lat,h,g\n${[...rows.map((row, i) => changed[i] ?? row.join(",")), ...extra].join("\n")}\n`;

interface Reading {
  readonly points: PointSet;
  readonly facts: Readonly<Record<string, unknown>>;
  readonly warnings: readonly string[];
}

async function read(content: string, parameters: Readonly<Record<string, unknown>> = {}): Promise<Reading> {
  const context = await testContext();
  let facts: Readonly<Record<string, unknown>> = {};
  const data = await withFiles({ "a.csv": content }, (path) =>
    table.open(
      path,
      { columns: { ...places, upward: "h" }, quantity: gravity, ...parameters },
      {
        ...context,
        report: (more) => {
          facts = { ...facts, ...more };
        },
      },
    ),
  );
  if (data.kind !== "points") throw new Error(`expected points, found ${data.kind}`);
  return { points: data.points, facts, warnings: context.logged.filter(({ level }) => level === "warn").map(({ message }) => message) };
}

const refusal = (content: string, parameters: Readonly<Record<string, unknown>> = {}) =>
  readError(table, { "a.csv": content }, { columns: { ...places, upward: "h" }, quantity: gravity, ...parameters });

describe("reader table", () => {
  it("takes columns by name, with lines of the source", async () => {
    const { points, facts } = await read(text());
    expect(Array.from(points.easting)).toEqual(rows.map(([lon]) => lon));
    expect(Array.from(points.northing)).toEqual(rows.map(([, lat]) => lat));
    expect(Array.from(points.upward ?? [])).toEqual(rows.map(([, , h]) => h));
    expect(Array.from(points.values)).toEqual(rows.map((row) => row[3]));
    expect(Array.from(points.sourceLines ?? [])).toEqual(rows.map((_, i) => i + 2));
    expect(points).toMatchObject({ crs: "EPSG:4326", quantity: gravity, height: { metres: 109.5, datum: "unknown" } });
    expect(facts).toMatchObject({ rows: 20, readings: 20, badRows: [] });
  });

  it("converts units, then factor and offset; a unit in the header counts", async () => {
    const { points } = await read("E [km]\tN [km]\tg (gu)\th (ft)\tsd\n1\t2\t-5\t100\t2\n2\t3\t-4\t200\t3\n", {
      columns: {
        easting: { column: "e", offset: 500_000 },
        northing: "N",
        value: { column: "g", factor: -1, offset: 7 },
        uncertainty: "sd",
        height: { column: "h", unit: "ft" },
      },
      crs: "local",
    });
    expect(Array.from(points.easting)).toEqual([501_000, 502_000]);
    expect(Array.from(points.northing)).toEqual([2000, 3000]);
    expect(Array.from(points.values)).toEqual([7.5, 7.4]);
    expect(Array.from(points.uncertainty ?? [])).toEqual([0.2, 0.30000000000000004]);
    expect(points.upward?.[0]).toBeCloseTo(30.48, 12);
  });

  it("keeps lines and times, and takes years as time and epoch", async () => {
    const columns = { ...places, line: "flight", time: "when" };
    const { points } = await read(
      "flight,lon,lat,g,when\nL1,18,-34,1,2001-02-03T04:05:06Z\nT9,18.1,-34,2,2001/02/03 04:05:06+01:00\nL1,18.2,-34,3,\n",
      { columns },
    );
    expect(points.lines?.names).toEqual(["L1", "T9"]);
    expect(Array.from(points.lines?.of ?? [])).toEqual([0, 1, 0]);
    const second = Date.UTC(2001, 1, 3, 4, 5, 6) / 1000;
    expect(Array.from(points.time ?? [])).toEqual([second, second - 3600, Number.NaN]);
    const dated = await read("lon,lat,g,year\n18,-34,1,1955\n18.1,-34,2,1957\n", {
      columns: places,
      epoch: { column: "year", offset: 0.5 },
    });
    expect(dated.points.epoch).toBe(1956.5);
    expect(dated.points.time?.[0]).toBe((Date.UTC(1955, 0, 1) + Date.UTC(1956, 0, 1)) / 2000);
  });

  it("makes sentinels, empty cells and dummies NaN, and counts them", async () => {
    const { points, facts } = await read("lon,lat,h,g\n1,2,3,-9999\n1,3,3,\n1,4,3,*\n1,5,3,4\n", { noData: [-9999] });
    expect(Array.from(points.values)).toEqual([Number.NaN, Number.NaN, Number.NaN, 4]);
    expect(facts.noData).toEqual({ count: 3, lines: [2, 3, 4] });
  });

  it("reads quoted cells, other delimiters, comments, CRLF and a byte order mark", async () => {
    const columns = { ...places, line: "name" };
    const quoted = await read(
      '\ufeff"lon","lat","g","name"\r\n# note\r\n18,-34,1,"a ""b"", c"\r\n\r\n18.1,-34,2,"two\nlines"\r\n18.2,-34,3,ü\r\n',
      {
        columns,
      },
    );
    expect(quoted.points.lines?.names).toEqual(['a "b", c', "two\nlines", "ü"]);
    expect(Array.from(quoted.points.sourceLines ?? [])).toEqual([3, 5, 7]);
    const blanks = await read("  lon   lat g\n 18  -34  1\n19 -33 2 \n", { columns: places });
    expect(Array.from(blanks.points.values)).toEqual([1, 2]);
    const bare = await read("18;-34;1\n19;-33;2\n", { columns: places, header: ["lon", "lat", "g"], delimiter: "semicolon" });
    expect(Array.from(bare.points.easting)).toEqual([18, 19]);
  });

  it.each<[string, Readonly<Record<string, unknown>>, RegExp]>([
    ["no columns", { columns: undefined }, /columns: expected an object/],
    ["a column that is not there", { columns: { ...places, value: "gz" } }, /columns\.value: expected one of lon, lat, h, g, found gz/],
    ["easting without a CRS", { columns: { easting: "lon", northing: "lat", value: "g" } }, /crs: expected the CRS/],
    ["degrees with a projected CRS", { crs: "EPSG:32733" }, /crs: expected a CRS in degrees/],
    ["no quantity", { quantity: undefined }, /quantity: expected functional and unit/],
    [
      "a unit of something else",
      { columns: { ...places, value: { column: "g", unit: "nT" } } },
      /columns\.value\.unit: expected a unit of mGal, found nT/,
    ],
    ["longitude with northing", { columns: { longitude: "lon", northing: "lat", value: "g" } }, /longitude with latitude/],
    ["an option nobody knows", { skip: true }, /skip: expected one of/],
  ])("refuses %s", async (_, parameters, message) => {
    expect(await refusal(text(), parameters)).toMatchObject({ code: "GAM_PARAMETER_INVALID", message: expect.stringMatching(message) });
  });
});

describe("reader table names bad rows by their lines", () => {
  type Damage = readonly [name: string, content: string, message: RegExp, parameters?: Readonly<Record<string, unknown>>];
  const damage: readonly Damage[] = [
    ["a repeated header", text({ 7: "lon,lat,h,g" }), /line 9: .*the header once more \[repeated-header\] \(line 9/],
    [
      "units in cells",
      text({ 3: "18.3,-33.8,12.3 ft,979610", 4: "18.4,-33.8,41ft,979610" }),
      /lines 5, 6: .*\[unit-in-cell\] \(lines 5, 6: "12.3 ft" in column h\)/,
    ],
    ["text in cells", text({ 3: "18.3,-33.8,103,abc" }), /line 5: .*\[not-a-number\].*"abc" in column g/],
    ["missing fields", text({ 3: "18.3,-33.8,103" }), /line 5: .*\[wrong-number-of-fields\].*3 fields, the header has 4/],
    ["a missing place", text({ 3: ",-33.8,103,979610" }), /line 5: .*\[missing-place\]/],
    [
      "a latitude beyond 90",
      text({ 3: "18.3,-133.8,103,979610" }),
      /line 5: .*\[swapped-coordinates\] \(line 5: longitude 18.3, latitude -133.8\)/,
    ],
    ["swapped coordinates that are still on the Earth", text({ 3: "-33.8,18.3,103,979610" }), /line 5: .*\[swapped-coordinates\]/],
    [
      "a place outside the bounds",
      text({ 3: "25,-33.8,103,979610" }),
      /line 5: .*\[outside-bounds\]/,
      { bounds: { west: 17, south: -35, east: 21, north: -32 } },
    ],
    ["metres in degrees", text({ 3: "18300,-33800,103,979610" }), /line 5: .*\[crs-mismatch\].*are not degrees/],
    [
      "one gravity in Gal",
      text({ 3: "18.3,-33.8,103,979.61" }),
      /line 5: .*\[mixed-units\] \(line 5: 979.61 in column g, about 1000 times too small\)/,
    ],
    ["one gravity in m/s2", text({ 3: "18.3,-33.8,103,9.7961" }), /line 5: .*\[mixed-units\].*about 100000 times too small/],
    [
      "heights in feet",
      text({ 3: `18.3,-33.8,${103 / 0.3048},979610`, 4: `18.4,-33.8,${104 / 0.3048},979610` }),
      /lines 5, 6: .*\[mixed-units\].*column h, about 3.2808 times too large/,
    ],
  ];
  it.each(damage.map((one) => [one[0], one] as const))("%s", async (_, [, content, message, parameters = {}]) => {
    expect(await refusal(content, parameters)).toMatchObject({ code: "GAM_INPUT_CORRUPT", message: expect.stringMatching(message) });
    const { points, facts, warnings } = await read(content, { ...parameters, onBadRow: "skip" });
    const [{ count, lines }] = facts.badRows as [{ count: number; lines: number[] }];
    expect(points.values.length).toBe(20 - count);
    for (const line of lines) expect(points.sourceLines).not.toContain(line);
    expect(warnings.join("\n")).toMatch(/left out/);
    expect(warnings.join("\n")).toContain(`${lines[0]}`);
  });

  it("several kinds in one error, with the first five lines of each and its count", async () => {
    const changed = Object.fromEntries(Array.from({ length: 7 }, (_, i) => [i, `18,-34,${i} ft,979600`]));
    const { message } = await refusal(text({ ...changed, 12: "lon,lat,h,g" }));
    expect(message).toMatch(/lines 2, 3, 4, 5, 6 and 3 more: /);
    expect(message).toMatch(/\[unit-in-cell\] \(lines 2, 3, 4, 5, 6 and 2 more.*\[repeated-header\] \(line 14/);
  });

  it("a CRS that does not match is not skipped: most rows would go", async () => {
    const columns = { easting: "lon", northing: "lat", value: "g" };
    for (const onBadRow of ["error", "skip"]) {
      expect(await refusal(text(), { columns, crs: "EPSG:32734", onBadRow })).toMatchObject({
        message: expect.stringMatching(/lines 2, 3, 4, 5, 6 and 15 more.*look like degrees, not coordinates of EPSG:32734/),
      });
    }
    const metres = "x,y,v\n512000,7455800,1\n513000,7456800,2\n514000,7456800,2\n";
    const xy = { easting: "x", northing: "y", value: "v" };
    expect(await refusal(metres, { columns: xy, crs: "EPSG:4326" })).toMatchObject({
      message: expect.stringMatching(/lines 2, 3, 4: .*are not degrees/),
    });
    expect(await refusal(metres, { columns: { easting: "y", northing: "x", value: "v" }, crs: "EPSG:32750" })).toMatchObject({
      message: expect.stringMatching(/lines 2, 3, 4: .*\[swapped-coordinates\]/),
    });
    expect((await read(metres, { columns: xy, crs: "EPSG:32750" })).points.values).toHaveLength(3);
  });

  it("columns named the wrong way round, by the bounds of the survey", async () => {
    const columns = { ...places, longitude: "lat", latitude: "lon" };
    const bounds = { west: 17, south: -35, east: 21, north: -32 };
    for (const onBadRow of ["error", "skip"]) {
      expect(await refusal(text(), { columns, bounds, onBadRow })).toMatchObject({
        message: expect.stringMatching(/lines 2, 3, 4, 5, 6 and 15 more: .*\[swapped-coordinates\]/),
      });
    }
  });

  it("runs of an anomaly in another unit, and a single reading beyond any anomaly", async () => {
    const anomalies = Array.from({ length: 160 }, (_, i) => 30 * Math.sin(i / 5) + 7 * Math.cos(i));
    const content = (change: (value: number, i: number) => number) =>
      `lon,lat,g\n${anomalies.map((value, i) => `${18 + i / 100},${-34 + i / 300},${change(value, i)}`).join("\n")}\n`;
    const parameters = { columns: places, quantity: { functional: "bouguer-anomaly", unit: "mGal" } };
    expect(
      (
        await read(
          content((value) => value),
          parameters,
        )
      ).warnings,
    ).toEqual([]);
    const run = await refusal(
      content((value, i) => (i >= 64 && i < 96 ? 1000 * value : value)),
      parameters,
    );
    expect(run.message).toMatch(/lines 66, 67, 68, 69, 70 and 27 more: .*\[mixed-units\]/);
    const single = await refusal(
      content((value, i) => (i === 50 ? 30_000 : value)),
      parameters,
    );
    expect(single.message).toMatch(/line 52: .*\[mixed-units\].*far beyond the rest/);
    expect(
      (
        await read(
          content((value, i) => (i === 50 ? 30_000 : value)),
          { ...parameters, accept: ["mixed-units"] },
        )
      ).points.values[50],
    ).toBe(30_000);
  });

  it("a line in feet within heights of a wide range, by the steps at its ends", async () => {
    const heights = Array.from({ length: 200 }, (_, i) => 900 + 800 * Math.sin(i / 30));
    const content = (change: (height: number, i: number) => number) =>
      `lon,lat,h,g\n${heights.map((height, i) => `${18 + i / 100},${-34 + i / 300},${change(height, i)},979600`).join("\n")}\n`;
    expect((await read(content((height) => height))).warnings).toEqual([]);
    const { message } = await refusal(content((height, i) => (i >= 80 && i < 100 ? height / 0.3048 : height)));
    expect(message).toMatch(/lines 82, 83, 84, 85, 86 and 15 more: .*\[mixed-units\].*column h, about 3.2808 times too large/);
    // Where the step is one from line to line, an aircraft may have climbed: named, and left in.
    const apart = content((height, i) => (i >= 80 && i < 100 ? height / 0.3048 : height)).split("\n");
    const lifted = apart.map((row, i) => (i >= 81 && i < 101 ? row.replace(/,-3\d\.\d+/, ",-30") : row)).join("\n");
    const { points, warnings, facts } = await read(lifted);
    expect(points.values).toHaveLength(200);
    expect(warnings.join()).toMatch(/perhaps in another unit, left in \(lines 82, 83, 84, 85, 86 and 15 more\)/);
    expect(facts.doubtfulRows).toMatchObject([{ kind: "mixed-units", count: 20, lines: [82, 83, 84, 85, 86] }]);
    expect((await read(lifted, { accept: ["mixed-units"] })).warnings).toEqual([]);
  });

  it("duplicate stations are reported, with both lines, and left to the stage", async () => {
    const { points, facts, warnings } = await read(text({}, ["18.2,-33.9,102,979999", "18.3,-33.85,103,979630"]));
    expect(points.values).toHaveLength(22);
    expect(facts.duplicateStations).toEqual({
      count: 2,
      different: 1,
      lines: [
        [4, 22],
        [5, 23],
      ],
    });
    expect(warnings.join()).toMatch(/2 readings repeat the place of an earlier one, 1 with another value \(lines 4 and 22; 5 and 23\)/);
  });

  it("another header in the middle is refused whatever onBadRow says: its columns stand elsewhere", async () => {
    expect(await refusal(text({ 9: "lat,lon,g,h" }), { onBadRow: "skip" })).toMatchObject({
      message: expect.stringMatching(/line 11: expected one table with one header/),
    });
  });

  it("a table without a header, an empty one, and an HTML page", async () => {
    expect(await refusal("1,2,3,4\n5,6,7,8\n")).toMatchObject({ message: expect.stringMatching(/line 1: expected a header/) });
    expect(await refusal("")).toMatchObject({ message: expect.stringMatching(/an empty file/) });
    expect(await refusal("lon,lat,h,g\n")).toMatchObject({ message: expect.stringMatching(/expected a header and readings/) });
    expect((await refusal('lon,lat,h,g\n1,2,3,4\n1,2,"3,4\n')).message).toMatch(/line 3/);
  });
});

describeReaderContract(table, {
  samples: [
    {
      path: async () => {
        const folder = await mkdtemp(join(tmpdir(), "gam-table-"));
        const path = join(folder, "a.csv");
        await writeFile(path, text());
        return path;
      },
      parameters: { columns: places, quantity: gravity },
      detectsTruncation: false, // nothing in a table says how many rows it should have
    },
  ],
});

describe("reader table on real surveys", () => {
  const surveys = [
    {
      path: "fatiando-data/southern-africa-gravity/southern-africa-gravity.csv.xz",
      parameters: {
        columns: { longitude: "longitude", latitude: "latitude", upward: "height_sea_level_m", value: "gravity_mgal" },
        quantity: gravity,
        height: { datum: "geoid" },
      },
      count: 14_359,
      first: [18.34444, -34.12971, 979_656.12],
    },
    {
      path: "fatiando-data/osborne-magnetic/osborne-magnetic.csv.xz",
      parameters: {
        columns: {
          longitude: "longitude",
          latitude: "latitude",
          upward: "height_orthometric_m",
          value: "total_field_anomaly_nt",
          line: "flight_line",
        },
        quantity: { functional: "total-field-anomaly", unit: "nT" },
      },
      count: 990_987,
      first: [140.66411, -21.86833, -124],
    },
    {
      path: "fatiando-data/britain-magnetic/britain-magnetic.csv.xz",
      parameters: {
        columns: {
          longitude: "longitude",
          latitude: "latitude",
          upward: "height_m",
          value: "total_field_anomaly_nt",
          line: "line_and_segment",
        },
        epoch: { column: "year", offset: 0.5 },
        quantity: { functional: "total-field-anomaly", unit: "nT" },
      },
      count: 541_508,
      first: [-1.74162, 53.48164, 62],
    },
  ] as const;
  it.each(surveys)("$path", async ({ path, parameters, count, first }) => {
    const packed = dataFile(path, "a real survey table");
    if (!packed) return;
    const folder = await mkdtemp(join(tmpdir(), "gam-table-"));
    try {
      const plain = join(folder, "survey.csv");
      await writeFile(plain, execFileSync("xz", ["-dc", packed], { maxBuffer: 2 ** 30 }));
      const context = await testContext();
      const started = performance.now();
      const data = await table.open(plain, parameters, context);
      console.log(
        `${path}: ${((performance.now() - started) / 1000).toFixed(2)} s; ${context.logged.map(({ message }) => message.slice(-160)).join()}`,
      );
      if (data.kind !== "points") throw new Error("expected points");
      const { values, easting, northing, sourceLines } = data.points;
      expect(values).toHaveLength(count);
      expect([easting[0], northing[0], values[0]]).toEqual(first);
      expect(sourceLines?.at(-1)).toBe(count + 1);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
