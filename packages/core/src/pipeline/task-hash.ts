import type { Task } from "../contracts/task.js";
import { canonicalJson, sha256 } from "./canonical-json.js";
import { taskKind } from "./task-kinds.js";

/**
 * Identity of a task: what decides its outputs and nothing else. Threads, workers, folders, times and the machine are no part of it.
 * @param needed Hashes of the tasks in `dependsOn` and `prefers`, in that order.
 */
export function taskHash(task: Pick<Task, "kind" | "parameters" | "sourceHashes">, needed: readonly string[]): string {
  const { kind, parameters, sourceHashes } = task;
  return sha256(canonicalJson({ kind, version: taskKind(kind).version, parameters, sourceHashes, needed }));
}

/** Ids of all tasks a task reads. */
export const neededBy = (task: Pick<Task, "dependsOn" | "prefers">): readonly string[] => [...task.dependsOn, ...(task.prefers ?? [])];
