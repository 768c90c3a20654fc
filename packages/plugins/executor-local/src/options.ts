import type { JsonSchema } from "@geoanomaly/core";

/** What the local executor is told, with every default filled in. */
export interface LocalOptions {
  /** Worker processes; 0: all in this process. */
  readonly workers: number;
  /** Budget of what runs at once. */
  readonly memoryMegabytes: number | undefined;
  readonly taskTimeLimitSeconds: number;
  readonly stallSeconds: number;
  readonly attempts: number;
  readonly keepGoing: boolean;
}

export const optionsSchema: JsonSchema = {
  type: "object",
  properties: {
    workers: { type: "integer", minimum: 0, description: "Worker processes; 0 runs all in one process. Default: one per thread" },
    memoryMegabytes: { type: "integer", minimum: 1, description: "Memory of all tasks that run at once" },
    taskTimeLimitSeconds: { type: "number", exclusiveMinimum: 0, default: 1800 },
    stallSeconds: { type: "number", exclusiveMinimum: 0, default: 120 },
    attempts: { type: "integer", minimum: 1, default: 2 },
    keepGoing: { type: "boolean", default: true },
  },
};

/** @param threads Budget of the run: by default there is a worker for each thread. */
export function localOptions(given: Readonly<Record<string, unknown>>, threads: number): LocalOptions {
  const number = (key: string, otherwise: number) => (typeof given[key] === "number" ? (given[key] as number) : otherwise);
  return {
    workers: number("workers", threads),
    memoryMegabytes: typeof given.memoryMegabytes === "number" ? given.memoryMegabytes : undefined,
    taskTimeLimitSeconds: number("taskTimeLimitSeconds", 1800),
    stallSeconds: number("stallSeconds", 120),
    attempts: number("attempts", 2),
    keepGoing: given.keepGoing !== false,
  };
}
