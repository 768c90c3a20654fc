import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { executeRun, planRegionalRun, type RunOutcome } from "@geoanomaly/core";
import type { RegionalConfigurationInput } from "@geoanomaly/core/configuration";
import { inline } from "@geoanomaly/plugin-executor-local";
import { beforeEach, describe, expect, it } from "vitest";
import { regional } from "./configuration.js";
import { regionalHost } from "./fake-plugins.js";

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "gam-regional-"));
  writeFileSync(join(folder, "stations.txt"), "0 0 1\n100 50 3\n");
  writeFileSync(join(folder, "more.txt"), "5 5 10\n");
  return () => rmSync(folder, { recursive: true, force: true });
});

const noVisualizers = { cog: false, figure: false, vector: false, volume: false, report: false } as const;

async function run(
  changes: Partial<RegionalConfigurationInput>,
  fakes = regionalHost(),
  output = "out",
): Promise<RunOutcome & { readonly tasks: string[] }> {
  const configuration = regional({ ...changes, outputs: { folder: join(folder, output) }, visualizers: { ...noVisualizers, list: {} } });
  const { signal } = new AbortController();
  const plan = await planRegionalRun({ configuration, base: folder, host: fakes.host, signal });
  const outcome = await executeRun(plan, { host: fakes.host, executor: inline, workerEntry: "", threads: 1, signal });
  return { ...outcome, tasks: plan.graph.tasks.map(({ id }) => id) };
}

const manifest = (output = "out") => JSON.parse(readFileSync(join(folder, output, "manifest/test_manifest.json"), "utf8"));

const everything = {
  surveys: {
    stations: { path: "stations.txt", stages: [{ stage: "shift", parameters: { by: 2 } }] },
    extra: { path: "more.txt", synthetic: true },
  },
  layers: { mean: { from: "stations", stages: [{ stage: "flat", inputs: { more: "extra" } }] } },
  inversions: { body: { inverter: "halving", data: [{ from: "stations", field: "gravity" }] } },
} as const satisfies Partial<RegionalConfigurationInput>;

describe("a regional run", () => {
  it("makes surveys, layers and models, publishes them and says how each came about", async () => {
    const fakes = regionalHost();
    const outcome = await run(everything, fakes);
    expect(outcome).toMatchObject({ exitCode: 0, committed: 6, failed: [] });
    const [product] = fakes.seen;
    expect(product?.surveys.map(({ name, points }) => [name, [...points.values]])).toEqual([
      ["stations", [3, 5]],
      ["stations.shifts", [2, 2]],
      ["extra", [10]],
    ]);
    const [layer] = product?.layers ?? [];
    expect([layer?.layer, layer?.grid.values[0], layer?.grid.rows, layer?.grid.cols]).toEqual(["mean", 14, 5, 10]);
    expect(product?.surveys[0]?.stages[0]).toMatchObject({ stage: "shift", facts: { by: 2 }, before: { mean: 2 }, after: { mean: 4 } });
    expect(product?.models.map(({ name, model }) => [name, model.values[0]])).toEqual([["body.density", 8 / 32]]);
    expect(product?.inversions[0]?.steps.map(({ iteration }) => iteration)).toEqual([0, 1, 2, 3, 4, 5]);
    expect(product?.cautions).toEqual(["Synthetic: survey extra is made up and shows nothing of the Earth."]);
    const { lineage, inputs, products } = manifest();
    expect(lineage["layer:mean"]).toEqual(["read stations.txt reader=recognised", "shift@1 by=2", "flat@1 more=extra"]);
    expect(inputs.map(({ survey, filename }: Record<string, string>) => [survey, filename])).toEqual([
      ["extra", "more.txt"],
      ["stations", "stations.txt"],
    ]);
    expect(products.map(({ path }: { path: string }) => path)).toEqual(["list.json"]);
  });

  it("does nothing twice, and only what follows from a change again", async () => {
    await run(everything);
    expect(await run(everything)).toMatchObject({ committed: 0, reused: 6 });
    const changed = await run({ ...everything, inversions: { body: { ...everything.inversions.body, options: { stop: "later" } } } });
    expect(changed).toMatchObject({ committed: 3, reused: 3 });
  });

  it("gives the same bytes in another folder", async () => {
    await run(everything);
    await run(everything, regionalHost(), "other");
    expect(manifest("other").products).toEqual(manifest().products);
  });

  it("goes on without a survey that is not there, where a stage can, and ends as partial", async () => {
    const fakes = regionalHost();
    const surveys = { ...everything.surveys, extra: { path: "absent.txt" } };
    const outcome = await run({ ...everything, surveys }, fakes);
    expect(outcome.exitCode).toBe(3);
    expect(outcome.unavailable[0]).toMatchObject({ modality: "extra", code: "GAM_SOURCE_UNAVAILABLE" });
    expect(outcome.unavailable[0]?.message).toContain(join(folder, "absent.txt"));
    expect(fakes.seen[0]?.layers[0]?.grid.values[0]).toBe(4);
    expect(manifest().missing).toEqual(["survey:extra"]);
  });

  it("ends with the status of the first failure if nothing can be read", async () => {
    writeFileSync(join(folder, "stations.txt"), "0 0 one\n");
    const outcome = await run({ surveys: { stations: { path: "stations.txt" } } });
    expect(outcome.exitCode).toBe(7);
    expect(outcome.failed[0]).toMatchObject({ task: "survey:stations", code: "GAM_INPUT_CORRUPT" });
  });

  it("names the package of a stage that breaks the contract", async () => {
    const outcome = await run({ layers: { bad: { from: "stations", stages: [{ stage: "broken" }] } } });
    expect(outcome.failed[0]?.message).toContain("fake-broken@1.0.0: stage broken gave arrays of 2 and");
  });

  it("resumes an inversion after its last whole iteration, with the same bytes", async () => {
    await run(everything, regionalHost(), "undisturbed");
    const fakes = regionalHost();
    fakes.iterations.breakAfter = 3;
    expect((await run(everything, fakes)).failed[0]).toMatchObject({ task: "inversion:body" });
    expect(readdirSync(join(folder, "out/state/checkpoints"))).toHaveLength(1);
    delete fakes.iterations.breakAfter;
    fakes.iterations.computed.length = 0;
    expect((await run(everything, fakes)).exitCode).toBe(0);
    expect(fakes.iterations.computed).toEqual([3, 4, 5]);
    expect(manifest().products).toEqual(manifest("undisturbed").products);
    const kept = (output: string) => readFileSync(join(folder, output, "state/commits", commitOf(output)), "utf8");
    expect(kept("out")).toBe(kept("undisturbed"));
    expect(readdirSync(join(folder, "out/state/checkpoints"))).toEqual([]);
  });

  it("ends with its own status if an inversion did not reach its target, and publishes what there is", async () => {
    const outcome = await run({ ...everything, inversions: { body: { ...everything.inversions.body, options: { stop: "early" } } } });
    expect(outcome).toMatchObject({ exitCode: 6, notConverged: ["inversion:body"] });
    expect(manifest().products).toHaveLength(1);
  });

  it("says in every product that it is coarser than asked", async () => {
    const fakes = regionalHost();
    await run({ ...everything, degrade: true, memoryMegabytes: 1 }, fakes);
    expect(fakes.seen[0]?.cautions).toContain("Coarser than asked: cells of 2 instead of 1.");
  });
});

/** The commit record of the inversion. */
function commitOf(output: string): string {
  const hash: string = manifest(output).tasks["inversion:body"];
  return join(hash.slice(0, 2), `${hash}.json`);
}
