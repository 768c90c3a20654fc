import type { Logger, PluginContext } from "@geoanomaly/core";
import { threadBudget } from "@geoanomaly/native";
import type { Terminal } from "../terminal.js";
import { chooseKernels } from "./choose-kernels.js";
import { installedPlugins } from "./installed-plugins.js";
import { lendTo, taskHost } from "./task-host.js";

/** What plugins are lent by commands that need no configuration: warnings go to the terminal, nothing is logged. */
export async function openTool(terminal: Terminal, signal: AbortSignal): Promise<PluginContext> {
  const logger: Logger = {
    log: (level, message) => {
      if (level === "warn" || level === "error") terminal.warn(`${level} ${message}`);
    },
  };
  const { threads } = threadBudget(terminal.environment);
  const { kernels } = await chooseKernels(terminal.environment, logger, threads);
  const host = taskHost(await installedPlugins(), kernels, logger);
  return lendTo(host, signal, threads);
}
