import { execFileSync } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { RawData, ReaderPlugin } from "@geoanomaly/core";
import { describeReaderContract, testContext } from "@geoanomaly/core/testing";
import { tomofastObservations, ubcMesh, ubcModel, ubcObservations } from "@geoanomaly/plugin-reader-ubc";
import { describe, expect, it } from "vitest";
import { dataFile } from "./data-folder.js";
import { readError, withFiles } from "./read-whole.js";

type Parameters = Readonly<Record<string, unknown>>;

async function openFile(reader: ReaderPlugin, path: string, parameters: Parameters = {}): Promise<{ data: RawData; facts: Parameters }> {
  const facts: Parameters = {};
  const context = { ...(await testContext()), report: (more: Parameters) => void Object.assign(facts, more) };
  return { data: await reader.open(path, parameters, context), facts };
}

async function pointsOf(reader: ReaderPlugin, path: string, parameters: Parameters = {}) {
  const { data, facts } = await openFile(reader, path, parameters);
  if (data.kind !== "points") throw new Error(`expected points, found ${data.kind}`);
  return { points: data.points, facts };
}

const readPoints = (reader: ReaderPlugin, content: string, parameters: Parameters = {}) =>
  withFiles({ "a.obs": content }, (path) => pointsOf(reader, path, parameters));

const magnetic = "! a comment\n 83 -32 60000 !! field\n83 -32\n\n3 ! count\n1 2 40 100 5\n2 3 41 -200 6 ! spike?\n3 4 42 3D2 7\n";
const gravity = "2\n10 20 5 -1.5 0.1\n11 21 6 2.5 0.2\n";

describe("reader ubc-observations", () => {
  it("reads magnetics and reports the main field", async () => {
    const { points, facts } = await readPoints(ubcObservations, magnetic);
    expect(facts).toEqual({ readings: 3, kind: "magnetic", mainField: { inclination: 83, declination: -32, intensity: 60_000 } });
    expect(points).toMatchObject({ crs: "local", quantity: { functional: "total-field-anomaly", unit: "nT" }, height: { metres: 41 } });
    expect(Array.from(points.easting)).toEqual([1, 2, 3]);
    expect(Array.from(points.northing)).toEqual([2, 3, 4]);
    expect(Array.from(points.upward ?? [])).toEqual([40, 41, 42]);
    expect(Array.from(points.values)).toEqual([100, -200, 300]);
    expect(Array.from(points.uncertainty ?? [])).toEqual([5, 6, 7]);
    expect(Array.from(points.sourceLines ?? [])).toEqual([6, 7, 8]);
  });
  it("reads gravity and topography, and takes what the user says of them", async () => {
    const parameters = {
      crs: "EPSG:32719",
      quantity: { functional: "bouguer-anomaly", unit: "mGal" },
      height: { datum: "geoid" },
      epoch: 2013,
    };
    expect((await readPoints(ubcObservations, gravity, parameters)).points).toMatchObject({
      ...parameters,
      height: { metres: 5.5, datum: "geoid" },
    });
    const bare = await readPoints(ubcObservations, "1\n1 2 3 4\n", { kind: "gravity", uncertainty: 0.5 });
    expect(Array.from(bare.points.uncertainty ?? [])).toEqual([0.5]);
    const ground = await readPoints(ubcObservations, "2\n1 2 3\n4 5 6\n", { kind: "topography" });
    expect(Array.from(ground.points.values)).toEqual([3, 6]);
    expect(ground.points.quantity).toEqual({ functional: "topography", unit: "m" });
  });
  it.each<[string, string, RegExp, Parameters?]>([
    ["a file without a header", "-80 -80 7.97 1.77\n-70 -80 7.4 1.7\n", /line 1: expected a UBC header.*reader table/],
    ["fewer rows than promised", "3\n1 2 3 4 5\n1 2 3 4 5\n", /end of file: expected 3 rows, as the header says, found 2 rows/],
    ["more rows than promised", "1\n1 2 3 4 5\n1 2 3 4 5\n", /line 3: expected 1 rows, as the header says, found one more/],
    ["a count that the file cannot hold", "100000\n1 2 3 4 5\n", /header: expected at most \d+ rows in \d+ bytes, found 100000 rows/],
    ["a short row", "2\n1 2 3 4 5\n1 2 3 4\n", /line 3: expected 5 numbers, found "1 2 3 4"/],
    ["a word", "2\n1 2 3 4 5\n1 2 x 4 5\n", /line 3: expected numbers, found "1 2 x 4 5"/],
    ["an uncertainty of zero", "1\n1 2 3 4 0\n", /line 2: expected a standard deviation above 0, found 0/],
    ["an inclination beyond 90", "93 0 50000\n93 0\n1\n1 2 3 4\n", /line 1: expected a UBC header/],
    ["a gravity header for magnetics", gravity, /line 1: expected inclination/, { kind: "magnetic" }],
    ["an HTML page", "<html><title>Gone</title></html>", /line 1: expected numbers, found an HTML page titled "Gone"/],
  ])("refuses %s", async (_, content, message, parameters = {}) => {
    expect(await readError(ubcObservations, { "a.obs": content }, parameters)).toMatchObject({
      code: "GAM_INPUT_CORRUPT",
      message: expect.stringMatching(message),
    });
  });
  it.each([
    ["1\n1 2 3\n", /kind: expected one of gravity, magnetic, topography, found nothing, and the file has rows of place and height/],
    ["1\n1 2 3 4\n", /Tomofast/],
    ["83 -32 60000\n90 0 1\n1\n1 2 3 4\n", /total-field anomalies.*inclination 90, declination 0/],
    ["83 -32 60000\n83 -32 0\n1\n1 2 3 4\n", /idir 0/],
  ])("asks what is meant by %j", async (content, message) => {
    expect(await readError(ubcObservations, { "a.obs": content })).toMatchObject({
      code: "GAM_PARAMETER_INVALID",
      message: expect.stringMatching(message),
    });
  });
  it("refuses SimPEG's tables, which have no header", async () => {
    for (const name of ["simpeg_tutorial_gravity_data.obs", "simpeg_tutorial_magnetics_data.obs"]) {
      const path = dataFile(`formats/ubc/${name}`, "observations without a header");
      if (path) await expect(pointsOf(ubcObservations, path)).rejects.toThrow(/line 1: expected a UBC header/);
    }
  });
});

describe("reader tomofast-observations", () => {
  const content = "  2\n 7455800.0 528550.0 -100.0 1.5E-004\n 7456800.0 528551.0 -101.0 -2.0E-005\n";
  it("turns x to northing, z up, and m/s2 to mGal", async () => {
    const { points } = await readPoints(tomofastObservations, content, { kind: "gravity", crs: "EPSG:28350" });
    expect(Array.from(points.easting)).toEqual([528_550, 528_551]);
    expect(Array.from(points.northing)).toEqual([7_455_800, 7_456_800]);
    expect(Array.from(points.upward ?? [])).toEqual([100, 101]);
    expect(points.values[0]).toBeCloseTo(15, 12);
    expect(points.values[1]).toBeCloseTo(-2, 12);
    const east = await readPoints(tomofastObservations, content, { kind: "magnetic", xAxis: "east", uncertainty: 2 });
    expect(east.points.easting[0]).toBe(7_455_800);
    expect(east.points).toMatchObject({ quantity: { functional: "total-field-anomaly", unit: "nT" } });
    expect(await readError(tomofastObservations, { "a.txt": content })).toMatchObject({ code: "GAM_PARAMETER_INVALID" });
  });
});

describe("readers ubc-mesh and ubc-model", () => {
  const mesh = "2 3 4 ! cells\n500 39000 10\n100 200\n3*50.0\n10 2*20\n40\n";
  /** Value of the cell i from the west, j from the south, k from the top. */
  const cell = (i: number, j: number, k: number) => 100 * (i + 1) + 10 * (j + 1) + (k + 1);
  const model = Array.from({ length: 3 }, (_, j) => Array.from({ length: 2 }, (_, i) => Array.from({ length: 4 }, (_, k) => cell(i, j, k))))
    .flat(2)
    .join("\n");

  it("reads widths from the west, south and top", async () => {
    await withFiles({ "a.msh": mesh }, async (path) => {
      const { data } = await openFile(ubcMesh, path, { crs: "EPSG:32619" });
      expect(data).toEqual({
        kind: "mesh",
        mesh: {
          crs: "EPSG:32619",
          origin: { easting: 500, northing: 39_000, upward: 10 },
          easting: Float64Array.of(100, 200),
          northing: Float64Array.of(50, 50, 50),
          downward: Float64Array.of(10, 20, 20, 40),
        },
      });
    });
  });
  it("puts each value into its cell, converts the unit, and makes sentinels NaN", async () => {
    await withFiles({ "a.sus": model.replace("112", "-100.0"), "a.msh": mesh, "a.den": model.replace("111", "-1e8") }, async (path) => {
      const { data, facts } = await openFile(ubcModel, path, { mesh: "a.msh" });
      if (data.kind !== "model") throw new Error("expected a model");
      expect(data.model.quantity).toEqual({ functional: "susceptibility", unit: "SI" });
      for (let k = 0; k < 4; k++)
        for (let j = 0; j < 3; j++)
          for (let i = 0; i < 2; i++)
            expect(data.model.values[(k * 3 + j) * 2 + i]).toBe(cell(i, j, k) === 112 ? Number.NaN : cell(i, j, k));
      expect(facts).toEqual({ cells: 24, inactive: 1 });
      const density = await openFile(ubcModel, path.replace(".sus", ".den"), { mesh: "a.msh" });
      if (density.data.kind !== "model") throw new Error("expected a model");
      expect(density.data.model.quantity).toEqual({ functional: "density-contrast", unit: "kg/m3" });
      expect(Array.from(density.data.model.values.subarray(0, 2))).toEqual([Number.NaN, 211_000]);
    });
  });
  it.each<[string, string, RegExp]>([
    ["half a mesh", "2 3 4\n500 39000 10\n100 200\n3*50.0\n10 2*20\n", /end of file: expected 4 thicknesses, found 3/],
    ["a number too many", `${mesh}7\n`, /line 7: expected no more numbers, found 1 more/],
    ["a width of zero", mesh.replace("100 200", "100 0"), /line 3: expected widths east above 0, found 0/],
    ["a count that is none", mesh.replace("2 3 4", "2 3.5 4"), /line 1: expected cells north, 1 to 100000, found 3.5/],
    ["a repetition beyond reason", mesh.replace("3*50.0", "999999999*50.0"), /line 4: expected numbers/],
  ])("refuses %s", async (_, content, message) => {
    expect(await readError(ubcMesh, { "a.msh": content })).toMatchObject({
      code: "GAM_INPUT_CORRUPT",
      message: expect.stringMatching(message),
    });
  });
  it("refuses a model that is not as long as its mesh, and a mesh outside its folder", async () => {
    const files = (content: string) => ({ "a.sus": content, "a.msh": mesh });
    const read = (content: string, parameters: Parameters = { mesh: "a.msh" }) => readError(ubcModel, files(content), parameters);
    expect(await read(model.slice(0, -4))).toMatchObject({
      message: expect.stringMatching(/end of file: expected 24 values \(2 x 3 x 4 cells\), found 23/),
    });
    expect(await read(`${model}\n1\n`)).toMatchObject({ message: expect.stringMatching(/line 25: expected 24 values/) });
    expect(await read(model, { mesh: "../a.msh" })).toMatchObject({ code: "GAM_PARAMETER_INVALID" });
    expect(await read(model, {})).toMatchObject({ code: "GAM_PARAMETER_INVALID" });
    expect(await readError(ubcModel, { "a.mod": model, "a.msh": mesh }, { mesh: "a.msh" })).toMatchObject({
      message: expect.stringMatching(/quantity: expected functional/),
    });
  });
});

async function generated(name: string, content: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "gam-ubc-"));
  await writeFile(join(folder, name), content);
  await writeFile(join(folder, "mesh.msh"), "1 1 4\n0 0 0\n10\n10\n4*5\n");
  return join(folder, name);
}

describeReaderContract(ubcObservations, {
  samples: [{ path: () => generated("a.mag", magnetic) }, { path: () => generated("a.grv", gravity) }],
});
describeReaderContract(tomofastObservations, {
  samples: [{ path: () => generated("a.txt", "2\n1 2 -3 4\n5 6 -7 8\n"), parameters: { kind: "gravity" } }],
});
describeReaderContract(ubcMesh, { samples: [{ path: () => generated("b.msh", "2 3 4\n500 39000 10\n100 200\n3*50.0\n10 2*20\n40\n") }] });
describeReaderContract(ubcModel, { samples: [{ path: () => generated("a.sus", "1\n2\n3\n4\n"), parameters: { mesh: "mesh.msh" } }] });

function correlation(a: readonly number[], b: readonly number[]): number {
  const centred = (values: readonly number[]) => {
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    return values.map((value) => value - mean);
  };
  const [x, y] = [centred(a), centred(b)];
  const dot = (u: readonly number[], v: readonly number[]) => u.reduce((sum, value, i) => sum + value * (v[i] as number), 0);
  return dot(x, y) / Math.sqrt(dot(x, x) * dot(y, y));
}

describe("UBC and Tomofast files of real surveys", () => {
  it("Raglan: readings, mesh and published model", async () => {
    const [observations, mesh, model] = ["obs.mag", "mesh.msh", "maginv3d.sus"].map((name) =>
      dataFile(`raglan/${name}`, "the Raglan survey"),
    );
    if (!observations || !mesh || !model) return;
    const { points, facts } = await pointsOf(ubcObservations, observations);
    expect(facts.mainField).toEqual({ inclination: 83, declination: -32, intensity: 60_000 });
    expect(points.values).toHaveLength(1638);
    expect([points.easting[0], points.northing[0], points.upward?.[0], points.values[0], points.uncertainty?.[0]]).toEqual([
      509, 42_958, 40, 42.9, 5.858,
    ]);
    const { data } = await openFile(ubcModel, model, { mesh: "mesh.msh" });
    if (data.kind !== "model") throw new Error("expected a model");
    expect(data.model.mesh.origin).toEqual({ easting: 500, northing: 39_000, upward: 0 });
    expect(data.model.values).toHaveLength(16_000);
    // The second number of the file is the cell below the first: one layer of 40 x 40 further on.
    expect([data.model.values[0], data.model.values[1600]]).toEqual([0.0237039, 0.0646392]);
    // The shallow part of the model and the readings above it: as the file is read they go together, mirrored they do not.
    const { values } = data.model;
    const shallow = (col: number, row: number) => [0, 1, 2].reduce((sum, k) => sum + (values[(k * 40 + row) * 40 + col] as number), 0);
    const inside = Array.from(points.values, (value, n) => ({
      value,
      col: Math.floor(((points.easting[n] as number) - 500) / 100),
      row: Math.floor(((points.northing[n] as number) - 39_000) / 100),
    })).filter(({ col, row }) => col >= 0 && col < 40 && row >= 0 && row < 40);
    const readings = inside.map(({ value }) => value);
    expect(
      correlation(
        inside.map(({ col, row }) => shallow(col, row)),
        readings,
      ),
    ).toBeGreaterThan(0.7);
    expect(
      correlation(
        inside.map(({ col, row }) => shallow(row, col)),
        readings,
      ),
    ).toBeLessThan(0.3);
    expect(
      correlation(
        inside.map(({ col, row }) => shallow(col, 39 - row)),
        readings,
      ),
    ).toBeLessThan(0.3);
    expect(
      correlation(
        inside.map(({ col, row }) => shallow(39 - col, row)),
        readings,
      ),
    ).toBeLessThan(0.3);
  });

  it("Laguna del Maule: gravity, ground and mesh", async () => {
    const packed = dataFile("chile-maule-gravity/Chile_GRAV_4_Miller.tar.gz", "the Maule survey");
    if (!packed) return;
    const folder = await mkdtemp(join(tmpdir(), "gam-maule-"));
    try {
      execFileSync("tar", ["-xzf", packed, "-C", folder, "--strip-components=1"]);
      const { points } = await pointsOf(ubcObservations, join(folder, "LdM_grav_obs.grv"), { crs: "EPSG:32719" });
      expect(points.values).toHaveLength(191);
      expect([points.easting[0], points.upward?.[0], points.values[0], points.uncertainty?.[0]]).toEqual([
        362_472.4, 2185.513, -11.5534, 0.05,
      ]);
      const ground = await pointsOf(ubcObservations, join(folder, "LdM_topo.topo"), { kind: "topography" });
      expect(ground.points.values).toHaveLength(381_924);
      const { data } = await openFile(ubcMesh, join(folder, "LdM_mesh.mesh"));
      if (data.kind !== "mesh") throw new Error("expected a mesh");
      expect([data.mesh.easting.length, data.mesh.northing.length, data.mesh.downward.length]).toEqual([69, 69, 40]);
      expect(data.mesh.downward.reduce((sum, thickness) => sum + thickness, 0)).toBe(8250);
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it("Hamersley: profiles along a meridian of MGA zone 50", async () => {
    for (const [kind, height, extreme] of [
      ["grav", 1, 98.801],
      ["mag", 100, 693.44],
    ] as const) {
      const path = dataFile(`hamersley/${kind}_observed_data.txt`, "the Hamersley profiles");
      if (!path) return;
      const { points } = await pointsOf(tomofastObservations, path, { kind: kind === "grav" ? "gravity" : "magnetic", crs: "EPSG:28350" });
      expect(points.values).toHaveLength(113);
      expect(new Set(points.easting)).toEqual(new Set([528_550]));
      expect(points.upward?.every((up) => up === height)).toBe(true);
      expect(Math.max(...points.values)).toBeCloseTo(extreme, 9);
    }
  });
});
