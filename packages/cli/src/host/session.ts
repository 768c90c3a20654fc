import { randomBytes } from "node:crypto";
import { join } from "node:path";
import type { PluginContext, PluginRegistry, TaskHost } from "@geoanomaly/core";
import { createRunLogger, type RunLogger } from "@geoanomaly/core/telemetry";
import type { AnyConfiguration } from "../configuration/load-configuration.js";
import type { Terminal } from "../terminal.js";
import { type ChosenKernels, chooseKernels } from "./choose-kernels.js";
import { installedPlugins } from "./installed-plugins.js";
import { lendTo, taskHost } from "./task-host.js";

/** All that a command needs around a configuration. */
export interface Session {
  readonly configuration: AnyConfiguration;
  readonly plugins: PluginRegistry;
  readonly kernels: ChosenKernels;
  readonly threads: number;
  readonly logger: RunLogger;
  readonly host: TaskHost;
  /** What a plugin is lent when a command calls it outside of a task. */
  lend(signal: AbortSignal): PluginContext;
  /** Sends the lines of the log that are for people elsewhere: to a progress display while there is one. */
  showLinesBy(show: (line: string) => void): void;
}

/** The run's log, and whatever else is said of a run, lies here below the output folder. */
export function logPath({ name, outputs, logging }: AnyConfiguration, extension: "log" | "prom"): string {
  return join(outputs.folder, extension === "log" && logging.file !== undefined ? logging.file : join("logs", `${name}.${extension}`));
}

/**
 * Opens the log, finds plugins and chooses kernels. Workers started later inherit the choice through the environment.
 * @param logs Whether a log file is written: not by commands that only look.
 */
export async function openSession(configuration: AnyConfiguration, terminal: Terminal, logs = true): Promise<Session> {
  let show: (line: string) => void = terminal.warn;
  const logger = createRunLogger({
    ...(logs ? { file: logPath(configuration, "log") } : {}),
    level: configuration.logging.level,
    traceId: randomBytes(16).toString("hex"),
    terminal: (line) => show(line),
  });
  const plugins = await installedPlugins();
  const { threadBudget } = await import("@geoanomaly/native");
  const threads = configuration.execution.threads ?? threadBudget(terminal.environment).threads;
  const kernels = await chooseKernels(terminal.environment, logger, threads);
  process.env.GAM_KERNELS = kernels.set;
  const host = taskHost(plugins, kernels.kernels, logger);
  return {
    configuration,
    plugins,
    kernels,
    threads,
    logger,
    host,
    lend: (signal) => lendTo(host, signal, threads, configuration.job === "global" ? configuration.grid.spacing : undefined),
    showLinesBy: (other) => {
      show = other;
    },
  };
}
