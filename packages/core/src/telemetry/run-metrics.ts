import { Counter, Gauge, Histogram, Registry } from "prom-client";
import type { Task, TaskEvent, TaskGraph } from "../contracts/task.js";

export interface RunMetrics {
  /** Counts what a task event says. */
  observe(event: TaskEvent): void;
  /** The reference kernels had to stand in for the native ones. */
  countReferenceFallback(): void;
  /** Seconds the run took, and its exit status. */
  finish(seconds: number, exitCode: number): void;
  /** Prometheus text exposition. */
  text(): Promise<string>;
}

/**
 * Metrics of one run: prefix `gam_`, base units, labels of few values (kinds, outcomes, reasons), never a tile.
 * @param graph Tells the kind of a task from its id.
 */
export function createRunMetrics(graph: TaskGraph, build: { readonly version: string; readonly kernels: string }): RunMetrics {
  const registers = [new Registry()];
  const kinds = new Map<string, Task["kind"]>(graph.tasks.map(({ id, kind }) => [id, kind]));
  const kindOf = (task: string) => kinds.get(task) ?? "unknown";

  const tasks = new Counter({ name: "gam_tasks_total", help: "Tasks by kind and outcome", labelNames: ["kind", "outcome"], registers });
  const duration = new Histogram({
    name: "gam_task_duration_seconds",
    help: "Time from start to commit of a task",
    labelNames: ["kind"],
    buckets: [0.01, 0.05, 0.25, 1, 5, 30, 120, 600, 3600],
    registers,
  });
  const bytes = new Counter({ name: "gam_output_bytes_total", help: "Bytes of committed outputs", labelNames: ["kind"], registers });
  const retries = new Counter({ name: "gam_task_retries_total", help: "Tasks started again", labelNames: ["reason"], registers });
  const fallback = new Counter({ name: "gam_reference_kernels_total", help: "Runs that had to do without the native kernels", registers });
  const run = new Gauge({ name: "gam_run_duration_seconds", help: "Time the run took", registers });
  const exit = new Gauge({ name: "gam_run_exit_code", help: "Exit status of the run", registers });
  const info = new Gauge({ name: "gam_build_info", help: "Always 1", labelNames: ["version", "kernels"], registers });
  info.set({ version: build.version, kernels: build.kernels }, 1);

  return {
    observe: (event) => {
      if (event.type === "committed") {
        tasks.inc({ kind: kindOf(event.task), outcome: "committed" });
        duration.observe({ kind: kindOf(event.task) }, event.durationMs / 1000);
        bytes.inc({ kind: kindOf(event.task) }, event.bytes);
      } else if (event.type === "skipped") {
        tasks.inc({ kind: kindOf(event.task), outcome: event.reason });
      } else if (event.type === "failed") {
        tasks.inc({ kind: kindOf(event.task), outcome: "failed" });
      } else if (event.type === "retrying") {
        retries.inc({ reason: event.reason });
      }
    },
    countReferenceFallback: () => fallback.inc(),
    finish: (seconds, exitCode) => {
      run.set(seconds);
      exit.set(exitCode);
    },
    text: () => registers[0]!.metrics(),
  };
}
