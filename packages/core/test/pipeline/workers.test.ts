import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ConfigurationInput } from "../../src/configuration/schema.js";
import { bundleEntries } from "./fixture/bundle.js";
import { digests } from "./fixture/digests.js";
import type { Poison } from "./fixture/fake-plugins.js";
import { fakeConfiguration, runFake } from "./fixture/job.js";

const TILE = "t_S30_W120";

let base: string;
let inputs: string;
let bundle: string;
let workerEntry = "";
let jobEntry = "";
let undisturbed: Record<string, string>;
beforeAll(async () => {
  base = mkdtempSync(join(tmpdir(), "gam-workers-"));
  inputs = mkdtempSync(join(base, "inputs-"));
  const { folder, files } = await bundleEntries("worker-entry", "job-entry");
  bundle = folder;
  [workerEntry = "", jobEntry = ""] = files;
  const master = join(base, "master");
  await runFake({ configuration: fakeConfiguration(master), inputs });
  undisturbed = digests(master);
});
afterAll(() => {
  rmSync(base, { recursive: true, force: true });
  rmSync(bundle, { recursive: true, force: true });
});

function runWith(name: string, execution: ConfigurationInput["execution"], poison?: Poison) {
  const folder = join(base, name);
  const configuration = fakeConfiguration(folder, {
    execution: { threads: 2, workers: 2, ...execution },
    visualizers: { blob: poison ? { poison } : {} },
  });
  return runFake({ configuration, inputs, workerEntry }).then((result) => ({ ...result, folder }));
}

describe("worker processes", () => {
  it("make the same bytes as one process", async () => {
    const { outcome, folder } = await runWith("two", {});
    expect(outcome).toMatchObject({ exitCode: 0, committed: 84, failed: [] });
    expect(digests(folder)).toEqual(undisturbed);
  });

  it.each(["throw", "crash", "hang", "loop"] as const)("isolate a tile that would %s: it fails, the others go on", async (how) => {
    const { outcome, folder } = await runWith(how, { stallSeconds: 1.5 }, { tileId: TILE, how });
    expect(outcome.exitCode).toBe(3);
    expect(outcome.failedTiles).toEqual([TILE]);
    expect(outcome.failed.map(({ task, attempts }) => [task, attempts])).toEqual([[`tile:${TILE}`, how === "throw" ? 1 : 2]]);
    expect(readdirSync(join(folder, "cog/fused/tiles"))).toHaveLength(71);
    expect(existsSync(join(folder, "state/tmp"))).toBe(false);
  });

  it("stop a task at its time limit", async () => {
    const { outcome } = await runWith("limit", { taskTimeLimitSeconds: 1, stallSeconds: 60, attempts: 1 }, { tileId: TILE, how: "loop" });
    expect(outcome.failed).toMatchObject([
      { task: `tile:${TILE}`, code: "GAM_RESOURCE", message: expect.stringContaining("not done after 1 s") },
    ]);
  });

  it("replace one that crashed once, and what it had in hand is done", async () => {
    const { outcome, events, folder } = await runWith("once", {}, { tileId: TILE, how: "crash-once", marker: join(base, "crashed") });
    expect(outcome).toMatchObject({ exitCode: 0, failed: [] });
    expect(events.filter(({ type }) => type === "retrying")).toMatchObject([{ task: `tile:${TILE}`, reason: "crashed", attempt: 2 }]);
    expect(Object.keys(digests(folder)).length).toBe(Object.keys(undisturbed).length);
  });

  it("say so when they cannot start", async () => {
    const configuration = fakeConfiguration(join(base, "broken"), { execution: { threads: 2, workers: 2 } });
    const { outcome } = await runFake({ configuration, inputs, workerEntry: join(base, "no-such-module.mjs") });
    expect(outcome.exitCode).toBe(8);
    expect(outcome.failed[0]).toMatchObject({ code: "GAM_RESOURCE", message: expect.stringContaining("before it was ready") });
  });
});

/** A reproducible sequence in 0..1: Park and Miller's minimal standard generator. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48271) % 2147483647;
    return state / 2147483647;
  };
}

const ended = (child: ChildProcess): Promise<number | null> => new Promise((resolve) => child.once("exit", (code) => resolve(code)));

describe("SIGKILL at random moments", () => {
  it.each([0, 2])("and resume: the bytes are those of an undisturbed run (%i workers)", async (workers) => {
    const folder = join(base, `killed-${workers}`);
    const random = seeded(20 + workers);
    const start = () => spawn(process.execPath, [jobEntry, folder, inputs, String(workers), workerEntry], { stdio: "inherit" });
    let kills = 0;
    for (let round = 0; round < 12; round++) {
      const child = start();
      const end = ended(child);
      const timer = setTimeout(() => child.kill("SIGKILL"), 120 + 600 * random());
      const code = await end;
      clearTimeout(timer);
      if (code === null) kills++;
      else {
        expect(digests(folder)).toEqual(undisturbed);
        rmSync(folder, { recursive: true });
      }
    }
    expect(kills).toBeGreaterThan(2);
    expect(await ended(start())).toBe(0);
    expect(digests(folder)).toEqual(undisturbed);
  });
});
