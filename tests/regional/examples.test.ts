import { existsSync, readdirSync } from "node:fs";
import { basename, join } from "node:path";
import { describe, expect, it } from "vitest";
import { emptyFolder, gam } from "../cli/gam.js";
import { dataFile } from "../readers/data-folder.js";
import { factsOfTask, manifestOf } from "./outputs.js";
import { exampleProject, type Project, root, writeProject } from "./project.js";

const names = readdirSync(join(root, "examples"))
  .filter((name) => name.endsWith(".yaml"))
  .map((name) => basename(name, ".yaml"));

describe.each(names)("examples/%s.yaml", (name) => {
  it("is valid, named after its file, and writes below data/examples", async () => {
    const folder = await emptyFolder();
    const { status, errors } = await gam(["config", "validate", join(root, "examples", `${name}.yaml`)], { folder });
    expect(errors).toBe("");
    expect(status).toBe(0);
    const project = exampleProject(name);
    expect(project.name).toBe(name);
    expect(project.outputs?.folder).toBe(`../data/examples/${name}`);
  });

  it("says of every file its licence, who measured it, and where it is from", () => {
    for (const { path, license, citation } of Object.values(exampleProject(name).surveys)) {
      if (path === undefined) continue;
      expect(license).toBeTruthy();
      expect(citation).toBeTruthy();
    }
  });
});

type Layers = NonNullable<Project["layers"]>;
type Inversions = NonNullable<Project["inversions"]>;

const only = <T>(section: Readonly<Record<string, T>> | undefined, ...wanted: string[]): Record<string, T> =>
  Object.fromEntries(Object.entries(section ?? {}).filter(([key]) => wanted.includes(key)));

/** A layer by the quickest stages that make a grid of readings. */
const quickGrid = (layer: Layers[string]): Layers[string] => ({
  ...layer,
  stages: [{ stage: "block-median" }, { stage: "minimum-curvature" }],
});

const withOptions = (inversions: Inversions, more: object): Inversions =>
  Object.fromEntries(Object.entries(inversions).map(([key, one]) => [key, { ...one, options: { ...one.options, ...more } }]));

const fewSurrogates = ({ detections }: Project): NonNullable<Project["detections"]> =>
  Object.fromEntries(
    Object.entries(detections ?? {}).map(([key, one]) => [key, { ...one, parameters: { ...one.parameters, surrogates: 39 } }]),
  );

/** What makes an example small enough for a test, and a file it cannot do without. */
const reduced: Readonly<Record<string, { readonly needs: string; readonly change: (project: Project) => Partial<Project> }>> = {
  raglan: {
    needs: "raglan/obs.mag",
    change: ({ inversions }) => ({ inversions: only(inversions, "as-published"), layers: {} }),
  },
  maule: {
    needs: "chile-maule-gravity/Chile_GRAV_4_Miller.tar.gz",
    change: ({ inversions }) => ({ inversions: withOptions(only(inversions, "density"), { uncertainty: { method: "none" } }) }),
  },
  "hamersley-joint": {
    needs: "hamersley/grav_observed_data.txt",
    change: ({ inversions }) => ({ inversions: only(inversions, "density", "susceptibility") }),
  },
  osborne: {
    needs: "fatiando-data/osborne-magnetic/osborne-magnetic.csv.xz",
    change: (project) => {
      const { tmi } = project.surveys;
      const layers = only(project.layers, "anomaly", "pole", "residual");
      return {
        frame: { ...project.frame, spacing: 400 },
        surveys: {
          ...project.surveys,
          tmi: { ...tmi!, stages: (tmi?.stages ?? []).filter(({ stage }) => stage !== "tie-line-levelling") },
        },
        layers: { ...layers, anomaly: quickGrid(layers.anomaly!) },
        detections: fewSurrogates(project),
      };
    },
  },
  "southern-africa": {
    needs: "fatiando-data/southern-africa-gravity/southern-africa-gravity.csv.xz",
    change: (project) => {
      const { stations } = project.surveys;
      const window = { stage: "crop", parameters: { west: 25, south: -29, east: 28, north: -26 } };
      return {
        frame: { ...project.frame, spacing: 20_000 },
        surveys: { ...project.surveys, stations: { ...stations!, stages: [window, ...(stations?.stages ?? [])] } },
        detections: fewSurrogates(project),
      };
    },
  },
};

const mirror = dataFile("", "examples on real data");
const quiet = { cog: {}, figure: false, vector: {}, volume: false, report: {} } as const;

/** Files that lie beside the example keep their place. */
const placed = (surveys: Project["surveys"]): Project["surveys"] =>
  Object.fromEntries(
    Object.entries(surveys).map(([key, survey]) => {
      const own = join(root, "examples", survey.path ?? "");
      return [key, survey.path !== undefined && existsSync(own) ? { ...survey, path: own } : survey];
    }),
  );

describe.each(Object.entries(reduced))("examples/%s.yaml on real data, reduced", (name, { needs, change }) => {
  it.skipIf(mirror === undefined || dataFile(needs, `examples/${name}.yaml`) === undefined)(
    "runs to its end with sound layers and models that explain the readings",
    async () => {
      const whole = exampleProject(name);
      const smaller = { ...whole, ...change(whole), visualizers: quiet, outputs: { folder: "out" } };
      const project = { ...smaller, surveys: placed(smaller.surveys) };
      const folder = await emptyFolder();
      await writeProject(join(folder, "gam.yaml"), project);
      const { status, errors } = await gam(["run", "--offline", "--mirror", mirror!], { folder });
      expect(errors).not.toContain("GAM_");
      expect(status).toBe(0);
      const output = join(folder, "out");
      expect(manifestOf(output, name).missing).toEqual([]);
      for (const layer of Object.keys(project.layers ?? {})) {
        const { count, min, max, std } = factsOfTask(output, name, `layer:${layer}`).data.statistics;
        expect(count, layer).toBeGreaterThan(100);
        expect(Number.isFinite(min) && Number.isFinite(max) && max > min, layer).toBe(true);
        expect(std, layer).toBeGreaterThan(0);
      }
      for (const inversion of Object.keys(project.inversions ?? {})) {
        const { stopped, steps, models, data } = factsOfTask(output, name, `inversion:${inversion}`);
        const chiFactor = (project.inversions?.[inversion]?.options?.chiFactor as number | undefined) ?? 1;
        expect(stopped, inversion).toBe("target-misfit");
        for (const misfit of Object.values(steps.at(-1).misfit) as number[]) {
          expect(misfit / chiFactor).toBeGreaterThan(0.8);
          expect(misfit / chiFactor).toBeLessThan(1.2);
        }
        for (const { statistics } of Object.values(models) as { statistics: { min: number; max: number } }[]) {
          expect(Number.isFinite(statistics.min) && statistics.max > statistics.min, inversion).toBe(true);
        }
        // What the model predicts stays near what was measured: their middles differ by less than the readings scatter.
        for (const { observed, predicted } of data as Record<"observed" | "predicted", { statistics: { median: number; std: number } }>[]) {
          expect(Math.abs(observed.statistics.median - predicted.statistics.median)).toBeLessThan(observed.statistics.std);
        }
      }
    },
    240_000,
  );
});
