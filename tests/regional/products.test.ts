import { execFileSync, spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parquetMetadata, parquetReadObjects } from "hyparquet";
import { beforeAll, describe, expect, it } from "vitest";
import { emptyFolder, gam } from "../cli/gam.js";
import { haveGdal, readWithGdal, run } from "../interop/gdal.js";
import { factsOfTask } from "./outputs.js";
import { type Project, smallProject, writeProject } from "./project.js";

const CELL = 450;
const COLS = 8100 / CELL;

const small = smallProject(CELL);
const { voids } = small.detections!;

/** Everything but figures and report, which have no other reader than eyes. With false discoveries, so that the tables have rows. */
const project: Project = {
  ...small,
  detections: { voids: { ...voids!, parameters: { ...voids!.parameters, q: 0.5 } } },
  visualizers: { cog: {}, figure: false, vector: { readings: ["csv", "parquet"] }, volume: {}, report: false },
};

let output: string;
beforeAll(async () => {
  const folder = await emptyFolder();
  await writeProject(join(folder, "small.yaml"), project);
  const { status, errors } = await gam(["run", "small.yaml", "--offline"], { folder });
  expect(errors).not.toContain("GAM_");
  expect(status).toBe(0);
  output = join(folder, "out");
}, 180_000);

const files = (folder: string, extension: string) =>
  readdirSync(join(output, folder))
    .filter((name) => name.endsWith(extension))
    .sort();

const gdal = haveGdal("COGs of a regional run");
const hasOgr = spawnSync("ogrinfo", ["--version"]).status === 0;
if (!hasOgr) console.warn("SKIPPED: anomalies of a regional run as GDAL reads them: needs gdal-bin");
const python = ["/usr/bin/python3", "python3"].find((command) => spawnSync(command, ["-c", "import vtkmodules.vtkIOXML"]).status === 0);
if (!python) console.warn("SKIPPED: volumes of a regional run as ParaView's library reads them: needs python3-vtk9");

describe.skipIf(!gdal)("grids in GDAL", () => {
  it("are valid COGs that lie where the frame says, with the statistics that the run recorded", () => {
    const names = files("cog", ".tif");
    const reports = readWithGdal(names.map((name) => join(output, "cog", name)));
    for (const layer of Object.keys(project.layers ?? {})) {
      const report = reports[join(output, `cog/${layer}.tif`)];
      if (!report) throw new Error(`no COG of ${layer}`);
      expect(report.errors).toEqual([]);
      expect(report.layout).toBe("COG");
      expect(report.noDataIsNan).toBe(true);
      expect(report.geotransform).toEqual([0, CELL, 0, 8100, 0, -CELL]);
      const { statistics } = factsOfTask(output, "small", `layer:${layer}`).data;
      expect(report.statistics?.min).toBeCloseTo(statistics.min, 4);
      expect(report.statistics?.max).toBeCloseTo(statistics.max, 4);
      expect(report.robust.count).toBe(statistics.count);
      expect(report.tags.cautions).toContain("Synthetic: survey");
    }
    expect(names).toContain("bouguer.predicted-error.tif");
  });

  it("hold the cell that the working file holds, north up: the largest gravity stands above the intrusion", () => {
    const [east, north] = [2800, 5200]; // its middle
    const text = run("gdallocationinfo", ["-valonly", "-geoloc", join(output, "cog/residual-gravity.tif"), String(east), String(north)]);
    const { max } = factsOfTask(output, "small", "layer:residual-gravity").data.statistics;
    expect(Number(text)).toBeGreaterThan(0.8 * max);
  });
});

const rows = () => factsOfTask(output, "small", "detection:voids").facts.found as number;

it("has anomalies to read", () => {
  expect(rows()).toBeGreaterThan(0);
});

describe.skipIf(!hasOgr)("anomalies in GDAL", () => {
  it.each(["gpkg", "geojson"])("%s: one layer with as many features as the run found", (extension) => {
    const path = join(output, `vectors/anomalies_voids.${extension}`);
    const summary = execFileSync("ogrinfo", ["-al", "-so", path], { encoding: "utf8", env: { ...process.env, GDAL_PAM_ENABLED: "NO" } });
    expect(summary).toContain(`Feature Count: ${rows()}\n`);
  });
});

async function readParquet(name: string) {
  const bytes = readFileSync(join(output, "vectors", name));
  const file = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer;
  const metadata = parquetMetadata(file);
  const facts = Object.fromEntries((metadata.key_value_metadata ?? []).map(({ key, value }) => [key, value ?? ""]));
  const options = { file, geoparquet: true } as Parameters<typeof parquetReadObjects>[0];
  return { facts, rows: (await parquetReadObjects(options)) as Record<string, unknown>[] };
}

describe("Parquet in hyparquet", () => {
  it("anomalies: GeoParquet with as many rows as the run found", async () => {
    const { facts, rows: found } = await readParquet("anomalies_voids.parquet");
    expect(JSON.parse(facts.geo ?? "{}")).toMatchObject({ version: "1.1.0", primary_column: "geometry" });
    expect(found).toHaveLength(rows());
  });
  it.each(Object.keys(project.surveys))("readings of %s: those of the CSV beside it", async (survey) => {
    const { rows: readings } = await readParquet(`readings_${survey}.parquet`);
    const [header = "", ...lines] = readFileSync(join(output, `vectors/readings_${survey}.csv`), "utf8")
      .trimEnd()
      .split("\n");
    expect(readings).toHaveLength(factsOfTask(output, "small", `survey:${survey}`).data.statistics.count);
    expect(lines).toHaveLength(readings.length);
    const names = header.split(",");
    for (const index of [0, 7, lines.length - 1]) {
      const cells = (lines[index] ?? "").split(",");
      names.forEach((name, column) => void expect(String(readings[index]?.[name])).toBe(cells[column]));
    }
  });
});

describe.skipIf(!python)("models in ParaView's own reader", () => {
  it.each(["density.density", "joint.density", "susceptibility.susceptibility", "joint.susceptibility"])("%s", (name) => {
    const volume = files("volumes", ".vtr")
      .concat(files("volumes", ".vti"))
      .find((each) => each.startsWith(`${name}.`));
    const script = fileURLToPath(new URL("../interop/read_with_vtk.py", import.meta.url));
    // The middle of the intrusion, then a corner of the survey, both inside the mesh.
    const text = execFileSync(python!, [script, join(output, "volumes", volume!), "2800", "5200", "-600", "7900", "200", "-600"], {
      encoding: "utf8",
    });
    const report = JSON.parse(text);
    expect(report.errors).toEqual([]);
    const [inversion, property] = name.split(".") as [string, string];
    const { min, max, count } = factsOfTask(output, "small", `inversion:${inversion}`).models[property].statistics;
    const values = report.arrays[report.active];
    expect(values.finite).toBe(count);
    expect(values.range[0]).toBeCloseTo(min, 3);
    expect(values.range[1]).toBeCloseTo(max, 3);
    expect(values.at[0]).toBeGreaterThan(3 * Math.abs(values.at[1]));
    expect(report.fields).toMatchObject({ crs: "local" });
    expect(report.fields.cautions).toContain("Synthetic: survey");
    // Cells of the frame below the readings, and the padding around.
    expect(report.dimensions[0] - 1).toBeGreaterThanOrEqual(COLS);
  });
});
