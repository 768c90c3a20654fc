import { open, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { TaskEvent } from "@geoanomaly/core";
import { beforeAll, describe, expect, it } from "vitest";
import { emptyFolder, gam, startGam } from "./gam.js";

/** Two tiles of a coarse grid, without the slow products: tests of the whole globe stand elsewhere. */
const small = ["--tiles", "t_N30_E120", "t_N30_E130", "--offline"];

async function projectFolder(): Promise<string> {
  const folder = await emptyFolder();
  await writeFile(join(folder, "gam.yaml"), "grid: {spacing: 0.25}\nvisualizers: {map: false, web: false}\n");
  return folder;
}

describe("gam fuse on two tiles", () => {
  let folder = "";
  let first: Awaited<ReturnType<typeof gam>>;
  beforeAll(async () => {
    folder = await projectFolder();
    first = await gam(["fuse", "--jsonl", ...small], { folder });
  });

  it("ends with status 0 and says every event as a line of JSON", () => {
    expect(first.errors).toBe("");
    expect(first.status).toBe(0);
    const events = first.output
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line) as (TaskEvent | { type: "finished"; failed: unknown[] }) & { timestamp: string });
    expect(events.at(-1)).toMatchObject({ type: "finished", exitCode: 0, failed: [] });
    for (const { timestamp } of events) expect(timestamp).toMatch(/^\d{4}-\d\d-\d\dT/);
    const committed = events.flatMap((event) => (event.type === "committed" ? [event.task] : []));
    expect(committed).toContain("tile:t_N30_E120");
  });

  it("logs JSON lines with the mission's stages, and leaves metrics", async () => {
    const log = await readFile(join(folder, "data/outputs/logs/global_open_fusion_mvp.log"), "utf8");
    const lines = log
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    const stages = ["download", "reproject", "resample", "cog_write", "normalize", "fuse", "pmtiles_export", "validate"];
    for (const line of lines) {
      expect(line.trace_id).toBe(lines[0]?.trace_id);
      expect(stages).toContain(line.stage);
    }
    expect(lines.some(({ tile_id, duration_ms }) => tile_id === "t_N30_E120" && typeof duration_ms === "number")).toBe(true);
    const metrics = await readFile(join(folder, "data/outputs/logs/global_open_fusion_mvp.prom"), "utf8");
    expect(metrics).toContain('gam_tasks_total{kind="tile",outcome="committed"} 2');
    expect(metrics).not.toContain("t_N30");
  });

  it("does nothing the second time, and says that part is synthetic and how to get real inputs", async () => {
    const { status, output } = await gam(["fuse", ...small], { folder });
    expect(status).toBe(0);
    expect(output).toMatch(/^0 tasks committed, \d+ reused, 0 failed/m);
    expect(output).toContain("synthetic");
    expect(output.trimEnd().split("\n").at(-1)).toContain("npm start -- --fetch");
  });

  it("passes gam verify, and a flipped byte is found with status 4 and redone", async () => {
    expect(await gam(["verify"], { folder })).toMatchObject({ status: 0, output: expect.stringContaining("All checkpoints hold") });
    const file = await open(join(folder, "data/outputs/cog/fused/z0p25d/tiles/t_N30_E130.tif"), "r+");
    const { buffer } = await file.read(new Uint8Array(1), 0, 1, 2000);
    await file.write(Uint8Array.of(buffer[0]! ^ 0x10), 0, 1, 2000);
    await file.close();
    const found = await gam(["verify"], { folder });
    expect(found.status).toBe(4);
    expect(found.errors).toContain("t_N30_E130.tif: the file has changed");
    const plan = await gam(["plan", ...small], { folder });
    expect(plan.output).toMatch(/^run +tile:t_N30_E130 +output .* has changed$/m);
    expect((await gam(["fuse", ...small], { folder })).status).toBe(0);
    expect((await gam(["verify"], { folder })).status).toBe(0);
  });

  it("is told apart by gam diff from a run of other parameters", async () => {
    const second = await emptyFolder();
    const other = await gam(["fuse", ...small, "--fusion", "stouffer", "--output", join(second, "out")], { folder });
    expect(other.status).toBe(0);
    const same = await gam(["diff", "data/outputs", "data/outputs"], { folder });
    expect(same).toMatchObject({ status: 0, output: expect.stringContaining("byte for byte") });
    const different = await gam(["diff", "data/outputs", join(second, "out")], { folder });
    expect(different.status).toBe(1);
    expect(different.output).toContain("cog/fused/z0p25d/tiles/t_N30_E120.tif");
    expect(different.output).not.toContain("cog/mag/z0p25d/tiles/t_N30_E120.tif");
  });
});

it.each([
  ["SIGINT", 130],
  ["SIGTERM", 143],
] as const)("%s ends a run with status %i after committing, and the next goes on from there", async (signal, status) => {
  const folder = await projectFolder();
  const { child, ended } = startGam(["fuse", "--jsonl", ...small], { folder });
  let [seen, sent] = ["", false];
  child.stdout.on("data", (text: string) => {
    seen += text;
    if (sent || !seen.includes('"committed"')) return;
    sent = true; // a second signal would end it at once
    child.kill(signal);
  });
  const { status: actual, errors } = await ended;
  expect(errors).toContain("GAM_INTERRUPTED: stopped by");
  expect(actual).toBe(status);
  const plan = await gam(["plan", ...small], { folder });
  expect(plan.output).toMatch(/^done /m);
  expect((await gam(["fuse", ...small], { folder })).status).toBe(0);
});
