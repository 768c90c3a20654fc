import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { diffRuns, NodeFileSystem, verifyRun } from "@geoanomaly/core";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { digests } from "../pipeline/fixture/digests.js";
import { fakeHost } from "../pipeline/fixture/fake-host.js";
import { fakeConfiguration, fakeSources, runFake } from "../pipeline/fixture/job.js";

const signal = new AbortController().signal;
const TILE = "t_N30_E060";
const raster = `cog/fused/tiles/${TILE}.tif`;

let base: string;
let inputs: string;
let master: string;
let folder: string;
beforeAll(async () => {
  base = mkdtempSync(join(tmpdir(), "gam-verify-"));
  inputs = mkdtempSync(join(base, "inputs-"));
  master = join(base, "master");
  await runFake({ configuration: fakeConfiguration(master), inputs });
});
afterAll(() => rmSync(base, { recursive: true, force: true }));
beforeEach(() => {
  folder = mkdtempSync(join(base, "run-"));
  cpSync(master, folder, { recursive: true });
});

const verify = async (sources = true) => {
  const files = { mag: await fakeSources(inputs)({ id: "magnetic" }), grav: await fakeSources(inputs)({ id: "gravity" }) };
  return verifyRun({ folder, host: fakeHost(), threads: 1, signal, ...(sources ? { sources: files } : {}) });
};

describe("verifyRun", () => {
  it("passes what a run has just made, and touches nothing", async () => {
    const before = digests(folder);
    const report = await verify();
    expect(report).toMatchObject({ passed: true, findings: [], failedTiles: [] });
    expect(report.checkpoints["grid-alignment"]).toEqual({ rasters: 216 });
    expect(digests(folder)).toEqual(before);
  });

  it("warns that it could not look at inputs that are not at hand", async () => {
    const { passed, findings } = await verify(false);
    expect(passed).toBe(true);
    expect(findings.map(({ checkpoint, severity }) => [checkpoint, severity])).toEqual(Array(2).fill(["input-integrity", "warning"]));
  });

  it("finds an input that has changed", async () => {
    const sources = { mag: await fakeSources(inputs)({ id: "magnetic" }) };
    writeFileSync(sources.mag[0]?.path ?? "", "another seed");
    const { findings } = await verifyRun({ folder, host: fakeHost(), threads: 1, signal, sources });
    expect(findings.filter(({ severity }) => severity === "error")).toMatchObject([
      { message: expect.stringMatching(/^expected sha256 .* has changed/) },
    ]);
  });

  it("finds a flipped byte, marks the tile failed in the state file, and the next run makes it good", async () => {
    const bytes = readFileSync(join(folder, raster));
    writeFileSync(join(folder, raster), bytes.with(bytes.length - 1, (bytes.at(-1) ?? 0) ^ 1));
    const report = await verify();
    expect(report).toMatchObject({ passed: false, failedTiles: [TILE], findings: [{ checkpoint: "output-integrity", path: raster }] });
    const state = JSON.parse(readFileSync(join(folder, "state/global_mvp_state.json"), "utf8"));
    expect(state.tiles[TILE]).toMatchObject({ status: "failed", failed_checkpoints: [{ checkpoint: "output-integrity" }] });
    const { outcome } = await runFake({ configuration: fakeConfiguration(folder), inputs });
    expect(outcome).toMatchObject({ exitCode: 0, committed: 3 }); // the tile, and the report and the state that told of it
    expect(digests(folder)).toEqual(digests(master));
  });

  it("finds a raster that lies elsewhere than its tile, even if its record says so", async () => {
    const other = fakeConfiguration(folder);
    const host = fakeHost();
    const shifted = {
      ...host,
      read: async (...[path, options, context]: Parameters<typeof host.read>) => {
        const data = await host.read(path, options, context);
        if (data.kind !== "grid" || !path.endsWith(`${TILE}.tif`)) return data;
        return { kind: "grid" as const, grid: { ...data.grid, transform: [2, 0, 61, 0, -2, 60] as const } };
      },
    };
    const { findings } = await verifyRun({ folder: other.outputs.folder, host: shifted, threads: 1, signal });
    const errors = findings.filter(({ severity }) => severity === "error");
    expect(errors).toHaveLength(3);
    expect(errors[0]).toMatchObject({
      checkpoint: "grid-alignment",
      tileId: TILE,
      message: "expected geotransform [2 0 60 0 -2 60], found [2 0 61 0 -2 60]",
    });
  });

  it("says so where there is no finished run", async () => {
    await expect(verifyRun({ folder: inputs, host: fakeHost(), threads: 1, signal })).rejects.toMatchObject({ code: "GAM_INTEGRITY" });
  });
});

describe("diffRuns", () => {
  const diff = (second: string) => diffRuns(master, second, new NodeFileSystem());

  it("finds two runs of the same plan equal", async () => {
    await expect(diff(folder)).resolves.toMatchObject({ equal: true, samePlan: true, different: [], onlyInFirst: [] });
  });

  it("tells which products and tasks differ, and by how much their statistics do", async () => {
    const other = join(base, "clamped");
    await runFake({ configuration: fakeConfiguration(other, { robust: { limit: 1 } }), inputs });
    const found = await diff(other);
    expect(found).toMatchObject({ equal: false, samePlan: false, onlyInFirst: [], onlyInSecond: [] });
    expect(found.differentTasks).toContain("normalise:mag");
    expect(found.differentTasks).not.toContain("prepare:mag");
    expect(found.different.filter((path) => path.startsWith("cog/mag/"))).toEqual([]); // the layer itself is as it was
    expect(found.statistics.fused?.max).toBeGreaterThan(0);
    expect(found.statistics.fused?.count).toBe(0);
  });

  it("lists what only one of them has", async () => {
    const part = join(base, "part");
    await runFake({ configuration: fakeConfiguration(part, { region: { tiles: { include: [TILE] } } }), inputs });
    const { onlyInFirst, onlyInSecond } = await diff(part);
    expect(onlyInSecond).toEqual([]);
    expect(onlyInFirst).toHaveLength(71 * 6);
  });
});
