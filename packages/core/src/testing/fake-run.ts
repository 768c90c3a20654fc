import type { ExecutorHost, WorkerHandle } from "../contracts/executor.js";
import type { CommitRecord, Task, TaskEvent, TaskGraph } from "../contracts/task.js";

/** Tasks of a made-up graph: two layers, a fusion that prefers them, tiles in batches, a summary. */
export function sampleGraph(tiles = 12): TaskGraph {
  const task = (id: string, dependsOn: readonly string[], more: Partial<Task> = {}): Task => ({
    id,
    kind: id.split(":")[0]!,
    stage: "resample",
    parameters: {},
    dependsOn,
    sourceHashes: [],
    hash: `hash of ${id}`,
    threads: 1,
    memoryBytes: 1e6,
    ...more,
  });
  const ids = Array.from({ length: tiles }, (_, index) => `tile:${index}`);
  return {
    tasks: [
      task("prepare:mag", [], { threads: 256 }),
      task("prepare:grav", [], { threads: 256 }),
      task("fuse", [], { prefers: ["prepare:mag", "prepare:grav"], threads: 256 }),
      ...ids.map((id, index) => task(id, ["fuse"], { batch: `tiles:${Math.floor(index / 4)}` })),
      task("catalogue", ["fuse"], { prefers: ids }),
    ],
  };
}

/** Runs tasks in memory and remembers how it was asked to. */
export class FakeRun implements ExecutorHost {
  readonly logger = { log: () => {} };
  readonly done = new Map<string, CommitRecord>();
  /** Ids in the order in which they started. */
  readonly started: string[] = [];
  /** Most threads that were at work at once. */
  peakThreads = 0;
  private threads = 0;
  private pid = 1;

  /** @param failing Ids of tasks that fail. @param delay Milliseconds that a task takes. */
  constructor(
    readonly graph: TaskGraph,
    private readonly failing: ReadonlySet<string> = new Set(),
    private readonly delay = 1,
  ) {}

  markDone(task: Task): void {
    this.done.set(task.id, { task: task.id, hash: task.hash, outputs: [], missing: [], facts: {} });
  }

  async committed(task: Task): Promise<CommitRecord | undefined> {
    return this.done.get(task.id);
  }

  async runHere(tasks: readonly Task[], threads: number, onEvent: (event: TaskEvent) => void, signal: AbortSignal): Promise<void> {
    this.threads += threads;
    this.peakThreads = Math.max(this.peakThreads, this.threads);
    try {
      for (const task of tasks) {
        if (signal.aborted) return;
        const absent = task.dependsOn.filter((id) => !this.done.has(id));
        if (absent.length > 0) throw new Error(`${task.id} was started before ${absent.join(", ")}`);
        this.started.push(task.id);
        onEvent({ type: "started", task: task.id, worker: process.pid });
        await new Promise((resolve) => setTimeout(resolve, this.delay));
        if (this.failing.has(task.id)) {
          onEvent({ type: "failed", task: task.id, code: "GAM_INPUT_CORRUPT", message: "fails on purpose", attempts: 1 });
        } else {
          this.markDone(task);
          onEvent({ type: "committed", task: task.id, durationMs: this.delay, bytes: 1 });
        }
      }
    } finally {
      this.threads -= threads;
    }
  }

  async spawnWorker(): Promise<WorkerHandle> {
    let end: (status: { code: number | null; signal: string | null }) => void = () => {};
    const exited = new Promise<{ code: number | null; signal: string | null }>((resolve) => {
      end = resolve;
    });
    return {
      pid: this.pid++,
      run: (tasks, threads, onEvent, signal) => this.runHere(tasks, threads, onEvent, signal),
      kill: () => end({ code: null, signal: "SIGKILL" }),
      exited,
    };
  }
}
