import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { SourceUnavailableError } from "@geoanomaly/core";
import { local } from "@geoanomaly/plugin-executor-local";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { executeRun, planRun } from "../../src/pipeline/index.js";
import { digests } from "./fixture/digests.js";
import { fakeHost } from "./fixture/fake-host.js";
import { fakeConfiguration, fakeSources, runFake } from "./fixture/job.js";

let base: string;
let inputs: string;
beforeAll(() => {
  base = mkdtempSync(join(tmpdir(), "gam-partial-"));
  inputs = mkdtempSync(join(base, "inputs-"));
});
afterAll(() => rmSync(base, { recursive: true, force: true }));

const json = (...path: string[]) => JSON.parse(readFileSync(join(...path), "utf8"));
const gravity = { dataset: "seed" };

describe("a modality that fails", () => {
  it.each([
    ["is corrupt", { corrupt: true }, "GAM_INPUT_CORRUPT"],
    ["does not come to the grid", { mismatch: true }, "GAM_GRID_MISMATCH"],
    ["has no data at all", { holes: 1000 }, "GAM_INPUT_CORRUPT"],
  ])("since it %s is left out: the run ends partial", async (_, options, code) => {
    const folder = join(base, code + Object.keys(options)[0]);
    const modalities = { magnetic: { dataset: "seed", options }, gravity };
    const { outcome } = await runFake({ configuration: fakeConfiguration(folder, { modalities }), inputs });
    expect(outcome).toMatchObject({ exitCode: 3, failed: [{ task: "prepare:mag", code }], blocked: ["normalise:mag"], failedTiles: [] });
    expect(readdirSync(join(folder, "cog")).sort()).toEqual(["fused", "grav"]);
    expect(json(folder, "manifest/global_mvp_manifest.json").missing).toEqual(["prepare:mag", "normalise:mag"]);
  });

  it("that has no source is left out, too; if none is left, the first error stands", async () => {
    const folder = join(base, "unavailable");
    const found = fakeSources(inputs);
    const request = {
      configuration: fakeConfiguration(folder),
      host: fakeHost(),
      signal: new AbortController().signal,
      resolve: async (modality: { readonly id: string }) => {
        if (modality.id === "magnetic") throw new SourceUnavailableError("EMAG2.tif", "nowhere");
        return found(modality);
      },
    };
    const plan = await planRun(request);
    expect(plan.unavailable).toMatchObject([{ modality: "magnetic", code: "GAM_SOURCE_UNAVAILABLE" }]);
    const outcome = await executeRun(plan, { host: fakeHost(), executor: local, workerEntry: "", signal: request.signal });
    expect(outcome.exitCode).toBe(3);
    const modalities = { magnetic: { dataset: "seed" } };
    await expect(planRun({ ...request, configuration: fakeConfiguration(folder, { modalities }) })).rejects.toThrow("EMAG2.tif: nowhere");
  });

  it("makes its products once it can be had: what went without it is made again", async () => {
    const folder = join(base, "healed");
    const master = join(base, "whole");
    const marker = join(base, "crashed-once");
    const configuration = fakeConfiguration(folder);
    const host = fakeHost();
    const failing = {
      ...host,
      plugins: {
        ...host.plugins,
        load: async (kind: never, id: never) => {
          const plugin = await host.plugins.load(kind, id);
          const broken = { ...(plugin as object), fetch: () => Promise.reject(new SourceUnavailableError(marker, "gone for now")) };
          return (id === "magnetic" ? broken : plugin) as never;
        },
      },
    };
    const { outcome: first } = await runFake({ configuration, inputs, host: failing });
    expect(first).toMatchObject({ exitCode: 3, failed: [{ task: "prepare:mag" }] });
    const { outcome: second, plan } = await runFake({ configuration, inputs });
    expect(second).toMatchObject({ exitCode: 0, committed: 82, reused: 2 }); // prepare:grav and normalise:grav stand
    expect(plan.tasks.find(({ task }) => task.id === "fuse")?.reason).toBe("went without normalise:mag, which is tried again");
    await runFake({ configuration: fakeConfiguration(master), inputs });
    expect(digests(folder)).toEqual(digests(master));
  });

  it("leaves nothing if it was the only one: the run ends with the status of its failure", async () => {
    const modalities = { magnetic: { dataset: "seed", options: { corrupt: true } } };
    const { outcome } = await runFake({ configuration: fakeConfiguration(join(base, "nothing"), { modalities }), inputs });
    expect(outcome.exitCode).toBe(7);
    expect(outcome.failed.map(({ task }) => task)).toEqual(["prepare:mag", "fuse"]);
  });
});

describe("tiles with too little data", () => {
  it("are published, marked as failed in the state file, and make the run partial", async () => {
    const folder = join(base, "sparse");
    const modalities = { magnetic: { dataset: "seed", options: { holes: 3 } }, gravity }; // 3 of the 15 rows of the northern tiles
    const { outcome } = await runFake({ configuration: fakeConfiguration(folder, { modalities }), inputs });
    expect(outcome.exitCode).toBe(3);
    expect(outcome.failed).toEqual([]);
    expect(outcome.failedTiles).toHaveLength(12);
    expect(outcome.findings[0]).toMatchObject({
      checkpoint: "statistics-sanity",
      tileId: "t_N60_W180",
      message: expect.stringContaining("180 of 225"),
    });
    const state = json(folder, "state/global_mvp_state.json");
    expect(state.summary).toEqual({ tiles: 72, complete: 60, failed: 12, verified: true });
    expect(state.tiles.t_N60_W180.status).toBe("failed");
    expect(readdirSync(join(folder, "cog/mag/tiles"))).toHaveLength(72);
  });

  it("count by the threshold of their modality", async () => {
    const modalities = { magnetic: { dataset: "seed", options: { holes: 3 }, minimumFiniteFraction: 0.8 }, gravity };
    const { outcome } = await runFake({ configuration: fakeConfiguration(join(base, "enough"), { modalities }), inputs });
    expect(outcome).toMatchObject({ exitCode: 0, failedTiles: [] });
  });
});

describe("a run of a region", () => {
  it("makes the same tiles as a run of the globe, byte for byte, and reuses what that has prepared", async () => {
    const globe = join(base, "globe");
    const region = join(base, "region");
    const bounds = { west: 150, south: 0, east: -150, north: 30 };
    await runFake({ configuration: fakeConfiguration(globe), inputs });
    await runFake({ configuration: fakeConfiguration(region, { region: { bounds } }), inputs });
    const whole = digests(globe);
    const part = Object.entries(digests(region)).filter(([path]) => path.startsWith("cog/") || path.startsWith("metadata/"));
    expect(part).toHaveLength(2 * 6);
    for (const [path, digest] of part) expect(whole[path]).toBe(digest);
    const { outcome } = await runFake({ configuration: fakeConfiguration(globe, { region: { bounds } }), inputs });
    expect(outcome).toMatchObject({ committed: 6, reused: 8 }); // blob, checks, verify and catalogue depend on the region
  });
});
