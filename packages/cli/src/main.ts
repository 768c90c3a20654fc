import { UsageError } from "@geoanomaly/core";
import yargs from "yargs";
import { commands } from "./commands/index.js";
import { reportError } from "./report-error.js";
import type { Terminal } from "./terminal.js";
import { version } from "./version.js";

/** Runs `gam`. Resolves to the exit status (see EXIT_CODES of core); never throws. */
export async function main(argv: readonly string[], terminal: Terminal): Promise<number> {
  const parser = yargs([...argv])
    .scriptName("gam")
    .usage("$0 <command>\n\nOpen geophysical data to anomaly maps.")
    .locale("en")
    .version(version())
    .command(commands(terminal))
    .completion("completion", "Print a completion script for bash or zsh")
    .strict()
    .demandCommand(1, "Which command?")
    .recommendCommands()
    .wrap(110)
    .exitProcess(false)
    .fail((message, error) => {
      // Without a throw in here yargs would run the handler all the same.
      if (error !== undefined && error !== null && error.name !== "YError") throw error;
      throw new UsageError((message ?? error?.message ?? "wrong usage").replaceAll(/\s*\n\s*/g, " "));
    });
  try {
    await parser.parseAsync();
    return terminal.exitCode;
  } catch (error) {
    return reportError(error, terminal);
  }
}
