import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createRunLogger } from "@geoanomaly/core/telemetry";
import { expect, it, onTestFinished } from "vitest";

async function logFile(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "gam-log-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return join(folder, "logs", "job.log");
}

const linesOf = async (file: string) =>
  (await readFile(file, "utf8"))
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as Record<string, unknown>);

it("writes one JSON object per line with the mission's keys", async () => {
  const file = await logFile();
  const logger = createRunLogger({ file, traceId: "abc" });
  logger.log("info", "committed", { stage: "fuse", tile_id: "t_N30_E120", duration_ms: 12 });
  logger.flush();
  const [line] = await linesOf(file);
  expect(line).toEqual({
    level: "info",
    timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
    trace_id: "abc",
    stage: "fuse",
    tile_id: "t_N30_E120",
    duration_ms: 12,
    message: "committed",
  });
});

it("appends, so that two processes may share a file", async () => {
  const file = await logFile();
  for (const traceId of ["one", "two"]) createRunLogger({ file, traceId }).log("info", "here");
  expect((await linesOf(file)).map((line) => line.trace_id)).toEqual(["one", "two"]);
});

it("leaves out what is below its level", async () => {
  const file = await logFile();
  const logger = createRunLogger({ file, traceId: "x", level: "warn" });
  for (const level of ["debug", "info", "warn", "error"] as const) logger.log(level, level);
  expect((await linesOf(file)).map(({ level }) => level)).toEqual(["warn", "error"]);
});

it("shows warnings and errors to people, and the rest only if asked to", () => {
  const [quiet, verbose]: [string[], string[]] = [[], []];
  for (const [shown, isVerbose] of [
    [quiet, false],
    [verbose, true],
  ] as const) {
    const logger = createRunLogger({ traceId: "x", terminal: (line) => shown.push(line), verbose: isVerbose });
    logger.log("info", "begun", { stage: "fuse" });
    logger.log("warn", "slow", { stage: "fuse", tile_id: "t_N00_E000" });
  }
  expect(quiet).toEqual(["warn  [fuse t_N00_E000] slow"]);
  expect(verbose).toEqual(["info  [fuse] begun", "warn  [fuse t_N00_E000] slow"]);
});

it("never writes credentials", async () => {
  const file = await logFile();
  const shown: string[] = [];
  const logger = createRunLogger({ file, traceId: "x", terminal: (line) => shown.push(line) });
  logger.log("warn", "mirror https://me:sesame@example.org/x?token=sesame failed", { url: "https://me:sesame@example.org/" });
  expect(await readFile(file, "utf8")).not.toContain("sesame");
  expect(shown.join()).not.toContain("sesame");
});
