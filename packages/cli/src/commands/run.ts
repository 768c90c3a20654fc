import type { Argv, CommandModule } from "yargs";
import { defaultPreset } from "../configuration/default-preset.js";
import { loadAnyConfiguration, loadConfiguration } from "../configuration/load-configuration.js";
import { addRunFlags, type RunFlags } from "../configuration/run-flags.js";
import { interruptible } from "../interruption.js";
import { parseShard } from "../shard.js";
import type { Terminal } from "../terminal.js";

type ExecutionFlags = RunFlags & { readonly jsonl: boolean; readonly shard: string | undefined };

function addExecutionFlags<T>(parser: Argv<T>) {
  return addRunFlags(parser)
    .option("jsonl", { type: "boolean", default: false, describe: "Print every event as a line of JSON" })
    .option("shard", { type: "string", describe: "Do part i/n of the tasks that can be shared out", requiresArg: true });
}

async function run(flags: ExecutionFlags, terminal: Terminal, preset?: string): Promise<void> {
  const shard = parseShard(flags.shard);
  const configuration = await (preset === undefined ? loadAnyConfiguration(flags, terminal) : loadConfiguration(flags, terminal, preset));
  const { runConfiguration } = await import("../run-configuration.js");
  await interruptible((signal) => runConfiguration(configuration, { jsonLines: flags.jsonl, shard }, terminal, signal));
}

/** `gam fuse`: the global job, from a preset. */
export function fuseCommand(terminal: Terminal): CommandModule<object, ExecutionFlags> {
  return {
    command: "fuse",
    describe: "Fuse global magnetic and gravity data into an anomaly index (embedded inputs, unless --mirror or --fetch)",
    builder: (parser) => addExecutionFlags(parser),
    handler: (flags) => run(flags, terminal, defaultPreset(flags, terminal.environment)),
  };
}

/** `gam run`: what a project file says. */
export function runCommand(terminal: Terminal): CommandModule<object, ExecutionFlags & { readonly file: string | undefined }> {
  return {
    command: "run [file]",
    describe: "Run what a project file (default gam.yaml) says",
    builder: (parser) => addExecutionFlags(parser.positional("file", { type: "string", describe: "Project file (YAML)" })),
    handler: ({ file, ...flags }) => run({ ...flags, config: file ?? flags.config }, terminal),
  };
}
