import { parseBounds, UsageError } from "@geoanomaly/core";
import type { FlagValue } from "@geoanomaly/core/configuration";
import type { Argv, InferredOptionTypes } from "yargs";

/** Flags that say what a run is: each stands for one key of the configuration. */
const options = {
  config: { type: "string", describe: "Project file (YAML); default: gam.yaml, if there is one", requiresArg: true },
  preset: { type: "string", describe: "Configuration that comes with GAM, below the project file", requiresArg: true },
  bbox: { type: "string", nargs: 4, array: true, describe: "Only tiles that overlap west south east north (degrees)" },
  tiles: { type: "string", array: true, describe: "Globs of tile ids, e.g. 't_N3*'; '!glob' leaves out", requiresArg: true },
  normalization: { choices: ["tile", "blended", "global"], describe: "Where median and MAD are taken" },
  fusion: { choices: ["mean", "stouffer"], describe: "How layers are combined" },
  mirror: { type: "string", describe: "Folder or URL laid out as a data pack", requiresArg: true },
  fetch: { type: "boolean", describe: "Allow downloads from the publishers" },
  offline: { type: "boolean", describe: "Open no network socket at all" },
  output: { type: "string", describe: "Output folder", requiresArg: true },
  threads: { type: "number", describe: "Thread budget", requiresArg: true },
  workers: { type: "number", describe: "Worker processes; 0: none", requiresArg: true },
  detect: { type: "boolean", describe: "Global: write one table of the anomalies of the fused layer" },
  degrade: { type: "boolean", describe: "Regional: run coarser where something does not fit into memory, and say so" },
  force: { type: "boolean", describe: "Redo committed tasks" },
  "keep-going": { type: "boolean", describe: "Go on with other tiles after one has failed (default)" },
  verify: { type: "boolean", describe: "Check the products at the end (default); --no-verify leaves it out" },
  "log-level": { choices: ["debug", "info", "warn", "error"], describe: "Least level that is logged" },
} as const;

export type RunFlags = InferredOptionTypes<typeof options>;

export function addRunFlags<T>(parser: Argv<T>): Argv<T & RunFlags> {
  return parser.options(options) as unknown as Argv<T & RunFlags>;
}

function bboxOf(texts: readonly string[]) {
  return parseBounds(
    texts.map((text) => (text.trim() === "" ? Number.NaN : Number(text))),
    "--bbox",
  );
}

function wholeNumber(flag: string, value: number | undefined): number | undefined {
  if (value !== undefined && !Number.isInteger(value)) throw new UsageError(`${flag}: expected a whole number`);
  return value;
}

/** The flags as values of the configuration. @throws InvalidBoundsError for --bbox, UsageError */
export function flagValues(flags: Partial<RunFlags>): FlagValue[] {
  const tiles = flags.tiles;
  const include = tiles?.filter((glob) => !glob.startsWith("!"));
  const exclude = tiles?.filter((glob) => glob.startsWith("!")).map((glob) => glob.slice(1));
  return [
    { flag: "--bbox", path: ["region", "bounds"], value: flags.bbox === undefined ? undefined : bboxOf(flags.bbox) },
    { flag: "--tiles", path: ["region", "tiles", "include"], value: include },
    { flag: "--tiles", path: ["region", "tiles", "exclude"], value: exclude },
    { flag: "--normalization", path: ["normalization"], value: flags.normalization },
    { flag: "--fusion", path: ["fusion", "method"], value: flags.fusion },
    { flag: "--mirror", path: ["sources", "mirror"], value: flags.mirror },
    { flag: "--fetch", path: ["sources", "fetch"], value: flags.fetch },
    { flag: "--offline", path: ["sources", "offline"], value: flags.offline },
    { flag: "--output", path: ["outputs", "folder"], value: flags.output },
    { flag: "--threads", path: ["execution", "threads"], value: wholeNumber("--threads", flags.threads) },
    { flag: "--workers", path: ["execution", "workers"], value: wholeNumber("--workers", flags.workers) },
    { flag: "--detect", path: ["detection"], value: flags.detect === undefined ? undefined : flags.detect ? {} : false },
    { flag: "--degrade", path: ["degrade"], value: flags.degrade },
    { flag: "--force", path: ["execution", "force"], value: flags.force },
    { flag: "--verify", path: ["execution", "verify"], value: flags.verify },
    { flag: "--keep-going", path: ["execution", "keepGoing"], value: flags["keep-going"] },
    { flag: "--log-level", path: ["logging", "level"], value: flags["log-level"] },
  ];
}
