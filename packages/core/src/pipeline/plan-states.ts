import type { CommitRecord, Task, TaskGraph } from "../contracts/task.js";
import type { CommitStore } from "./commit-store.js";
import { missingOf } from "./run-tasks.js";
import { neededBy } from "./task-hash.js";

/** A task and whether it would run. */
export interface PlannedTask {
  readonly task: Task;
  readonly state: "done" | "run";
  /** In words: `committed`, `no commit record`, `output cog/mag/... has changed`, `needs fuse first`, ... */
  readonly reason: string;
}

const sameList = (a: readonly string[], b: readonly string[]): boolean => a.length === b.length && a.every((item, i) => item === b[i]);

/** Does the record still hold, now that all its task needs is settled? */
export function recordHolds(task: Task, record: CommitRecord, done: ReadonlyMap<string, CommitRecord>): boolean {
  return task.dependsOn.every((id) => done.has(id)) && sameList(missingOf(task, done), record.missing);
}

function reasonToRun(
  task: Task,
  record: CommitRecord | undefined,
  damage: string | undefined,
  done: ReadonlyMap<string, CommitRecord>,
): string {
  if (record === undefined) return "no commit record";
  if (damage !== undefined) return damage;
  const pending = neededBy(task).filter((id) => !done.has(id));
  if (pending.length > 0) return `needs ${pending[0]}${pending.length > 1 ? ` and ${pending.length - 1} more` : ""} first`;
  return "what it went without is there now";
}

/** Which tasks are done, by content, and why the others are not. Reads every output of every record. */
export async function planStates(
  graph: TaskGraph,
  commits: CommitStore,
  force: boolean,
  signal: AbortSignal,
): Promise<{ readonly tasks: readonly PlannedTask[]; readonly intact: ReadonlyMap<string, CommitRecord> }> {
  const intact = new Map<string, CommitRecord>();
  const done = new Map<string, CommitRecord>();
  const tasks: PlannedTask[] = [];
  for (const task of graph.tasks) {
    signal.throwIfAborted();
    const record = await commits.read(task.hash);
    const [damaged] = record ? await commits.damage(record) : [];
    const damage = damaged && `output ${damaged.path} ${damaged.state === "absent" ? "is absent" : "has changed"}`;
    if (record && damage === undefined && !force) {
      intact.set(task.id, record);
      if (recordHolds(task, record, done)) {
        const [retried] = record.missing;
        if (retried === undefined) {
          done.set(task.id, record);
          tasks.push({ task, state: "done", reason: "committed" });
        } else {
          tasks.push({ task, state: "run", reason: `went without ${retried}, which is tried again` });
        }
        continue;
      }
    }
    tasks.push({ task, state: "run", reason: force ? "forced" : reasonToRun(task, record, damage, done) });
  }
  return { tasks, intact };
}
