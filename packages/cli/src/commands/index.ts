import type { CommandModule } from "yargs";
import type { Terminal } from "../terminal.js";
import { configCommand } from "./config.js";
import { diffCommand } from "./diff.js";
import { doctorCommand } from "./doctor.js";
import { fetchCommand } from "./fetch.js";
import { inspectCommand } from "./inspect.js";
import { planCommand } from "./plan.js";
import { pluginsCommand } from "./plugins.js";
import { fuseCommand, runCommand } from "./run.js";
import { serveCommand } from "./serve.js";
import { verifyCommand } from "./verify.js";

/** Every command of `gam`, in the order of its help. */
export function commands(terminal: Terminal): CommandModule[] {
  return [
    fuseCommand,
    runCommand,
    planCommand,
    verifyCommand,
    diffCommand,
    fetchCommand,
    inspectCommand,
    serveCommand,
    pluginsCommand,
    doctorCommand,
    configCommand,
  ].map((command) => command(terminal) as unknown as CommandModule);
}
