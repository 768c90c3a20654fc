import type { CommitRecord, Task, TaskEvent, TaskGraph } from "../contracts/task.js";
import { IntegrityError, isGamError } from "../errors.js";
import { CommitStore } from "./commit-store.js";
import { OutputFolder } from "./output-folder.js";
import { StagedOutputs } from "./staged-outputs.js";
import { neededBy } from "./task-hash.js";
import type { RunSettings, TaskHost } from "./task-host.js";
import { taskKind } from "./task-kinds.js";
import type { Facts } from "./task-run.js";
import { WindowReader } from "./work-grid.js";

/** What is staged of a task until its batch is committed. */
interface Staged {
  readonly task: Task;
  readonly outputs: StagedOutputs;
  readonly record: CommitRecord;
  readonly durationMs: number;
}

/** What a task went without: preferred tasks that are not done, and what its needs went without. */
export function missingOf(task: Task, records: ReadonlyMap<string, CommitRecord>): readonly string[] {
  const missing = new Set<string>();
  for (const id of neededBy(task)) {
    const record = records.get(id);
    if (record === undefined) missing.add(id);
    else for (const without of record.missing) missing.add(without);
  }
  return [...missing].sort();
}

const failure = (task: Task, error: unknown): TaskEvent => ({
  type: "failed",
  task: task.id,
  code: isGamError(error) ? error.code : "GAM_UNEXPECTED",
  message: isGamError(error) ? error.message : error instanceof Error ? (error.stack ?? error.message) : String(error),
  attempts: 1,
});

/** Runs tasks in this process and commits them. One per process and run: it keeps records and bands of grids for the next tasks. */
export class TaskRunner {
  readonly folder: OutputFolder;
  private readonly commits: CommitStore;
  private readonly tasks: ReadonlyMap<string, Task>;
  private readonly windows: WindowReader;
  private readonly records = new Map<string, CommitRecord>();
  /** Records written since the last flush. */
  private readonly unflushed: string[] = [];

  constructor(
    private readonly graph: TaskGraph,
    private readonly settings: RunSettings,
    private readonly host: TaskHost,
  ) {
    this.folder = new OutputFolder(settings.folder, host.fileSystem);
    this.commits = new CommitStore(this.folder);
    this.tasks = new Map(graph.tasks.map((task) => [task.id, task]));
    this.windows = new WindowReader(this.folder);
  }

  /**
   * Runs the tasks one after the other and commits them together: files are staged, then all get their names, then one flush makes
   * them durable, then the records are put in place. Killed at any point, what was committed before stays, and what was not is redone.
   * Never throws for a failing task; the others of the batch go on.
   */
  async run(tasks: readonly Task[], threads: number, onEvent: (event: TaskEvent) => void, signal: AbortSignal): Promise<void> {
    const staged: Staged[] = [];
    for (const task of tasks) {
      if (signal.aborted) break;
      onEvent({ type: "started", task: task.id, worker: process.pid });
      const outputs = new StagedOutputs(this.folder, () => onEvent({ type: "progress", task: task.id, fraction: Number.NaN }));
      try {
        staged.push(await this.stage(task, outputs, threads, onEvent, signal));
      } catch (error) {
        await outputs.discard().catch(() => {});
        onEvent(failure(task, signal.aborted ? signal.reason : error));
      }
    }
    const committed = new Set<Staged>();
    try {
      await this.commit(staged, (one) => committed.add(one), onEvent);
    } catch (error) {
      for (const one of staged) {
        if (committed.has(one)) continue;
        await one.outputs.discard().catch(() => {});
        onEvent(failure(one.task, error));
      }
    }
  }

  private async stage(
    task: Task,
    outputs: StagedOutputs,
    threads: number,
    onEvent: (event: TaskEvent) => void,
    signal: AbortSignal,
  ): Promise<Staged> {
    const started = performance.now();
    const records = await this.recordsFor(task);
    const implementation = await taskKind(task.kind).load();
    const stopWatching = this.host.watchKernels?.(() => onEvent({ type: "progress", task: task.id, fraction: Number.NaN }));
    const facts: Facts = await implementation({
      task,
      graph: this.graph,
      host: this.host,
      settings: this.settings,
      folder: this.folder,
      outputs,
      windows: this.windows,
      records,
      threads,
      signal,
      progress: (fraction) => onEvent({ type: "progress", task: task.id, fraction }),
    }).finally(() => stopWatching?.());
    const record: CommitRecord = { task: task.id, hash: task.hash, outputs: outputs.outputs, missing: missingOf(task, records), facts };
    return { task, outputs, record, durationMs: performance.now() - started };
  }

  private async recordsFor(task: Task): Promise<ReadonlyMap<string, CommitRecord>> {
    const records = new Map<string, CommitRecord>();
    for (const id of neededBy(task)) {
      const hash = this.tasks.get(id)?.hash ?? "";
      const record = this.records.get(hash) ?? (await this.commits.read(hash));
      if (record !== undefined) {
        records.set(id, record);
        this.records.set(hash, record);
      } else if (task.dependsOn.includes(id)) {
        throw new IntegrityError(`${task.id}: needs ${id}, which has no commit record in ${this.folder.root}`);
      }
    }
    return records;
  }

  private async commit(staged: readonly Staged[], done: (one: Staged) => void, onEvent: (event: TaskEvent) => void): Promise<void> {
    if (staged.length === 0) return;
    const published: string[] = [];
    for (const { outputs } of staged) published.push(...(await outputs.publish()));
    await this.host.fileSystem.flush(this.folder.root, [...published, ...this.unflushed.splice(0)]);
    for (const one of staged) {
      const { task, record, durationMs } = one;
      this.unflushed.push(await this.commits.write(record));
      done(one);
      const bytes = record.outputs.reduce((sum, output) => sum + output.bytes, 0);
      onEvent({ type: "committed", task: task.id, durationMs, bytes });
    }
  }

  /** Makes the last records durable and removes what is still staged. */
  async close(): Promise<void> {
    if (this.unflushed.length > 0) await this.host.fileSystem.flush(this.folder.root, this.unflushed.splice(0));
    await this.folder.removeStaging();
  }
}
