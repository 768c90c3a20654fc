import { z } from "zod";

/** Degrees; named keys, so that no order can be mistaken. west > east means across the antimeridian. */
const bounds = z.strictObject({
  west: z.number().min(-180).max(180),
  south: z.number().min(-90).max(90),
  east: z.number().min(-180).max(180),
  north: z.number().min(-90).max(90),
});

const options = z.record(z.string(), z.unknown());

const stageCall = z.strictObject({
  stage: z.string().min(1).describe("Id of a stage plugin, e.g. regrid"),
  parameters: options.optional(),
});

const sources = z.strictObject({
  mirror: z.string().min(1).optional().describe("Folder or URL laid out as a data pack; comes before the internet"),
  cache: z.string().min(1).default("data/raw").describe("Where fetched and generated inputs lie"),
  fetch: z.boolean().default(false).describe("Allow downloads from the publishers"),
  offline: z.boolean().default(false).describe("Open no network socket at all"),
  allowPrivateAddresses: z.boolean().default(false).describe("Allow downloads from private and loopback addresses"),
});

const execution = z.strictObject({
  executor: z.string().min(1).default("local"),
  threads: z.int().positive().optional().describe("Thread budget; default: what the machine and its scheduler grant"),
  workers: z.int().nonnegative().optional().describe("Worker processes; 0 runs all in one process; default: the executor decides"),
  memoryMegabytes: z.int().positive().optional().describe("Memory budget of tasks that run at once"),
  taskTimeLimitSeconds: z.number().positive().default(1800),
  stallSeconds: z.number().positive().default(120).describe("A task without progress for this long is stopped"),
  attempts: z.int().positive().default(2),
  keepGoing: z.boolean().default(true).describe("Go on with other tiles after one has failed"),
  force: z.boolean().default(false).describe("Redo committed tasks"),
  verify: z.boolean().default(true).describe("Check the products at the end of the run; without, gam verify does it whenever asked"),
});

const logging = z.strictObject({
  level: z.enum(["debug", "info", "warn", "error"]).default("info"),
  file: z.string().min(1).optional().describe("Default: logs/<name>.log below the output folder"),
});

const name = z
  .string()
  .regex(/^[a-z0-9][a-z0-9_-]*$/, "lower-case letters, digits, - and _")
  .default("gam-run")
  .describe("Short name in file names");

const outputs = z.strictObject({ folder: z.string().min(1).default("data/outputs") });

export { bounds, execution, logging, name, options, outputs, sources, stageCall };
