import type { ExecutionRequest, ExecutorHost, Task, TaskEvent, WorkerHandle } from "@geoanomaly/core";
import { GraphProgress } from "./graph-progress.js";
import { type LocalOptions, localOptions } from "./options.js";
import { residentBytes } from "./resident-memory.js";
import { type BatchResult, superviseBatch } from "./supervised-batch.js";

/** Tasks in a batch: large enough that one flush serves many, small enough that little is lost with a worker. */
const BATCH_SIZE = 36;
/** At the end of a run batches get smaller, so that all workers have work, but not so small that flushing costs more than computing. */
const SMALLEST_BATCH = 6;

/** A fresh worker is half as large. */
const LARGE_BYTES = 120e6;

/** Runs ready tasks on worker processes; see {@link local}. */
export class Scheduler {
  private readonly options: LocalOptions;
  private readonly progress: GraphProgress;
  /** Tasks that may run. Those in `alone` run in a batch of their own: a worker was lost with them. */
  private readonly ready: Task[] = [];
  private readonly alone = new Set<string>();
  private readonly attempts = new Map<string, number>();
  private readonly running = new Set<Promise<void>>();
  private readonly idle: WorkerHandle[] = [];
  private busyBytes = 0;
  private stopped = false;

  constructor(
    private readonly request: ExecutionRequest,
    private readonly host: ExecutorHost,
    private readonly emit: (event: TaskEvent) => void,
  ) {
    this.options = localOptions(request.options, request.threads);
    this.progress = new GraphProgress(request, host, emit);
  }

  /** Settles when nothing more can run. */
  async run(): Promise<void> {
    const { signal } = this.request;
    this.ready.push(...(await this.progress.start()));
    while (!signal.aborted) {
      this.fill();
      if (this.running.size === 0) break;
      await Promise.race(this.running);
    }
    await Promise.all(this.running);
    for (const worker of this.idle) worker.kill();
    await Promise.all(this.idle.map(({ exited }) => exited));
  }

  /** Gives every free worker a batch. Those that stay without work and have grown large end: a new one costs less than its memory. */
  private fill(): void {
    this.handOut();
    for (const worker of this.idle.splice(0)) {
      if ((residentBytes(worker.pid) ?? 0) > LARGE_BYTES) worker.kill();
      else this.idle.push(worker);
    }
  }

  private handOut(): void {
    while (!this.stopped && this.ready.length > 0 && this.running.size < Math.max(1, this.options.workers)) {
      const batch = this.nextBatch();
      const bytes = batch.reduce((most, { memoryBytes }) => Math.max(most, memoryBytes), 0);
      if (this.running.size > 0 && this.busyBytes + bytes > this.options.memoryMegabytes * 1e6) {
        this.ready.unshift(...batch);
        return;
      }
      this.busyBytes += bytes;
      const work: Promise<void> = this.runBatch(batch).finally(() => {
        this.busyBytes -= bytes;
        this.running.delete(work);
      });
      this.running.add(work);
    }
  }

  /** The first ready task and those of its batch. */
  private nextBatch(): Task[] {
    const [first] = this.ready as [Task];
    const fits = (task: Task) => task === first || (task.batch !== undefined && task.batch === first.batch && !this.alone.has(task.id));
    const share = Math.ceil(this.ready.filter(({ batch }) => batch !== undefined).length / Math.max(1, this.options.workers));
    const size = this.alone.has(first.id) ? 1 : Math.max(SMALLEST_BATCH, Math.min(BATCH_SIZE, share));
    const chosen = new Set(this.ready.filter(fits).slice(0, size));
    this.ready.splice(0, this.ready.length, ...this.ready.filter((task) => !chosen.has(task)));
    return [...chosen];
  }

  private async runBatch(batch: readonly Task[]): Promise<void> {
    const { signal, threads: budget } = this.request;
    const heavy = batch.some(({ threads }) => threads > 1);
    const threads = heavy ? budget : Math.max(1, Math.floor(budget / Math.max(1, this.options.workers)));
    const settling: Promise<void>[] = [];
    const hear = (event: TaskEvent): void => {
      const told = event.type === "failed" ? { ...event, attempts: (this.attempts.get(event.task) ?? 0) + 1 } : event;
      this.emit(told);
      if (event.type === "committed") settling.push(this.settle(event.task, "done"));
      if (event.type === "failed") settling.push(this.settle(event.task, "failed"));
    };
    if (this.options.workers === 0) {
      await this.host.runHere(batch, threads, hear, signal);
    } else {
      const worker = this.idle.pop() ?? (await this.spawn(batch, hear));
      if (worker) this.conclude(worker, await superviseBatch(worker, batch, threads, this.options, hear, signal), hear);
    }
    await Promise.all(settling);
  }

  private async spawn(batch: readonly Task[], hear: (event: TaskEvent) => void): Promise<WorkerHandle | undefined> {
    const { hardMemoryMegabytes: memoryMegabytes } = this.options;
    try {
      return await this.host.spawnWorker(memoryMegabytes === undefined ? {} : { memoryMegabytes });
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      for (const { id } of batch) hear({ type: "failed", task: id, code: "GAM_RESOURCE", message, attempts: 1 });
      return undefined;
    }
  }

  /** After a batch: keeps the worker, or replaces it and puts back what was lost with it, one by one. */
  private conclude(worker: WorkerHandle, { loss, unsettled }: BatchResult, hear: (event: TaskEvent) => void): void {
    if (loss === undefined) this.idle.push(worker);
    if (this.request.signal.aborted || unsettled.length === 0) return;
    if (loss !== undefined) {
      const { id } = loss.suspect;
      const attempt = (this.attempts.get(id) ?? 0) + 1;
      if (attempt >= this.options.attempts) {
        hear({ type: "failed", task: id, code: "GAM_RESOURCE", message: `${id} ${loss.reason}: ${loss.detail}`, attempts: attempt });
      } else {
        this.emit({ type: "retrying", task: id, reason: loss.reason, attempt: attempt + 1 });
        this.attempts.set(id, attempt);
        this.ready.push(loss.suspect);
      }
      this.alone.add(id);
    }
    for (const task of unsettled) {
      if (task.id === loss?.suspect.id) continue;
      this.alone.add(task.id);
      this.ready.unshift(task);
    }
  }

  private async settle(id: string, how: "done" | "failed"): Promise<void> {
    if (how === "failed" && !this.options.keepGoing) this.stopped = true;
    this.ready.push(...(await this.progress.settle(id, how)));
  }
}
