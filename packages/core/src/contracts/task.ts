/** One node of the static task graph. Plain JSON: it is written into the plan and sent to workers. */
export interface Task {
  /** Readable and unique in the graph, e.g. `prepare:mag`, `tile:t_N30_E120`, `pmtiles`. */
  readonly id: string;
  /** Which task implementation runs it. */
  readonly kind: string;
  /** Log stage: download, reproject, resample, cog_write, normalize, fuse, pmtiles_export or validate. */
  readonly stage: string;
  /** All that decides the result beside the inputs: parameters, plugin versions, kernel set. */
  readonly parameters: Readonly<Record<string, unknown>>;
  /** Ids of tasks whose outputs this one reads; without them it cannot run. */
  readonly dependsOn: readonly string[];
  /** Ids of tasks it reads where they are done and goes on without where they have failed: one modality, one tile. */
  readonly prefers?: readonly string[];
  /** sha256 (hex) of the source files it reads itself. */
  readonly sourceHashes: readonly string[];
  /** sha256 of the canonical JSON of kind, parameters, source hashes and the hashes of `dependsOn` and `prefers`. */
  readonly hash: string;
  /** Threads the task can use well; the executor gives at most its budget. */
  readonly threads: number;
  readonly memoryBytes: number;
  /** Tasks of one batch are committed with one flush of the file system. */
  readonly batch?: string;
}

export interface TaskGraph {
  readonly tasks: readonly Task[];
}

export interface TaskOutput {
  /** Relative to the output folder. */
  readonly path: string;
  readonly bytes: number;
  readonly sha256: string;
}

/** What makes a task done: it is in place only after all its outputs are durable. */
export interface CommitRecord {
  readonly task: string;
  readonly hash: string;
  readonly outputs: readonly TaskOutput[];
  /** Ids of preferred tasks, its own or those of what it read, that it went without; sorted. A record holds only while these are still not done. */
  readonly missing: readonly string[];
  /** Small facts that later tasks and reports read (counts, statistics). JSON. */
  readonly facts: Readonly<Record<string, unknown>>;
}

export type TaskEvent =
  | { readonly type: "started"; readonly task: string; readonly worker: number }
  | { readonly type: "progress"; readonly task: string; readonly fraction: number }
  | { readonly type: "committed"; readonly task: string; readonly durationMs: number; readonly bytes: number }
  | { readonly type: "skipped"; readonly task: string; readonly reason: "already-committed" | "dependency-failed" | "other-shard" }
  | { readonly type: "failed"; readonly task: string; readonly code: string; readonly message: string; readonly attempts: number }
  | {
      readonly type: "retrying";
      readonly task: string;
      readonly reason: "crashed" | "stalled" | "timed-out" | "out-of-memory";
      readonly attempt: number;
    };
