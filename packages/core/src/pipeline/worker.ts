import type { Logger } from "../contracts/context.js";
import type { Task, TaskEvent } from "../contracts/task.js";
import { ResourceError } from "../errors.js";
import { collectGridsEarly } from "./grid-collector.js";
import { TaskRunner } from "./run-tasks.js";
import type { RunSettings, TaskHost } from "./task-host.js";
import type { FromWorker, ToWorker, WorkerChannel } from "./worker-protocol.js";

/** Progress of one task is told at most this often, milliseconds. */
const PROGRESS_INTERVAL = 100;

/** Passes events on, but not every one of thousands of progress calls. */
function throttled(send: (event: TaskEvent) => void): (event: TaskEvent) => void {
  let last = 0;
  return (event) => {
    if (event.type === "progress") {
      const now = performance.now();
      if (now - last < PROGRESS_INTERVAL) return;
      last = now;
    }
    send(event);
  };
}

/**
 * The life of a worker process: gets a run, runs batches of its tasks one after the other, ends when its parent does.
 * @param makeHost Plugins, kernels and file system of this process, logging to the given logger.
 * @returns Settles when the parent is gone and the batch in hand has ended.
 */
export async function serveWorker(
  channel: WorkerChannel<FromWorker, ToWorker>,
  makeHost: (logger: Logger, settings: RunSettings) => Promise<TaskHost>,
): Promise<void> {
  collectGridsEarly();
  const logger: Logger = { log: (level, message, fields = {}) => channel.send({ type: "log", level, message, fields }) };
  let runner: TaskRunner | undefined;
  let tasks: ReadonlyMap<string, Task> = new Map();
  const aborts = new Map<number, AbortController>();
  let queue: Promise<void> = Promise.resolve();

  const start = async ({ graph, settings }: Extract<ToWorker, { type: "start" }>): Promise<void> => {
    try {
      runner = new TaskRunner(graph, settings, await makeHost(logger, settings));
      tasks = new Map(graph.tasks.map((task) => [task.id, task]));
      channel.send({ type: "ready" });
    } catch (error) {
      channel.send({ type: "broken", message: error instanceof Error ? error.message : String(error) });
    }
  };
  const run = async ({ batch, tasks: ids, threads }: Extract<ToWorker, { type: "run" }>, signal: AbortSignal): Promise<void> => {
    const chosen = ids.flatMap((id) => tasks.get(id) ?? []);
    await runner?.run(
      chosen,
      threads,
      throttled((event) => channel.send({ type: "event", batch, event })),
      signal,
    );
    aborts.delete(batch);
    if (chosen.some((task) => task.threads > 1)) globalThis.gc?.(); // whole grids are garbage now
    channel.send({ type: "done", batch });
  };

  channel.receive((message) => {
    if (message.type === "abort") {
      aborts.get(message.batch)?.abort(new ResourceError("the run was cancelled"));
      return;
    }
    if (message.type === "run") {
      const abort = new AbortController();
      aborts.set(message.batch, abort);
      queue = queue.then(() => run(message, abort.signal));
    } else {
      queue = queue.then(() => start(message));
    }
  });
  await new Promise<void>((resolve) => channel.closed(resolve));
  for (const abort of aborts.values()) abort.abort(new ResourceError("the main process has ended"));
  await queue;
  await runner?.close().catch(() => {});
}
