import type { TaskEvent, TaskGraph } from "@geoanomaly/core";

/** How far a run is, counted from its events. */
export interface TaskCount {
  readonly total: number;
  /** Committed now or before. */
  readonly done: number;
  readonly failed: number;
  /** Left out: something they need has failed, or another shard does them. */
  readonly left: number;
}

/** Counts the tasks of a graph; each task counts once, by what became of it last. */
export function countTasks(graph: TaskGraph): { observe(event: TaskEvent): TaskCount } {
  const outcomes = new Map<string, "done" | "failed" | "left">();
  const count = { total: graph.tasks.length, done: 0, failed: 0, left: 0 };
  const become = (task: string, outcome: "done" | "failed" | "left") => {
    const before = outcomes.get(task);
    if (before !== undefined) count[before]--;
    count[outcome]++;
    outcomes.set(task, outcome);
  };
  return {
    observe: (event) => {
      if (event.type === "committed") become(event.task, "done");
      else if (event.type === "failed") become(event.task, "failed");
      else if (event.type === "skipped") become(event.task, event.reason === "already-committed" ? "done" : "left");
      return { ...count };
    },
  };
}
