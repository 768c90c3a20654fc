import { execFileSync, spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { emptyFolder, gam } from "../cli/gam.js";
import { factsOfTask, type Manifest, manifestOf } from "./outputs.js";
import { type Project, smallProject, writeProject } from "./project.js";

const figure = { formats: ["svg"] };
const small = smallProject();

/** Gravity alone, with cells so small that the frame does not fit into a megabyte: 405 x 405 cells of 20 m are about 8 MB. */
const fineFrame: Project = {
  ...small,
  frame: { ...small.frame, spacing: 20 },
  surveys: { gravity: small.surveys.gravity! },
  layers: { bouguer: { title: "Bouguer anomaly", from: "gravity", stages: [{ stage: "minimum-curvature" }] } },
  inversions: {},
  detections: {},
  memoryMegabytes: 1,
  visualizers: { cog: {}, figure, vector: { readings: ["csv", "parquet"] }, volume: false, report: {} },
};

/** One inversion of 729 readings on cells so small that no operator fits beside the iterations. */
const fineMesh: Project = {
  ...fineFrame,
  frame: small.frame,
  inversions: {
    density: {
      data: [{ from: "gravity", field: "gravity" }],
      options: { mesh: { cell: [100, 100, 100], depth: 1200, padding: { cells: 0 } }, errors: { floor: 0.5 } },
    },
  },
  memoryMegabytes: 4,
  visualizers: { ...fineFrame.visualizers, volume: {} },
};

const gdal = spawnSync("gdalinfo", ["--version"]).status === 0;
if (!gdal) console.warn("SKIPPED: cautions of COGs as GDAL shows them: needs gdal-bin");

const caution = /Coarser than asked: [^<"]*/;

async function run(project: Project, flags: readonly string[] = []) {
  const folder = await emptyFolder();
  await writeProject(join(folder, "small.yaml"), project);
  const { status, errors, output: printed } = await gam(["run", "small.yaml", "--offline", ...flags], { folder });
  return { status, errors, printed, output: join(folder, "out") };
}

describe("what does not fit into memoryMegabytes is refused with numbers and status 8", () => {
  it("a frame", async () => {
    const { status, errors } = await run(fineFrame);
    expect(errors).toMatch(/GAM_RESOURCE: .*405 x 405 cells of 20 need about 8 MB, memoryMegabytes is 1\b.*--degrade/);
    expect(status).toBe(8);
  });
  it("an operator: what each would need, what there is, and what the iterations need", async () => {
    const { status, errors, output } = await run(fineMesh);
    expect(errors).toMatch(/inversion:density: GAM_RESOURCE: .*fits into 3\.8 MiB: the iterations need [\d.]+ MiB for \d+ unknowns/);
    expect(errors).toMatch(/dense \d+ MiB/);
    expect(status).toBe(8);
    // What fits is there all the same.
    const { missing, products } = manifestOf(output, "small");
    expect(missing).toEqual(["inversion:density"]);
    expect(products.map(({ path }) => path)).toContain("cog/bouguer.tif");
  });
});

/** Texts of a VTK file's field data are codes of characters. */
const decoded = (vtk: string): string =>
  vtk.replaceAll(/<DataArray type="String"[^>]*>([\d\s]*)<\/DataArray>/g, (_, codes: string) =>
    String.fromCharCode(...codes.trim().split(/\s+/).map(Number)),
  );

/**
 * Formats that have no place for a sentence, or need none: a PNG is its SVG, drawn; UBC meshes and models are numbers; readings as CSV are those of the
 * survey, at their own places, which nothing has made coarser.
 */
const WITHOUT_WORDS = /\.(png|msh|den|sus)$|^vectors\/readings_.*\.csv$/;

function expectEveryProductToSay(output: string, { products, cautions }: Manifest): void {
  const said = cautions?.find((each) => caution.test(each)) ?? "nothing";
  expect(said).toMatch(caution);
  const files = products.map(({ path }) => path).filter((path) => !WITHOUT_WORDS.test(path));
  expect(files.filter((path) => !decoded(readFileSync(join(output, path), "latin1")).includes(said))).toEqual([]);
}

describe("with --degrade it runs coarser, and every product says so", () => {
  let frame: Awaited<ReturnType<typeof run>>;
  let mesh: Awaited<ReturnType<typeof run>>;
  beforeAll(async () => {
    frame = await run(fineFrame, ["--degrade"]);
    mesh = await run(fineMesh, ["--degrade"]);
  }, 180_000);

  it("a frame", () => {
    expect(frame.errors).not.toContain("GAM_");
    expect(frame.status).toBe(0);
    const manifest = manifestOf(frame.output, "small");
    expectEveryProductToSay(frame.output, manifest);
    expect(manifest.cautions?.join()).toContain("cells of 80 instead of 20, to fit into 1 MB");
  });

  it("an operator", () => {
    expect([0, 6]).toContain(mesh.status);
    expectEveryProductToSay(mesh.output, manifestOf(mesh.output, "small"));
    const { operator } = factsOfTask(mesh.output, "small", "inversion:density");
    expect(operator.bytes).toBeLessThanOrEqual(4e6);
    expect(operator.degraded).toMatch(/\d/);
  });

  it.skipIf(!gdal)("a COG, as GDAL shows it", () => {
    expect(execFileSync("gdalinfo", [join(frame.output, "cog/bouguer.tif")], { encoding: "utf8" })).toMatch(caution);
  });

  it("the summary on the terminal", () => {
    for (const { printed } of [frame, mesh]) expect(printed).toMatch(caution);
  });
});
