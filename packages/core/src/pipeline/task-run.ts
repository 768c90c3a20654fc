import type { PluginContext } from "../contracts/context.js";
import type { GridGeometry } from "../contracts/grid.js";
import type { CommitRecord, Task, TaskGraph } from "../contracts/task.js";
import { IntegrityError } from "../errors.js";
import { withHeartbeat } from "./heartbeat.js";
import type { OutputFolder } from "./output-folder.js";
import type { StagedOutputs } from "./staged-outputs.js";
import type { RunSettings, TaskHost } from "./task-host.js";
import type { WindowReader } from "./work-grid.js";

/** All that one run of one task may use. */
export interface TaskRun {
  readonly task: Task;
  readonly graph: TaskGraph;
  readonly host: TaskHost;
  readonly settings: RunSettings;
  readonly folder: OutputFolder;
  readonly outputs: StagedOutputs;
  readonly windows: WindowReader;
  /** Commit records of what it depends on and of those preferred tasks that are done, by task id. */
  readonly records: ReadonlyMap<string, CommitRecord>;
  readonly threads: number;
  readonly signal: AbortSignal;
  progress(fraction: number): void;
}

/** Small JSON facts that later tasks and reports read from the commit record. */
export type Facts = Readonly<Record<string, unknown>>;

/** What a kind of task does. Writes to `run.outputs` only. */
export type TaskImplementation = (run: TaskRun) => Promise<Facts>;

/** Facts of a task this one builds on; undefined if it goes without. The shape is that which the task's implementation returns. */
export function factsOf<T>(run: TaskRun, id: string): T | undefined {
  return run.records.get(id)?.facts as T | undefined;
}

/** Facts of a task this one cannot do without. @throws IntegrityError if there is no record, which the runner excludes. */
export function requiredFacts<T>(run: TaskRun, id: string): T {
  const facts = factsOf<T>(run, id);
  if (facts === undefined) throw new IntegrityError(`${run.task.id}: no commit record of ${id}`);
  return facts;
}

/** What a task lends to the plugins it calls. Every finished kernel call counts as a sign of life. */
export function pluginContext(run: TaskRun, target: GridGeometry): PluginContext {
  const { host, signal, threads } = run;
  const context: PluginContext = {
    kernels: withHeartbeat(host.kernels, () => run.progress(Number.NaN)),
    logger: {
      log: (level, message, fields = {}) => host.logger.log(level, message, { stage: run.task.stage, task: run.task.id, ...fields }),
    },
    signal,
    threads,
    target,
    progress: (fraction) => run.progress(fraction),
    read: (path, options) => host.read(path, options, context),
  };
  return context;
}
