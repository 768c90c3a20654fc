import type { JsonSchema } from "@geoanomaly/core";

/** What the local executor is told, with every default filled in. */
export interface LocalOptions {
  /** Worker processes; 0: all in this process. */
  readonly workers: number;
  /** Budget of what runs at once in workers; tasks beyond it wait. One always runs. */
  readonly memoryMegabytes: number;
  /** A worker above this is killed; only where the user has set a budget. */
  readonly hardMemoryMegabytes: number | undefined;
  readonly taskTimeLimitSeconds: number;
  readonly stallSeconds: number;
  readonly attempts: number;
  readonly keepGoing: boolean;
}

export const optionsSchema: JsonSchema = {
  type: "object",
  properties: {
    workers: { type: "integer", minimum: 0, description: "Worker processes; 0 runs all in one process. Default: one per thread" },
    memoryMegabytes: {
      type: "integer",
      minimum: 1,
      description: "Memory of this process and all workers. Default: 100 MB each and 100 MB more",
    },
    taskTimeLimitSeconds: { type: "number", exclusiveMinimum: 0, default: 1800 },
    stallSeconds: { type: "number", exclusiveMinimum: 0, default: 120 },
    attempts: { type: "integer", minimum: 1, default: 2 },
    keepGoing: { type: "boolean", default: true },
  },
};

/** Megabytes that a worker with a tile in hand needs, and the same for the process that leads them. */
const PROCESS_MEGABYTES = 100;

/** @param threads Budget of the run: by default there is a worker for each thread. */
export function localOptions(given: Readonly<Record<string, unknown>>, threads: number): LocalOptions {
  const number = (key: string, otherwise: number) => (typeof given[key] === "number" ? (given[key] as number) : otherwise);
  const workers = number("workers", threads);
  return {
    workers,
    memoryMegabytes: number("memoryMegabytes", PROCESS_MEGABYTES * (workers + 2)) - PROCESS_MEGABYTES,
    hardMemoryMegabytes: typeof given.memoryMegabytes === "number" ? given.memoryMegabytes : undefined,
    taskTimeLimitSeconds: number("taskTimeLimitSeconds", 1800),
    stallSeconds: number("stallSeconds", 120),
    attempts: number("attempts", 2),
    keepGoing: given.keepGoing !== false,
  };
}
