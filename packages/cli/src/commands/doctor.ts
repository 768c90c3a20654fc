import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { statfs } from "node:fs/promises";
import { freemem, totalmem } from "node:os";
import { promisify } from "node:util";
import { CONTRACT_VERSION } from "@geoanomaly/core";
import type { CommandModule } from "yargs";
import { chooseKernels } from "../host/choose-kernels.js";
import { findPlugins } from "../host/installed-plugins.js";
import type { Terminal } from "../terminal.js";
import { version } from "../version.js";

const gibibytes = (bytes: number) => `${(bytes / 2 ** 30).toFixed(1)} GiB`;

/** The optional `gdal-async` and the command line tools, each with its version or why it is not there. */
async function gdal(): Promise<string> {
  const tools = await promisify(execFile)("gdalinfo", ["--version"])
    .then(({ stdout }) => stdout.trim().split(",")[0])
    .catch(() => "no command line tools");
  return `${tools}; optional: other rasters and projected sources need the package gdal-async`;
}

function mirror(terminal: Terminal): string {
  const path = terminal.environment.GAM__SOURCES__MIRROR ?? terminal.environment.GAM_MIRROR;
  if (path === undefined || path === "") return "none (set GAM_MIRROR to a folder or URL of real inputs)";
  if (/^https?:/.test(path)) return new URL(path).host;
  return existsSync(path) ? path : `${path}: no such folder`;
}

async function kernels(terminal: Terminal): Promise<string> {
  const { set, reason, kernels: chosen } = await chooseKernels(terminal.environment, { log: () => {} });
  return `${set} (${chosen.id}): ${reason}`;
}

/** `gam doctor`: what this machine has, and why GAM uses what it uses. */
export function doctorCommand(terminal: Terminal): CommandModule<object, object> {
  return {
    command: "doctor",
    describe: "Say what this machine has and which kernels, threads and plugins are in use",
    handler: async () => {
      const { threadBudget } = await import("@geoanomaly/native");
      const { threads, explain } = threadBudget(terminal.environment);
      const { registry, problems } = await findPlugins();
      const disk = await statfs(process.cwd());
      const rows: readonly (readonly [string, string])[] = [
        ["gam", `${version()}, plugin contract ${CONTRACT_VERSION}`],
        ["node", `${process.version} ${process.platform}-${process.arch}`],
        ["kernels", await kernels(terminal)],
        ["threads", `${threads} (${explain.join(", ")})`],
        ["memory", `${gibibytes(freemem())} free of ${gibibytes(totalmem())}`],
        ["disk", `${gibibytes(disk.bavail * disk.bsize)} free in ${process.cwd()}`],
        ["plugins", `${registry.list().length} installed, ${problems.length} broken`],
        ["gdal", await gdal()],
        ["mirror", mirror(terminal)],
      ];
      for (const [name, value] of rows) terminal.print(`${name.padEnd(8)} ${value}`);
      for (const problem of problems) terminal.warn(`${problem.code}: ${problem.message}`);
      terminal.exitCode = problems[0]?.exitCode ?? 0;
    },
  };
}
