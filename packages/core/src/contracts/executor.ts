import type { Logger } from "./context.js";
import type { JsonSchema } from "./json-schema.js";
import type { CommitRecord, Task, TaskEvent, TaskGraph } from "./task.js";

/** A worker process that runs tasks of this run's graph, as the host makes it. */
export interface WorkerHandle {
  readonly pid: number;
  /** Runs and commits the tasks together; settles when all are. One failing does not stop the others. */
  run(tasks: readonly Task[], threads: number, onEvent: (event: TaskEvent) => void, signal: AbortSignal): Promise<void>;
  /** Ends the process at once. */
  kill(): void;
  /** Settles when the process has ended, for whatever reason. */
  readonly exited: Promise<{ readonly code: number | null; readonly signal: string | null }>;
}

/** What the host lends to an executor. */
export interface ExecutorHost {
  readonly logger: Logger;
  /** The commit record, if the task is done, its outputs are whole (size and sha256 are checked) and what it went without is still missing. Ask when all it needs is settled. */
  committed(task: Task): Promise<CommitRecord | undefined>;
  /** Runs and commits tasks in this process. */
  runHere(tasks: readonly Task[], threads: number, onEvent: (event: TaskEvent) => void, signal: AbortSignal): Promise<void>;
  /** @param options.memoryMegabytes Bound of the JavaScript heap of the process. */
  spawnWorker(options?: { readonly memoryMegabytes?: number }): Promise<WorkerHandle>;
}

export interface ExecutionRequest {
  readonly graph: TaskGraph;
  /** Thread budget of this machine for this run. */
  readonly threads: number;
  /** Take part `index` of `count` of the shardable tasks only. */
  readonly shard?: { readonly index: number; readonly count: number };
  readonly options: Readonly<Record<string, unknown>>;
  readonly signal: AbortSignal;
}

/** Runs the task graph: in this process, in worker processes, on a cluster. */
export interface ExecutorPlugin {
  readonly kind: "executor";
  readonly id: string;
  readonly options: JsonSchema;
  /** Yields what happens; ends when nothing more can run. Never throws for a failing task. */
  execute(request: ExecutionRequest, host: ExecutorHost): AsyncIterable<TaskEvent>;
}
