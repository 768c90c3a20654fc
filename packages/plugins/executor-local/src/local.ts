import type { ExecutorPlugin, TaskEvent } from "@geoanomaly/core";
import { EventQueue } from "./event-queue.js";
import { optionsSchema } from "./options.js";
import { Scheduler } from "./scheduler.js";

async function* schedule(...[request, host]: Parameters<ExecutorPlugin["execute"]>): AsyncGenerator<TaskEvent> {
  const events = new EventQueue();
  const scheduler = new Scheduler(request, host, (event) => events.push(event));
  const finished = scheduler.run().finally(() => events.end());
  yield* events;
  await finished;
}

/**
 * Runs the graph on this machine in worker processes: tasks as soon as what they need is settled, tiles in batches, heavy tasks with
 * all threads. A worker that crashes, stalls, takes too long or too much memory is killed and replaced; what it had in hand is tried
 * again one by one, so that one poisonous tile stops nobody.
 */
export const local: ExecutorPlugin = { kind: "executor", id: "local", options: optionsSchema, execute: schedule };

/** Runs the graph in this process, one batch at a time: for debugging and where processes are dear. Nothing can be killed here. */
export const inline: ExecutorPlugin = {
  kind: "executor",
  id: "inline",
  options: optionsSchema,
  execute: (request, host) => schedule({ ...request, options: { ...request.options, workers: 0 } }, host),
};
