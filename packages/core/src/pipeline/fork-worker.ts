import { type ChildProcess, fork } from "node:child_process";
import type { Logger } from "../contracts/context.js";
import type { WorkerHandle } from "../contracts/executor.js";
import type { TaskEvent, TaskGraph } from "../contracts/task.js";
import { ResourceError } from "../errors.js";
import type { RunSettings } from "./task-host.js";
import type { FromWorker, ToWorker } from "./worker-protocol.js";

export interface ForkOptions {
  /** Module that calls `serveWorker(parentChannel(), ...)` and exits when it settles. */
  readonly entry: string;
  readonly graph: TaskGraph;
  readonly settings: RunSettings;
  readonly logger: Logger;
  /** Bound of the JavaScript heap. */
  readonly memoryMegabytes?: number;
  /** Options of Node for the worker, e.g. a loader. */
  readonly execArgv?: readonly string[];
}

interface Batch {
  readonly onEvent: (event: TaskEvent) => void;
  readonly settle: () => void;
}

/**
 * glibc keeps freed grids for later unless told not to: with these, memory goes back to the system as soon as a buffer is collected.
 * Other allocators ignore them. A setting of the user's own wins.
 */
const ALLOCATOR = { MALLOC_ARENA_MAX: "2", MALLOC_MMAP_THRESHOLD_: "4194304", MALLOC_TRIM_THRESHOLD_: "16777216" };

function exitOf(child: ChildProcess): WorkerHandle["exited"] {
  return new Promise((resolve) => {
    child.once("exit", (code, signal) => resolve({ code, signal }));
    child.once("error", () => resolve({ code: 1, signal: null })); // it could not be started
  });
}

/**
 * Starts a worker process and hands it the run. It ends with this process: its channel closes then.
 * @throws ResourceError if it ends or says that it is broken before it is ready.
 */
export async function forkWorker({ entry, graph, settings, logger, memoryMegabytes, execArgv = [] }: ForkOptions): Promise<WorkerHandle> {
  const heap = memoryMegabytes === undefined ? [] : [`--max-old-space-size=${memoryMegabytes}`];
  const child = fork(entry, [], {
    env: { ...ALLOCATOR, ...process.env },
    execArgv: ["--expose-gc", ...execArgv, ...heap],
    serialization: "advanced",
    stdio: ["ignore", "inherit", "inherit", "ipc"],
  });
  const exited = exitOf(child);
  const batches = new Map<number, Batch>();
  let count = 0;
  const send = (message: ToWorker) => {
    if (child.connected) child.send(message, () => {}); // a worker that dies meanwhile is told by `exited`
  };

  const ready = new Promise<void>((resolve, reject) => {
    child.on("message", (raw) => {
      const message = raw as FromWorker;
      if (message.type === "ready") resolve();
      else if (message.type === "broken") reject(new ResourceError(`a worker process could not start: ${message.message}`));
      else if (message.type === "log") logger.log(message.level, message.message, message.fields);
      else if (message.type === "event") batches.get(message.batch)?.onEvent(message.event);
      else batches.get(message.batch)?.settle();
    });
    exited.then(({ code, signal }) =>
      reject(new ResourceError(`a worker process ended before it was ready (${signal ?? `exit ${code}`})`)),
    );
  });
  send({ type: "start", graph, settings });
  try {
    await ready;
  } catch (error) {
    child.kill("SIGKILL");
    throw error;
  }

  return {
    pid: child.pid ?? 0,
    exited,
    kill: () => {
      child.kill("SIGKILL");
    },
    run: (tasks, threads, onEvent, signal) => {
      const batch = count++;
      const abort = () => send({ type: "abort", batch });
      signal.addEventListener("abort", abort, { once: true });
      const done = new Promise<void>((settle) => batches.set(batch, { onEvent, settle }));
      send({ type: "run", batch, tasks: tasks.map(({ id }) => id), threads });
      return Promise.race([done, exited.then(() => {})]).finally(() => {
        signal.removeEventListener("abort", abort);
        batches.delete(batch);
      });
    },
  };
}
