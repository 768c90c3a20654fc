import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { globalGrid, meridianConvergence, type PointSet, projectionBetween, type RawData, type StagePlugin, WGS84 } from "@geoanomaly/core";
import { describeStageContract, testContext } from "@geoanomaly/core/testing";
import { shc } from "@geoanomaly/plugin-reader-magnetic-model";
import { mainField, mainFieldRemoval } from "@geoanomaly/plugin-stage-magnetic";
import { describe, expect, it } from "vitest";
import { declinationOf, FieldSynthesis, inclinationOf, intensityOf } from "../src/field-synthesis.js";
import { decimalYear } from "../src/reading-epochs.js";
import { worldMagneticModel } from "../src/world-magnetic-model.js";

const dataFolder = process.env.GAM_DATA ?? fileURLToPath(new URL("../../../../../shared/data", import.meta.url));
const igrfFile = join(dataFolder, "mag-sh/IGRF14.shc");
const haveIgrf = existsSync(igrfFile);
if (!haveIgrf) console.warn(`SKIPPED: IGRF-14 against the kernels and WMM: ${igrfFile} is not there`);

async function igrf(epoch: number): Promise<RawData> {
  const context = await testContext({ readers: [shc] });
  return context.read(igrfFile, { reader: "shc", parameters: { epoch } });
}

/** Readings of the total field at places in degrees and metres above the ellipsoid. */
function readings(
  places: readonly (readonly [longitude: number, latitude: number, height: number])[],
  more: Partial<PointSet> = {},
): PointSet {
  return {
    easting: Float64Array.from(places, ([longitude]) => longitude),
    northing: Float64Array.from(places, ([, latitude]) => latitude),
    upward: Float64Array.from(places, ([, , height]) => height),
    values: new Float64Array(places.length).fill(50_000),
    crs: "EPSG:4326",
    quantity: { functional: "total-field", unit: "nT" },
    height: { metres: 0, datum: "ellipsoid" },
    epoch: 2022.5,
    ...more,
  };
}

async function run(
  stage: StagePlugin,
  points: PointSet,
  parameters: Record<string, unknown> = {},
  inputs: Readonly<Record<string, RawData>> = {},
) {
  const facts: Record<string, unknown> = {};
  const context = await testContext();
  const result = await stage.run({ kind: "points", points }, parameters, {
    ...context,
    inputs,
    report: (more) => Object.assign(facts, more),
  });
  if (result.kind !== "points") throw new Error(`${stage.id} gave ${result.kind}`);
  return { points: result.points, facts };
}

const places = [[-105, 40, 300], [-104, 41, 1500], [-103.5, 40.2, 0]] as const; // biome-ignore format: one table

describeStageContract(mainFieldRemoval, { input: () => ({ kind: "points", points: readings(places) }) });
describeStageContract(mainField, { input: () => ({ kind: "points", points: readings(places) }) });

describe("synthesis of the main field", () => {
  it("agrees with the official test values of the World Magnetic Model to their last digit", () => {
    // Published with each release of the model; npm geomagnetism carries them: date, height (km), latitude, longitude, X, Y, Z, H, F, I, D.
    const table = readFileSync(createRequire(import.meta.url).resolve("geomagnetism/test/values.csv"), "utf8")
      .trim()
      .split(/\r?\n/);
    const model = worldMagneticModel();
    const synthesis = new FieldSynthesis(12);
    let checked = 0;
    for (const line of table.slice(1)) {
      const [date, kilometres, latitude, longitude, x, y, z, , f, inclination, declination] = line.split(",").map(Number) as [number, number, number, number, number, number, number, number, number, number, number]; // biome-ignore format: one row
      if (date < 2020 || !Number.isFinite(date)) continue; // the release of 2015 was replaced
      const field = synthesis.at(model.at(date), longitude, latitude, 1000 * kilometres);
      // The last epoch of a release is the first of the next: 2025.0 belongs to the newer one here.
      for (const [found, expected] of [[field.north, x], [field.east, y], [field.down, z], [intensityOf(field), f]] as const) expect(Math.abs(found - expected)).toBeLessThan(0.06); // biome-ignore format: one row
      expect(Math.abs(inclinationOf(field) - inclination)).toBeLessThan(0.0051);
      expect(Math.abs(((declinationOf(field) - declination + 540) % 360) - 180)).toBeLessThan(0.0051);
      checked++;
    }
    expect(checked).toBeGreaterThan(150);
  });

  it("is a dipole's for an axial dipole: 2 g10 (a/r)^3 down at the pole, level at the equator", () => {
    const model = { ...worldMagneticModel().at(2020), cosine: Float64Array.of(0, -30_000, 0), sine: new Float64Array(3), maxDegree: 1 };
    const synthesis = new FieldSynthesis(1);
    const semiMinor = WGS84.semiMajorAxis * (1 - WGS84.flattening);
    const pole = synthesis.at(model, 33, 90, 0);
    expect(pole.down).toBeCloseTo(60_000 * (6_371_200 / semiMinor) ** 3, 6);
    expect(Math.hypot(pole.north, pole.east)).toBeLessThan(1e-9);
    const equator = synthesis.at(model, -70, 0, 1000);
    expect(equator.north).toBeCloseTo(30_000 * (6_371_200 / (WGS84.semiMajorAxis + 1000)) ** 3, 6);
    expect(inclinationOf(equator)).toBeCloseTo(0, 9);
  });

  it.runIf(haveIgrf)("agrees with the kernels' synthesis of IGRF-14 at the poles and between", async () => {
    const input = await igrf(2023.25);
    if (input.kind !== "coefficients" || input.coefficients.field !== "magnetic") throw new Error("no magnetic model");
    const { kernels, signal } = await testContext();
    const target = globalGrid(30);
    const components = ["radial", "north", "east"] as const;
    const [radial, north, east] = await kernels.synthesise(input.coefficients, target, { components, height: 5000, ellipsoid: WGS84, degrees: [1, 13], signal, threads: 1 }); // biome-ignore format: one call
    const synthesis = new FieldSynthesis(13);
    for (let row = 0; row < target.rows; row++) {
      for (let col = 0; col < target.cols; col++) {
        const at = row * target.cols + col;
        const field = synthesis.at(input.coefficients, -165 + 30 * col, 75 - 30 * row, 5000);
        expect(intensityOf(field)).toBeCloseTo(Math.hypot(radial![at]!, north![at]!, east![at]!), 5);
        expect(field.east).toBeCloseTo(east![at]!, 5);
      }
    }
  });

  it.runIf(haveIgrf)("finds IGRF-14 and WMM2025 within 40 nT of each other at 2025", async () => {
    const input = await igrf(2025);
    if (input.kind !== "coefficients" || input.coefficients.field !== "magnetic") throw new Error("no magnetic model");
    const [wmm, synthesis] = [worldMagneticModel().at(2025), new FieldSynthesis(12)];
    for (let latitude = -90; latitude <= 90; latitude += 15) {
      for (let longitude = -180; longitude < 180; longitude += 20) {
        const [a, b] = [synthesis.at(input.coefficients, longitude, latitude, 0), synthesis.at(wmm, longitude, latitude, 0)];
        expect(Math.hypot(a.north - b.north, a.east - b.east, a.down - b.down)).toBeLessThan(40);
      }
    }
  });
});

describe("main-field removal", () => {
  it("takes the model off by place and height, and reports direction from grid north", async () => {
    const zone = await projectionBetween("EPSG:4326", "EPSG:32613");
    const projected = places.map(([longitude, latitude, height]) => [...zone.forward(longitude, latitude), height] as const);
    const { points, facts } = await run(mainFieldRemoval, readings(projected, { crs: "EPSG:32613" }));
    const [synthesis, model] = [new FieldSynthesis(12), worldMagneticModel().at(2022.5)];
    places.forEach(([longitude, latitude, height], index) => {
      expect(points.values[index]).toBeCloseTo(50_000 - intensityOf(synthesis.at(model, longitude, latitude, height)), 4);
    });
    expect(points.quantity).toEqual({ functional: "total-field-anomaly", unit: "nT" });
    const { mainField: field, mainFieldDetails: details } = facts as Record<string, Record<string, number>>;
    expect(details).toMatchObject({ model: "WMM", epoch: 2022.5, height: 600 });
    const middle = zone.forward(details!.longitude!, details!.latitude!);
    expect(field!.declination).toBeCloseTo(details!.trueDeclination! + (await meridianConvergence("EPSG:32613", ...middle)), 6);
    expect(field!.intensity).toBeGreaterThan(50_000);
    expect(field!.inclination).toBeGreaterThan(64);
  });

  it("takes the epoch from the time of each reading", async () => {
    const days = (year: number) => Date.UTC(year, 0, 1) / 1000;
    const same = [[-105, 40, 0], [-105, 40, 0], [-105, 40, 0]] as const; // biome-ignore format: one table
    const { epoch: _, ...timed } = readings(same, { time: Float64Array.of(days(2018), days(2023), Number.NaN) });
    const { points } = await run(mainFieldRemoval, timed, { epoch: 2023 });
    // WMM there falls by some 100 nT a year.
    expect(points.values[1]! - points.values[0]!).toBeGreaterThan(300);
    expect(points.values[2]).toBe(points.values[1]);
    await expect(run(mainFieldRemoval, timed)).rejects.toMatchObject({
      code: "GAM_VERIFICATION",
      message: expect.stringContaining("lines 3"),
    });
  });

  it("says of an epoch outside the model what covers it", async () => {
    await expect(run(mainFieldRemoval, readings(places, { epoch: 1961 }))).rejects.toMatchObject({
      code: "GAM_PARAMETER_INVALID",
      message: expect.stringContaining("IGRF covers 1900 to 2030"),
    });
    await expect(run(mainFieldRemoval, readings(places), { model: "igrf" })).rejects.toMatchObject({ code: "GAM_PARAMETER_INVALID" });
  });

  it.runIf(haveIgrf)("goes straight between the epochs of a model, as IGRF does between its own", async () => {
    const inputs = { before: await igrf(1960), after: await igrf(1965) };
    const direct = { model: await igrf(1962.5) };
    const old = readings(places, { epoch: 1962.5 });
    const [between, at] = [await run(mainFieldRemoval, old, { model: "igrf" }, inputs), await run(mainFieldRemoval, old, {}, direct)];
    between.points.values.forEach((value, index) => {
      expect(value).toBeCloseTo(at.points.values[index]!, 6);
    });
    await expect(run(mainFieldRemoval, readings(places, { epoch: 1970 }), {}, inputs)).rejects.toMatchObject({
      code: "GAM_PARAMETER_INVALID",
    });
    await expect(run(mainFieldRemoval, readings(places, { epoch: 1970 }), {}, direct)).rejects.toMatchObject({
      code: "GAM_PARAMETER_INVALID",
    });
    await expect(run(mainFieldRemoval, old, { model: "wmm" }, inputs)).rejects.toMatchObject({ code: "GAM_PARAMETER_INVALID" });
  });

  it("wants total field, a place on the Earth, and heights it can use", async () => {
    const refused: readonly Partial<PointSet>[] = [
      { quantity: { functional: "total-field-anomaly", unit: "nT" } },
      { quantity: { functional: "gravity", unit: "mGal" } },
      { crs: "local" },
      { height: { metres: 80, datum: "terrain" } },
    ];
    for (const more of refused)
      await expect(run(mainFieldRemoval, readings(places, more))).rejects.toMatchObject({ code: "GAM_GRID_MISMATCH" });
    const { upward: _, ...level } = readings(places, { height: { metres: 80, datum: "terrain" } });
    expect((await run(mainFieldRemoval, level, { height: 380 })).facts).toMatchObject({ mainFieldDetails: { height: 380 } });
  });

  it("finds the middle of a survey across the antimeridian", async () => {
    const { facts } = await run(mainField, readings([[179.5, -20, 0], [-179.5, -20, 0]])); // biome-ignore format: one table
    expect(Math.abs((facts.mainFieldDetails as { longitude: number }).longitude)).toBeCloseTo(180, 6);
  });
});

it("decimal years know leap years", () => {
  expect(decimalYear(Date.UTC(2020, 0, 1) / 1000)).toBe(2020);
  expect(decimalYear(Date.UTC(2020, 11, 31) / 1000)).toBeCloseTo(2020 + 365 / 366, 12);
  expect(decimalYear(Date.UTC(1961, 6, 2, 12) / 1000)).toBe(1961.5);
});
