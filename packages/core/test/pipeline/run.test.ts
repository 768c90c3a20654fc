import { cpSync, mkdtempSync, readFileSync, rmSync, statSync, truncateSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TaskEvent } from "@geoanomaly/core";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { digests } from "./fixture/digests.js";
import { fakeConfiguration, planFake, runFake } from "./fixture/job.js";

const committed = (events: readonly TaskEvent[]): string[] =>
  events.flatMap((event) => (event.type === "committed" ? [event.task] : [])).sort();

let base: string;
let inputs: string;
let master: string;
let folder: string;
beforeAll(async () => {
  base = mkdtempSync(join(tmpdir(), "gam-run-"));
  inputs = mkdtempSync(join(base, "inputs-"));
  master = join(base, "master");
  const { outcome } = await runFake({ configuration: fakeConfiguration(master), inputs });
  expect(outcome).toMatchObject({ exitCode: 0, committed: 84, failed: [], failedTiles: [] });
});
afterAll(() => rmSync(base, { recursive: true, force: true }));
beforeEach(() => {
  folder = mkdtempSync(join(base, "run-"));
  cpSync(master, folder, { recursive: true });
});

describe("a finished run", () => {
  it("publishes every tile with a sidecar for each layer, the manifest, the state and a STAC catalogue", () => {
    const files = Object.keys(digests(master));
    for (const layer of ["mag", "grav", "fused"]) {
      expect(files.filter((path) => path.startsWith(`cog/${layer}/tiles/`))).toHaveLength(72);
      expect(files.filter((path) => path.startsWith("metadata/") && path.endsWith(`_${layer}.json`))).toHaveLength(72);
    }
    expect(files).toEqual(
      expect.arrayContaining([
        "manifest/global_mvp_manifest.json",
        "state/global_mvp_state.json",
        "state/verification.json",
        "stac/catalog.json",
        "stac/collection.json",
        "blob/mosaic.bin",
      ]),
    );
  });

  it("leaves nothing staged behind", () => {
    expect(Object.keys(digests(master)).filter((path) => path.startsWith("state/tmp"))).toEqual([]);
  });

  it("has the same bytes when made again elsewhere, with other threads", async () => {
    const other = join(base, "other");
    await runFake({ configuration: fakeConfiguration(other, { execution: { threads: 1, workers: 0 } }), inputs });
    expect(digests(other)).toEqual(digests(master));
  });

  it("has nothing left to do, whatever the times of its files say", async () => {
    for (const path of Object.keys(digests(folder))) utimesSync(join(folder, path), 1, 1);
    const { events, outcome } = await runFake({ configuration: fakeConfiguration(folder), inputs });
    expect(committed(events)).toEqual([]);
    expect(outcome).toMatchObject({ exitCode: 0, committed: 0, reused: 84 });
  });
});

describe("resume", () => {
  const tile = "t_N30_E060";
  const raster = `cog/mag/tiles/${tile}.tif`;

  it.each([
    ["a truncated output", (path: string) => truncateSync(path, statSync(path).size - 1)],
    [
      "a flipped byte",
      (path: string) =>
        writeFileSync(
          path,
          readFileSync(path).map((byte, i) => (i === 300 ? byte ^ 1 : byte)),
        ),
    ],
    ["a deleted output", (path: string) => rmSync(path)],
  ])("redoes only the task of %s, and the bytes are those of the undisturbed run", async (_, damage) => {
    damage(join(folder, raster));
    const { events, outcome } = await runFake({ configuration: fakeConfiguration(folder), inputs });
    expect(committed(events)).toEqual([`tile:${tile}`]);
    expect(outcome.exitCode).toBe(0);
    expect(digests(folder)).toEqual(digests(master));
  });

  it("redoes a task whose record is damaged", async () => {
    const plan = await planFake({ configuration: fakeConfiguration(folder), inputs });
    const { hash } = plan.graph.tasks.find(({ id }) => id === `tile:${tile}`) ?? { hash: "" };
    const record = join(folder, "state/commits", hash.slice(0, 2), `${hash}.json`);
    writeFileSync(record, readFileSync(record, "utf8").replace(/"count":\d+/, '"count":7'));
    const { events } = await runFake({ configuration: fakeConfiguration(folder), inputs });
    expect(committed(events)).toEqual([`tile:${tile}`]);
    expect(digests(folder)).toEqual(digests(master));
  });

  it("says in the plan what would run and why, and changes nothing", async () => {
    rmSync(join(folder, raster));
    const before = digests(folder);
    const { tasks } = await planFake({ configuration: fakeConfiguration(folder), inputs });
    const open = tasks.filter(({ state }) => state === "run").map(({ task, reason }) => [task.id, reason]);
    expect(open[0]).toEqual([`tile:${tile}`, `output ${raster} is absent`]);
    expect(open[1]).toEqual(["blob", `needs tile:${tile} first`]);
    expect(digests(folder)).toEqual(before);
  });

  it("redoes everything when forced", async () => {
    const configuration = fakeConfiguration(folder, { execution: { threads: 2, workers: 0, force: true } });
    const { outcome } = await runFake({ configuration, inputs });
    expect(outcome.committed).toBe(84);
    expect(digests(folder)).toEqual(digests(master));
  });
});
