import type { TaskGraph } from "@geoanomaly/core";
import type { ProgressDisplay } from "./progress-display.js";
import { countTasks, type TaskCount } from "./task-count.js";

/** For batch logs: one line at the start of work, then at most one every `seconds`, also while nothing happens. */
export function heartbeatDisplay(graph: TaskGraph, print: (line: string) => void, seconds = 15): ProgressDisplay {
  const counter = countTasks(graph);
  const started = performance.now();
  const running = new Set<string>();
  let count: TaskCount = { total: graph.tasks.length, done: 0, failed: 0, left: 0 };
  const beat = () => {
    const failed = count.failed > 0 ? `, ${count.failed} failed` : "";
    const now = running.size > 0 ? `, running ${[...running].slice(0, 3).join(", ")}${running.size > 3 ? ", ..." : ""}` : "";
    print(`${Math.round((performance.now() - started) / 1000)} s: ${count.done} of ${count.total} tasks done${failed}${now}`);
  };
  const timer = setInterval(beat, seconds * 1000);
  timer.unref();
  return {
    observe: (event) => {
      if (event.type === "started") running.add(event.task);
      else if (event.type !== "progress") running.delete(event.task);
      if (event.type !== "progress" && event.type !== "started") count = counter.observe(event);
    },
    line: print,
    end: () => {
      clearInterval(timer);
      beat();
    },
  };
}
