import { availableParallelism } from "node:os";
import type { ExecutorHost, ExecutorPlugin, WorkerHandle } from "../contracts/executor.js";
import type { CommitRecord, Task, TaskEvent } from "../contracts/task.js";
import { isGamError } from "../errors.js";
import { CommitStore } from "./commit-store.js";
import { forkWorker } from "./fork-worker.js";
import { OutputFolder } from "./output-folder.js";
import type { RunPlan } from "./plan-run.js";
import { recordHolds } from "./plan-states.js";
import { outcomeOf, type RunOutcome } from "./run-outcome.js";
import { TaskRunner } from "./run-tasks.js";
import type { TaskHost } from "./task-host.js";

export interface ExecuteRequest {
  readonly host: TaskHost;
  readonly executor: ExecutorPlugin;
  /** Module of the worker processes; it calls `serveWorker`. Without it, an executor that asks for workers fails. */
  readonly workerEntry: string;
  /** Options of Node for worker processes. */
  readonly workerOptions?: readonly string[];
  /** Default: of the configuration, else what the machine grants. */
  readonly threads?: number;
  readonly shard?: { readonly index: number; readonly count: number };
  readonly signal: AbortSignal;
  readonly onEvent?: (event: TaskEvent, task: Task | undefined) => void;
}

/** Follows the records of this run: those found whole before it, and those it commits. */
class RecordBook {
  private readonly done = new Map<string, CommitRecord>();
  private readonly written = new Set<string>();

  constructor(
    private readonly plan: RunPlan,
    private readonly commits: CommitStore,
  ) {}

  /** Removes records that do not hold, so that nothing is built on them. */
  async removeInvalid(): Promise<void> {
    for (const { task } of this.plan.tasks) if (!this.plan.intact.has(task.id)) await this.commits.remove(task.hash);
  }

  async noteCommitted(task: Task): Promise<void> {
    this.written.add(task.id);
    const record = await this.commits.read(task.hash);
    if (record) this.done.set(task.id, record);
  }

  async committed(task: Task): Promise<CommitRecord | undefined> {
    if (this.written.has(task.id)) return this.done.get(task.id);
    const record = this.plan.intact.get(task.id);
    if (record === undefined) return undefined;
    if (recordHolds(task, record, this.done)) {
      this.done.set(task.id, record);
      return record;
    }
    await this.commits.remove(task.hash);
    return undefined;
  }
}

/**
 * Runs what is not done of a plan. Settles when nothing more can run; a failing task is part of the outcome, never a throw.
 * @throws ResourceError if the output folder cannot be used at all.
 */
export async function executeRun(plan: RunPlan, request: ExecuteRequest): Promise<RunOutcome> {
  const { host, executor, signal } = request;
  const started = performance.now();
  const folder = new OutputFolder(plan.settings.folder, host.fileSystem);
  const commits = new CommitStore(folder);
  await folder.sweepStaging();
  const book = new RecordBook(plan, commits);
  await book.removeInvalid();
  const runner = new TaskRunner(plan.graph, plan.settings, host);
  const tasks = new Map(plan.graph.tasks.map((task) => [task.id, task]));

  const executorHost: ExecutorHost = {
    logger: host.logger,
    committed: (task) => book.committed(task),
    runHere: async (batch, threads, onEvent, within) => {
      const noted: Promise<void>[] = [];
      await runner.run(batch, threads, (event) => noted.push(note(event).then(() => onEvent(event))), within);
      await Promise.all(noted);
    },
    spawnWorker: async (options) => {
      const { graph, settings } = plan;
      const { logger } = host;
      const execArgv = request.workerOptions ?? [];
      const handle = await forkWorker({ entry: request.workerEntry, graph, settings, logger, execArgv, ...options });
      return notingWorker(handle);
    },
  };
  // A record must be in the book before the executor hears of it and asks for those that build on it.
  const note = async (event: TaskEvent): Promise<void> => {
    const task = event.type === "committed" ? tasks.get(event.task) : undefined;
    if (task) await book.noteCommitted(task);
  };
  const notingWorker = (handle: WorkerHandle): WorkerHandle => ({
    ...handle,
    run: async (batch, threads, onEvent, within) => {
      const noted: Promise<void>[] = [];
      await handle.run(batch, threads, (event) => noted.push(note(event).then(() => onEvent(event))), within);
      await Promise.all(noted);
    },
  });

  const { execution } = plan.configuration;
  const events: TaskEvent[] = [];
  const running = executor.execute(
    {
      graph: plan.graph,
      threads: request.threads ?? execution.threads ?? availableParallelism(),
      ...(request.shard ? { shard: request.shard } : {}),
      options: { ...execution },
      signal,
    },
    executorHost,
  );
  for await (const event of running) {
    if (event.type !== "progress") events.push(event);
    logEvent(host, event, tasks.get(event.task));
    request.onEvent?.(event, tasks.get(event.task));
  }
  try {
    await runner.close();
    await folder.sweepStaging();
  } catch (error) {
    if (!isGamError(error, "GAM_RESOURCE")) throw error;
    events.push({ type: "failed", task: "flush", code: error.code, message: error.message, attempts: 1 });
    host.logger.log("error", error.message, { stage: "validate", code: error.code });
  }
  const records = new Map<string, CommitRecord>();
  for (const task of plan.graph.tasks) {
    const record = await book.committed(task);
    if (record) records.set(task.id, record);
  }
  return outcomeOf(plan, events, records, performance.now() - started);
}

function logEvent(host: TaskHost, event: TaskEvent, task: Task | undefined): void {
  const fields = { stage: task?.stage ?? "validate", task: event.task, ...tileField(task) };
  if (event.type === "committed") {
    host.logger.log("info", `${event.task} committed`, { ...fields, duration_ms: Math.round(event.durationMs), bytes: event.bytes });
  } else if (event.type === "failed") {
    host.logger.log("error", `${event.task} failed: ${event.message}`, { ...fields, code: event.code, attempts: event.attempts });
  } else if (event.type === "retrying") {
    host.logger.log("warn", `${event.task} ${event.reason}, attempt ${event.attempt}`, fields);
  } else if (event.type === "skipped") {
    host.logger.log("debug", `${event.task} skipped: ${event.reason}`, fields);
  }
}

const tileField = (task: Task | undefined): Record<string, unknown> =>
  typeof task?.parameters.tileId === "string" ? { tile_id: task.parameters.tileId } : {};
