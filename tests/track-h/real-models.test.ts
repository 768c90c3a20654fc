import {
  type Coefficients,
  type GravityCoefficients,
  globalGrid,
  type MagneticCoefficients,
  type ReaderPlugin,
  WGS84,
} from "@geoanomaly/core";
import { testContext } from "@geoanomaly/core/testing";
import { nativeKernels } from "@geoanomaly/native";
import { geotiff } from "@geoanomaly/plugin-reader-geotiff";
import { egm96, icgemGrid } from "@geoanomaly/plugin-reader-icgem";
import { magneticArchive } from "@geoanomaly/plugin-reader-magnetic-model";
import { describe, expect, it } from "vitest";
import { dataFile } from "../readers/data-folder.js";
import { within } from "./report.js";
import { latitudeOf } from "./sphere.js";

const kernels = nativeKernels();
const EGM96 = "gfc/egm96_to360.ascii.gz";
const EMM = "mag-sh/EMM2017_EMM_Coefficients.zip";
const golden = (name: string) => `icgem-gdf/satellitetoolbox/EGM96_${name}.gdf`;

async function open(reader: ReaderPlugin, path: string) {
  return reader.open(path, {}, await testContext({ readers: [reader] }));
}

async function model<T extends Coefficients>(reader: ReaderPlugin, path: string, field: T["field"]): Promise<T> {
  const data = await open(reader, path);
  if (data.kind !== "coefficients" || data.coefficients.field !== field) throw new Error(`${path} holds no ${field} model`);
  return data.coefficients as T;
}

async function gridOf(reader: ReaderPlugin, path: string) {
  const data = await open(reader, path);
  if (data.kind !== "grid") throw new Error(`${path} holds no grid`);
  const values = await data.grid.read(0, data.grid.rows, new AbortController().signal);
  await data.grid.close();
  return { geometry: data.grid, values };
}

/** ICGEM's own rows: the reader's samples are float32, which is coarser than the limit; these keep the file's digits. */
async function fullDigits(path: string): Promise<Float64Array> {
  const { readFile } = await import("node:fs/promises");
  const rows = (await readFile(path, "latin1"))
    .split(/end_of_head.*\n/)[1]!
    .trim()
    .split("\n");
  return Float64Array.from(rows, (row) => Number(row.trim().split(/\s+/)[2]));
}

describe("EGM96 to degree 360 against ICGEM's own synthesis, on the ellipsoid, poles included", () => {
  const [egmPath, ...paths] = [EGM96, golden("gravity"), golden("gravitation"), golden("potential")].map((path) =>
    dataFile(path, "EGM96 against ICGEM"),
  );
  it.skipIf(!egmPath || paths.some((path) => path === undefined))("gravity, gravitation and potential", async () => {
    const egm = await model<GravityCoefficients>(egm96, egmPath!, "gravity");
    const { geometry } = await gridOf(icgemGrid, paths[0]!);
    const [gravity, gravitation, potential] = await Promise.all(paths.map((path) => fullDigits(path!)));
    const surface = { height: 0, ellipsoid: WGS84 };
    const deviation = (actual: ArrayLike<number>, expected: Float64Array, rows: (latitude: number) => boolean = () => true) =>
      expected.reduce((worst, value, i) => {
        const counts = rows(latitudeOf(geometry, Math.floor(i / geometry.cols)));
        return counts ? Math.max(worst, Math.abs(value - actual[i]!)) : worst;
      }, 0);
    const [poles, elsewhere] = [(latitude: number) => Math.abs(latitude) === 90, (latitude: number) => Math.abs(latitude) < 90];

    const ours = await kernels.gravity(egm, geometry, { ...surface, functional: "gravity" });
    const [radial, north, east] = await kernels.synthesise(egm, geometry, { ...surface, components: ["radial", "north", "east"] });
    const magnitude = radial!.map((r, i) => 1e5 * Math.hypot(r, north![i]!, east![i]!));
    for (const [name, actual, expected] of [
      ["gravity", ours, gravity!],
      ["gravitation", magnitude, gravitation!],
    ] as const) {
      within(`EGM96 ${name} against ICGEM`, deviation(actual, expected), 1e-4, " mGal");
      within(`EGM96 ${name} against ICGEM, poles left out`, deviation(actual, expected, elsewhere), 1e-8, " mGal");
    }
    // At the poles ICGEM's number is the radial component alone, 4.6e-5 mGal less than the magnitude.
    const inward = radial!.map((r) => -1e5 * r);
    within("EGM96 radial gravity against ICGEM at the poles", deviation(inward, gravity!, poles), 1e-8, " mGal");

    const [v] = await kernels.synthesise(egm, geometry, { ...surface, components: ["potential"] });
    within("EGM96 gravitational potential against ICGEM", deviation(v!, potential!), 1e-6, " m2/s2");
  });
});

describe("EMM2017 crustal field (n = 16..790) along its own core field (n = 1..15) at 4 km", () => {
  const [emmPath, gridPath] = [EMM, "derived/EMM2017_crustal_TFA_UpCont4km_0p1deg.tif"].map((path) =>
    dataFile(path, "EMM2017 total-field anomaly"),
  );
  it.skipIf(!emmPath || !gridPath)("is the reference grid but for its rounding to 0.01 nT", async () => {
    const emm = await model<MagneticCoefficients>(magneticArchive, emmPath!, "magnetic");
    const reference = await gridOf(geotiff, gridPath!);
    const target = globalGrid(0.1);
    expect([reference.geometry.rows, reference.geometry.cols]).toEqual([target.rows, target.cols]);
    const out = new Float64Array(target.rows * target.cols);
    await kernels.totalFieldAnomaly(emm, emm, target, {
      crustDegrees: [16, 790],
      mainDegrees: [1, 15],
      height: 4000,
      ellipsoid: WGS84,
      out,
    });
    let worst = 0;
    for (const [i, value] of reference.values.entries()) worst = Math.max(worst, Math.abs(value - out[i]!));
    within("EMM2017 total-field anomaly against the reference grid", worst, 0.006, " nT");
  });
});
