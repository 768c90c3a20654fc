import type { TaskGraph } from "@geoanomaly/core";
import cliProgress from "cli-progress";
import type { ProgressDisplay } from "./progress-display.js";
import { countTasks } from "./task-count.js";

/** For people: a bar with the count of tasks and the newest one. */
export function barDisplay(graph: TaskGraph, stream: NodeJS.WritableStream): ProgressDisplay {
  const counter = countTasks(graph);
  const bar = new cliProgress.MultiBar({
    format: "{bar} {value}/{total} tasks{failed}  {duration_formatted}  {task}",
    barCompleteChar: "█",
    barIncompleteChar: "░",
    barsize: 30,
    hideCursor: true,
    clearOnComplete: false,
    stream,
    fps: 8,
    gracefulExit: false, // signals are handled by whoever started the run
  });
  const single = bar.create(graph.tasks.length, 0, { task: "", failed: "" });
  return {
    observe: (event) => {
      if (event.type === "progress") return;
      if (event.type === "started") {
        single.update({ task: event.task });
        return;
      }
      const { done, failed } = counter.observe(event);
      single.update(done, { failed: failed > 0 ? `, ${failed} failed` : "" });
    },
    line: (text) => bar.log(`${text}\n`),
    end: () => {
      bar.update(); // writes the lines that wait for the next redraw, which stop() would drop
      bar.stop();
    },
  };
}
