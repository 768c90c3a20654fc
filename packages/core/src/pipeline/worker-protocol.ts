import type { LogLevel } from "../contracts/context.js";
import type { Task, TaskEvent, TaskGraph } from "../contracts/task.js";
import type { RunSettings } from "./task-host.js";

/** What the main process tells a worker. */
export type ToWorker =
  /** First, once. */
  | { readonly type: "start"; readonly graph: TaskGraph; readonly settings: RunSettings }
  | { readonly type: "run"; readonly batch: number; readonly tasks: readonly Task["id"][]; readonly threads: number }
  | { readonly type: "abort"; readonly batch: number };

/** What a worker tells the main process. */
export type FromWorker =
  /** It has the run and waits for tasks. */
  | { readonly type: "ready" }
  | { readonly type: "event"; readonly batch: number; readonly event: TaskEvent }
  | { readonly type: "log"; readonly level: LogLevel; readonly message: string; readonly fields: Readonly<Record<string, unknown>> }
  | { readonly type: "done"; readonly batch: number }
  /** It cannot start; it ends after this. */
  | { readonly type: "broken"; readonly message: string };

/** Between the two: the IPC of a child process, or a pair of functions in tests. Messages keep their order. */
export interface WorkerChannel<Out, In> {
  send(message: Out): void;
  receive(listener: (message: In) => void): void;
  /** The other side is gone. */
  closed(listener: () => void): void;
}

/** The channel of a process that was forked by {@link forkWorker}. */
export function parentChannel(child: NodeJS.Process = process): WorkerChannel<FromWorker, ToWorker> {
  return {
    send: (message) => {
      // A parent that was killed between the question and the message is told by `closed`, not by a throw.
      if (child.connected) child.send?.(message, undefined, undefined, () => {});
    },
    receive: (listener) => {
      child.on("message", (message) => listener(message as ToWorker));
    },
    closed: (listener) => {
      child.on("disconnect", listener);
    },
  };
}
