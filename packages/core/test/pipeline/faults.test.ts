import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { NodeFileSystem, OutputFolder } from "@geoanomaly/core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { digests } from "./fixture/digests.js";
import { fakeHost } from "./fixture/fake-host.js";
import { FaultyFileSystem } from "./fixture/faulty-file-system.js";
import { fakeConfiguration, runFake } from "./fixture/job.js";

let base: string;
let inputs: string;
let undisturbed: Record<string, string>;
const region = { tiles: { include: ["t_N00_E000"] } };
const small = (folder: string) => fakeConfiguration(folder, { region, grid: { spacing: 10, tileSize: 90 } });
beforeAll(async () => {
  base = mkdtempSync(join(tmpdir(), "gam-faults-"));
  inputs = mkdtempSync(join(base, "inputs-"));
  const master = join(base, "master");
  const { outcome } = await runFake({ configuration: small(master), inputs });
  expect(outcome.exitCode).toBe(0);
  undisturbed = digests(master);
});
afterAll(() => rmSync(base, { recursive: true, force: true }));

describe("a fault of the file system", () => {
  /** Operations of an undisturbed run, in order. */
  async function operations(): Promise<string[]> {
    const seen: string[] = [];
    const fileSystem = new FaultyFileSystem((operation) => void seen.push(operation));
    await runFake({ configuration: small(join(base, "count")), inputs, host: fakeHost({ fileSystem }) });
    return seen;
  }

  async function disturb(folder: string, nth: number, how: "fail" | "tear"): Promise<void> {
    const fileSystem = new FaultyFileSystem((_, __, count) => (count === nth ? how : undefined));
    const { outcome } = await runFake({ configuration: small(folder), inputs, host: fakeHost({ fileSystem }) });
    for (const { code, message } of outcome.failed) expect(`${code} ${message}`).toMatch(/^GAM_RESOURCE .*\(ENOSPC\)$/);
    const { outcome: second } = await runFake({ configuration: small(folder), inputs });
    expect(second.exitCode).toBe(0);
    expect(digests(folder), `${how} at operation ${nth}`).toEqual(undisturbed);
    rmSync(folder, { recursive: true });
  }

  it("at any one operation is a clear error or harmless, and a resume ends with the same bytes", { timeout: 300_000 }, async () => {
    const seen = await operations();
    expect(seen.length).toBeGreaterThan(60);
    for (const [index, operation] of seen.entries()) {
      await disturb(join(base, "disturbed"), index + 1, "fail");
      if (operation === "write") await disturb(join(base, "disturbed"), index + 1, "tear");
    }
  });

  it("from some moment on, as of a full disk, ends with exit status 8 and keeps what was committed", async () => {
    const folder = join(base, "full");
    const fileSystem = new FaultyFileSystem((operation, _, count) => (count > 60 && operation !== "make folder" ? "fail" : undefined));
    const { outcome } = await runFake({ configuration: small(folder), inputs, host: fakeHost({ fileSystem }) });
    expect(outcome.exitCode).toBe(8);
    expect(outcome.committed).toBeGreaterThan(0);
    const { outcome: second } = await runFake({ configuration: small(folder), inputs });
    expect(second).toMatchObject({ exitCode: 0, reused: outcome.committed });
    expect(digests(folder)).toEqual(undisturbed);
  });

  it.runIf(process.getuid?.() !== 0)("of a read-only folder names it and the code", async () => {
    const folder = join(base, "read-only");
    mkdirSync(folder);
    chmodSync(folder, 0o555);
    await expect(runFake({ configuration: small(folder), inputs })).resolves.toMatchObject({
      outcome: { exitCode: 8, failed: [{ code: "GAM_RESOURCE", message: expect.stringContaining("EACCES") }] },
    });
  });
});

describe("paths", () => {
  it.each(["../up", "/etc/passwd", "a/../../b", "a//b", ".", "", "a\\b", "c:/d", "a\0b"])("%j is refused", (path) => {
    expect(() => new OutputFolder(base, new NodeFileSystem()).absolute(path)).toThrow(/stays inside/);
  });

  it("through a symbolic link that leads out are refused, and nothing is made there", async () => {
    const folder = join(base, "linked");
    const outside = join(base, "outside");
    mkdirSync(folder);
    mkdirSync(outside);
    symlinkSync(outside, join(folder, "cog"));
    const output = new OutputFolder(folder, new NodeFileSystem());
    await expect(output.prepare("cog/mag/tile.tif")).rejects.toMatchObject({
      code: "GAM_PARAMETER_INVALID",
      message: expect.stringContaining(outside),
    });
    expect(readdirSync(outside)).toEqual([]);
  });

  it("through a symbolic link that stays inside are fine", async () => {
    const folder = join(base, "inside");
    mkdirSync(join(folder, "elsewhere"), { recursive: true });
    symlinkSync(join(folder, "elsewhere"), join(folder, "cog"));
    await expect(new OutputFolder(folder, new NodeFileSystem()).prepare("cog/a/b.tif")).resolves.toBe(join(folder, "cog/a/b.tif"));
    expect(existsSync(join(folder, "elsewhere/a"))).toBe(true);
  });

  it("that a visualizer makes up to leave the folder fail its tile only", async () => {
    const folder = join(base, "escape");
    const visualizers = { blob: { poison: { tileId: "t_N30_E000", how: "escape" } } };
    const { outcome } = await runFake({ configuration: fakeConfiguration(folder, { visualizers }), inputs });
    expect(outcome).toMatchObject({ exitCode: 3, failedTiles: ["t_N30_E000"], failed: [{ code: "GAM_PARAMETER_INVALID" }] });
    expect(existsSync(join(base, "escaped.txt"))).toBe(false);
  });
});

describe("staged files", () => {
  it("of a dead process of this machine are swept, those of a living one are not", async () => {
    const folder = join(base, "staging");
    const output = new OutputFolder(folder, new NodeFileSystem());
    const own = await output.stagingPath();
    const machine = join(own, "../..");
    const [name = ""] = readdirSync(machine);
    const dead = name.replace(`@${process.pid}@`, "@999999999@");
    const parent = name.replace(`@${process.pid}@`, `@${process.ppid}@`);
    for (const other of [dead, parent, "another-machine@999999999@x"]) mkdirSync(join(machine, other));
    await output.sweepStaging();
    expect(readdirSync(machine).sort()).toEqual([name, parent, "another-machine@999999999@x"].sort());
  });
});
