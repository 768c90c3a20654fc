import type { CommandModule } from "yargs";
import type { Terminal } from "../terminal.js";
import { configCommand } from "./config.js";
import { doctorCommand } from "./doctor.js";
import { pluginsCommand } from "./plugins.js";

/** Every command of `gam`, in the order of its help. */
export function commands(terminal: Terminal): CommandModule[] {
  return [pluginsCommand, doctorCommand, configCommand].map((command) => command(terminal) as unknown as CommandModule);
}
