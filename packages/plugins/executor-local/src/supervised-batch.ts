import type { Task, TaskEvent, WorkerHandle } from "@geoanomaly/core";
import { residentBytes } from "./resident-memory.js";

/** Why a worker had to go. */
export type Loss = Extract<TaskEvent, { type: "retrying" }>["reason"];

export interface Limits {
  readonly taskTimeLimitSeconds: number;
  readonly stallSeconds: number;
  readonly hardMemoryMegabytes: number | undefined;
}

export interface BatchResult {
  /** Set if the worker is gone. */
  readonly loss?: { readonly reason: Loss; readonly detail: string; readonly suspect: Task };
  /** Tasks that neither committed nor failed. */
  readonly unsettled: readonly Task[];
}

/**
 * Runs a batch on a worker and watches it: no event for `stallSeconds`, a task above its time limit or a process above the memory
 * budget is killed with SIGKILL, since a worker in an endless loop answers nothing else. The last started task is the suspect.
 */
export async function superviseBatch(
  worker: WorkerHandle,
  tasks: readonly Task[],
  threads: number,
  limits: Limits,
  onEvent: (event: TaskEvent) => void,
  signal: AbortSignal,
): Promise<BatchResult> {
  const unsettled = new Map(tasks.map((task) => [task.id, task]));
  let suspect = tasks[0];
  let started = performance.now();
  let lastSign = started;
  let killed: { reason: Loss; detail: string } | undefined;
  let gone: string | undefined;

  const hear = (event: TaskEvent): void => {
    lastSign = performance.now();
    if (event.type === "started") {
      started = lastSign;
      suspect = tasks.find(({ id }) => id === event.task) ?? suspect;
    }
    if (event.type === "committed" || event.type === "failed") unsettled.delete(event.task);
    onEvent(event);
  };
  const kill = (reason: Loss, detail: string): void => {
    killed ??= { reason, detail };
    worker.kill();
  };
  const look = (): void => {
    const now = performance.now();
    const resident = limits.hardMemoryMegabytes === undefined ? undefined : residentBytes(worker.pid);
    if (now - lastSign > limits.stallSeconds * 1000) kill("stalled", `no sign of life for ${limits.stallSeconds} s`);
    else if (now - started > limits.taskTimeLimitSeconds * 1000) kill("timed-out", `not done after ${limits.taskTimeLimitSeconds} s`);
    else if (resident !== undefined && resident > (limits.hardMemoryMegabytes ?? 0) * 1e6) {
      kill("out-of-memory", `${Math.round(resident / 1e6)} MB resident, allowed are ${limits.hardMemoryMegabytes} MB`);
    }
  };
  const interval = Math.min(500, 250 * Math.min(limits.stallSeconds, limits.taskTimeLimitSeconds));
  const timer = setInterval(look, interval);
  const exit = worker.exited.then(({ code, signal: by }) => {
    gone = by ? `the worker was ended by ${by}` : `the worker exited with status ${code}`;
  });
  try {
    await Promise.race([worker.run(tasks, threads, hear, signal), exit]);
    // `run` also settles when the worker is gone; let its end be known before judging.
    if (unsettled.size > 0) await Promise.race([exit, new Promise((resolve) => setTimeout(resolve, 200))]);
  } finally {
    clearInterval(timer);
  }
  if (gone === undefined || suspect === undefined) return { unsettled: [...unsettled.values()] };
  const loss = killed ?? { reason: "crashed" as const, detail: gone };
  return {
    loss: { ...loss, suspect: unsettled.get(suspect.id) ?? [...unsettled.values()][0] ?? suspect },
    unsettled: [...unsettled.values()],
  };
}
