import { EXIT_CODES, isGamError } from "@geoanomaly/core";
import { Interrupted } from "./interruption.js";
import type { Terminal } from "./terminal.js";

const hints: Readonly<Partial<Record<string, string>>> = {
  GAM_USAGE: "See gam --help.",
  GAM_CONFIG_INVALID: "gam config show --origin tells where each value comes from; gam config schema lists the keys.",
  GAM_BOUNDS_INVALID: "Bounds are west south east north in degrees; west > east crosses the antimeridian.",
  GAM_PLUGIN_INVALID: "gam plugins lists what is installed and what is wrong with it.",
  GAM_PLUGIN_UNKNOWN: "Install the package and name it in gam.use of the project's package.json; gam plugins lists what is there.",
  GAM_INPUT_UNREADABLE: "gam inspect FILE shows what a file holds.",
  GAM_INTEGRITY: "gam verify names every damaged file; running the job again redoes them.",
  GAM_RESOURCE: "What is committed stays valid; free some space or memory and run the same command again.",
  GAM_PARTIAL: "Run the same command again to retry what failed; gam plan lists it.",
};

/** System errors that mean a resource ran out. */
const exhausted: Readonly<Record<string, string>> = {
  ENOSPC: "no space left on device",
  EDQUOT: "disk quota exceeded",
  ENOMEM: "out of memory",
};

/** Prints `CODE: message` and a hint, and returns the exit status. An error nobody expected shows its stack: it is a bug. */
export function reportError(error: unknown, terminal: Pick<Terminal, "warn">): number {
  if (error instanceof Interrupted) {
    terminal.warn(`GAM_INTERRUPTED: ${error.message}`);
    return error.exitCode;
  }
  if (isGamError(error)) {
    terminal.warn(`${error.code}: ${error.message}`);
    const hint = hints[error.code];
    if (hint !== undefined) terminal.warn(hint);
    return error.exitCode;
  }
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  const reason = exhausted[code];
  if (reason !== undefined) {
    terminal.warn(`GAM_RESOURCE: ${reason} (${(error as Error).message})`);
    terminal.warn(hints.GAM_RESOURCE!);
    return EXIT_CODES.resource;
  }
  terminal.warn(`GAM_UNEXPECTED: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
  terminal.warn("This is a fault of GAM. Please report it with the lines above and the output of gam doctor.");
  return EXIT_CODES.unexpected;
}
