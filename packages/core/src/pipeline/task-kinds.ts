import { InvalidParameterError } from "../errors.js";
import type { TaskImplementation } from "./task-run.js";

interface TaskKind {
  /** Raise when the same inputs and parameters would give other outputs or facts: it is part of the task's hash. */
  readonly version: number;
  load(): Promise<TaskImplementation>;
}

/** Every kind of task. Code is loaded on first use: a worker that cuts tiles never loads the rest. */
export const TASK_KINDS: Readonly<Record<string, TaskKind>> = {
  prepare: { version: 1, load: async () => (await import("./tasks/prepare.js")).prepare },
  normalise: { version: 1, load: async () => (await import("./tasks/normalise.js")).normalise },
  fuse: { version: 1, load: async () => (await import("./tasks/fuse.js")).fuse },
  detect: { version: 1, load: async () => (await import("./tasks/detect.js")).detect },
  tile: { version: 1, load: async () => (await import("./tasks/tile.js")).tile },
  visualise: { version: 1, load: async () => (await import("./tasks/visualise.js")).visualise },
  check: { version: 1, load: async () => (await import("./tasks/check.js")).check },
  verify: { version: 1, load: async () => (await import("./tasks/verify.js")).verify },
  node: { version: 1, load: async () => (await import("../regional/tasks/node.js")).node },
  inversion: { version: 1, load: async () => (await import("../regional/tasks/inversion.js")).inversion },
  publish: { version: 1, load: async () => (await import("../regional/tasks/publish.js")).publish },
  "regional-catalogue": { version: 1, load: async () => (await import("../regional/tasks/regional-catalogue.js")).regionalCatalogue },
  catalogue: { version: 1, load: async () => (await import("./tasks/catalogue.js")).catalogue },
};

/** @throws InvalidParameterError for a kind this version does not have. */
export function taskKind(kind: string): TaskKind {
  const found = TASK_KINDS[kind];
  if (found === undefined) throw new InvalidParameterError("task graph", "kind", Object.keys(TASK_KINDS).join(", "), kind);
  return found;
}
