import type { TaskEvent } from "@geoanomaly/core";
import { sampleGraph } from "@geoanomaly/core/testing";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { barDisplay } from "../src/progress/bar-display.js";
import { heartbeatDisplay } from "../src/progress/heartbeat-display.js";
import { jsonLinesDisplay } from "../src/progress/json-lines-display.js";
import { countTasks } from "../src/progress/task-count.js";

const committed = (task: string): TaskEvent => ({ type: "committed", task, durationMs: 1, bytes: 1 });

describe("countTasks", () => {
  it("counts each task once, by what became of it last", () => {
    const counter = countTasks(sampleGraph(3));
    counter.observe({ type: "failed", task: "tile:0", code: "X", message: "", attempts: 1 });
    counter.observe(committed("tile:0"));
    counter.observe({ type: "skipped", task: "fuse", reason: "already-committed" });
    counter.observe({ type: "skipped", task: "catalogue", reason: "dependency-failed" });
    expect(counter.observe({ type: "progress", task: "tile:1", fraction: 0.5 })).toEqual({ total: 7, done: 2, failed: 0, left: 1 });
  });
});

describe("a heartbeat", () => {
  beforeEach(() => void vi.useFakeTimers({ toFake: ["setInterval", "clearInterval", "performance"] }));
  afterEach(() => void vi.useRealTimers());

  it("says at each interval how far the run is, also while nothing happens, and once at the end", () => {
    const lines: string[] = [];
    const display = heartbeatDisplay(sampleGraph(3), (line) => lines.push(line), 15);
    display.observe({ type: "started", task: "prepare:mag", worker: 1 });
    vi.advanceTimersByTime(30_000);
    display.observe(committed("prepare:mag"));
    display.observe({ type: "failed", task: "tile:0", code: "X", message: "", attempts: 1 });
    display.end();
    vi.advanceTimersByTime(60_000);
    expect(lines).toEqual([
      "15 s: 0 of 7 tasks done, running prepare:mag",
      "30 s: 0 of 7 tasks done, running prepare:mag",
      "30 s: 1 of 7 tasks done, 1 failed",
    ]);
  });
});

describe("JSON lines", () => {
  it("are the events with their times, one per line; lines for people go elsewhere", () => {
    const [lines, warnings]: [string[], string[]] = [[], []];
    const display = jsonLinesDisplay(
      (line) => lines.push(line),
      (line) => warnings.push(line),
    );
    display.observe(committed("fuse"));
    display.line("slow");
    display.end();
    expect(lines.map((line) => JSON.parse(line))).toEqual([{ timestamp: expect.any(String), ...committed("fuse") }]);
    expect(warnings).toEqual(["slow"]);
  });
});

describe("a bar", () => {
  it("shows the count of tasks, the newest one and failures, with lines for people above it", () => {
    let screen = "";
    const stream = {
      write: (text: string) => {
        screen += text;
        return true;
      },
      isTTY: true,
      columns: 120,
    } as unknown as NodeJS.WritableStream;
    const display = barDisplay(sampleGraph(2), stream);
    display.observe({ type: "started", task: "tile:1", worker: 1 });
    display.observe(committed("fuse"));
    display.observe({ type: "failed", task: "tile:0", code: "X", message: "", attempts: 1 });
    display.line("warn  a warning");
    display.end();
    expect(screen).toMatch(/warn {2}a warning.*\n/);
    expect(screen).toMatch(/1\/6 tasks, 1 failed .* tile:1/);
  });
});
