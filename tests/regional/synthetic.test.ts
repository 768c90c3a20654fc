import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { hashProducts } from "../../tools/campaign/kill.mjs";
import { type Ended, emptyFolder, gam } from "../cli/gam.js";
import { factsOfTask, manifestOf } from "./outputs.js";
import { type Body, bodiesOf, CELL, smallProject, writeProject } from "./project.js";
import { bodyIn, publishedModel } from "./recovery.js";

const project = smallProject();
const [intrusion, cavity] = bodiesOf(project) as [Body, Body];
let folder: string;
let output: string;
let first: Ended;

beforeAll(async () => {
  folder = await emptyFolder();
  output = join(folder, "out");
  await writeProject(join(folder, "small.yaml"), project);
  first = await gam(["run", "small.yaml", "--offline"], { folder });
}, 180_000);

const middle = ([low, high]: readonly [number, number]) => (low + high) / 2;
const names = (section: object | undefined) => Object.keys(section ?? {});

describe("the synthetic example at reduced size", () => {
  it("ends well, says where the report is and that all of it is made up", () => {
    expect(first.errors).not.toMatch(/GAM_|^error/m);
    expect(first.status).toBe(0);
    expect(first.output).toMatch(/^\d+ tasks committed, 0 reused, 0 failed/m);
    expect(first.output).toMatch(/^Report +\S*small\.html$/m);
    for (const survey of names(project.surveys))
      expect(first.output).toContain(`Synthetic: survey ${survey} is made up and shows nothing of the Earth.`);
  });

  it("leaves every product it promises, and no other", () => {
    const { products, missing } = manifestOf(output, "small");
    expect(missing).toEqual([]);
    const listed = products.map(({ path }) => path);
    expect([...listed, "manifest/small_manifest.json"].sort()).toEqual([...hashProducts(output).keys()].sort());
    expect(listed).toContain("report/small.html");
    for (const layer of names(project.layers)) {
      expect(listed).toContain(`cog/${layer}.tif`);
      expect(listed).toEqual(expect.arrayContaining([`figures/layer/${layer}/map.svg`, `figures/layer/${layer}/map.png`]));
    }
    for (const survey of names(project.surveys)) expect(listed).toContain(`vectors/readings_${survey}.parquet`);
    for (const model of ["density.density", "susceptibility.susceptibility", "joint.density", "joint.susceptibility"]) {
      expect(listed).toEqual(expect.arrayContaining([`volumes/${model}.msh`, `figures/model/${model}/sections.svg`]));
    }
    for (const inversion of names(project.inversions)) expect(listed).toContain(`figures/inversion/${inversion}/convergence.svg`);
    for (const detection of names(project.detections)) {
      for (const extension of ["geojson", "gpkg", "parquet", "csv"])
        expect(listed).toContain(`vectors/anomalies_${detection}.${extension}`);
    }
  });

  it("tells of each node how it came about, and of each input its checksum and licence", () => {
    const { lineage, inputs } = manifestOf(output, "small");
    expect(lineage["layer:residual-gravity"]).toEqual([
      expect.stringMatching(/^synthetic-gravity@1 dataset=bodies .*seed=11/),
      expect.stringMatching(/^equivalent-sources@/),
      expect.stringMatching(/^separate@\S+ method=polynomial order=1/),
    ]);
    expect(lineage["inversion:joint"]?.at(-1)).toMatch(/^potential-field@\S+ of=residual-gravity\+residual-magnetic /);
    expect(inputs.map(({ survey, synthetic, license }) => [survey, synthetic, license])).toEqual([
      ["gravity", true, "CC0-1.0"],
      ["magnetic", true, "CC0-1.0"],
    ]);
    for (const { sha256 } of inputs) expect(sha256).toMatch(/^[0-9a-f]{64}$/);
  });

  it("says in the report, in every figure and in every manifest that it is made up", () => {
    const caution = "is made up and shows nothing of the Earth";
    const { products } = manifestOf(output, "small");
    const texts = products.filter(({ path }) => /\.(svg|html)$/.test(path));
    expect(texts.length).toBeGreaterThan(20);
    for (const { path } of texts) expect(readFileSync(join(output, path), "utf8"), path).toContain(caution);
  });

  it("does nothing a second time, and holds its files against the manifest", async () => {
    const before = hashProducts(output);
    const again = await gam(["run", "small.yaml", "--offline"], { folder });
    expect(again.status).toBe(0);
    expect(again.output).toMatch(/^0 tasks committed, [1-9]\d* reused, 0 failed/m);
    expect(hashProducts(output)).toEqual(before);
    const verified = await gam(["verify", "out"], { folder });
    expect(verified.errors).toBe("");
    expect(verified.status).toBe(0);
    expect(existsSync(join(output, "state/checkpoints")) ? hashProducts(join(output, "state/checkpoints")).size : 0).toBe(0);
  }, 120_000);

  it.each(["density", "susceptibility", "joint"])("explains the readings of %s to their errors", (name) => {
    const { stopped, steps } = factsOfTask(output, "small", `inversion:${name}`);
    expect(stopped).toBe("target-misfit");
    const chiFactor = project.inversions?.[name]?.options?.chiFactor as number;
    for (const misfit of Object.values(steps.at(-1).misfit) as number[]) {
      expect(misfit / chiFactor).toBeGreaterThan(0.8);
      expect(misfit / chiFactor).toBeLessThan(1.2);
    }
  });

  it.each(["density", "joint"])("finds the intrusion and the cavity within a cell in %s", async (inversion) => {
    const model = await publishedModel(output, `${inversion}.density`, "den");
    for (const [body, sign] of [
      [intrusion, 1],
      [cavity, -1],
    ] as const) {
      const found = bodyIn(model, sign);
      expect(Math.abs(found.easting - middle(body.easting))).toBeLessThan(CELL);
      expect(Math.abs(found.northing - middle(body.northing))).toBeLessThan(CELL);
    }
  });

  it.each(["susceptibility", "joint"])(
    "finds the magnetic body within a cell in %s, and no susceptibility below its bound",
    async (inversion) => {
      const model = await publishedModel(output, `${inversion}.susceptibility`, "sus");
      const found = bodyIn(model, 1);
      expect(Math.abs(found.easting - middle(intrusion.easting))).toBeLessThan(CELL);
      expect(Math.abs(found.northing - middle(intrusion.northing))).toBeLessThan(CELL);
      expect(model.values.reduce((least, value) => Math.min(least, value), Infinity)).toBeGreaterThanOrEqual(0);
    },
  );

  it("takes the regional gradient that was put in off again", () => {
    const slope = factsOfTask(output, "small", "layer:residual-gravity").products.regional.statistics;
    const { east, north } = project.surveys.gravity!.options!.trend as { east: number; north: number };
    const { west, east: eastern } = project.frame.bounds as { west: number; east: number };
    // Range of a plane over a square, cell centres only.
    const side = (eastern - west - CELL) / 1000;
    expect(slope.max - slope.min).toBeCloseTo((Math.abs(east) + Math.abs(north)) * side, 0);
  });

  it("counts as many anomalies as its table has", () => {
    const { found } = factsOfTask(output, "small", "detection:voids").facts;
    const table = readFileSync(join(output, "vectors/anomalies_voids.csv"), "utf8").trimEnd().split("\n");
    expect(table.length - 1).toBe(found);
  });
});
