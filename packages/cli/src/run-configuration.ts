import { mkdir, rename, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { executeRun, type RunOutcome, type RunPlan } from "@geoanomaly/core";
import { createRunMetrics, traceTasks } from "@geoanomaly/core/telemetry";
import type { AnyConfiguration, LoadedConfiguration } from "./configuration/load-configuration.js";
import { checkConfiguredPlugins } from "./host/check-configured-plugins.js";
import { logPath, openSession, type Session } from "./host/session.js";
import { planAny } from "./plan-any.js";
import { displayFor } from "./progress/display-for.js";
import { printSummary } from "./run-summary.js";
import type { Shard } from "./shard.js";
import type { Terminal } from "./terminal.js";
import { version } from "./version.js";

export interface RunOptions {
  readonly jsonLines: boolean;
  readonly shard: Shard | undefined;
}

const workerEntry = fileURLToPath(new URL("./worker.js", import.meta.url));

async function execute(session: Session, plan: RunPlan, { jsonLines, shard }: RunOptions, terminal: Terminal, signal: AbortSignal) {
  const { configuration, host, kernels, threads, plugins } = session;
  const started = performance.now();
  const metrics = createRunMetrics(plan.graph, { version: version(), kernels: kernels.kernels.id });
  if (kernels.set === "reference") metrics.countReferenceFallback();
  const spans = traceTasks(configuration.name, plan.graph);
  const display = await displayFor(plan.graph, terminal, jsonLines);
  session.showLinesBy(display.line);
  let outcome: RunOutcome;
  try {
    outcome = await executeRun(plan, {
      host,
      executor: await plugins.load("executor", configuration.execution.executor),
      workerEntry,
      threads,
      ...(shard === undefined ? {} : { shard }),
      signal,
      onEvent: (event) => {
        metrics.observe(event);
        spans.observe(event);
        display.observe(event);
      },
    });
  } finally {
    session.showLinesBy(terminal.warn);
    display.end();
    spans.end();
  }
  metrics.finish((performance.now() - started) / 1000, outcome.exitCode);
  await writeMetrics(logPath(configuration, "prom"), await metrics.text());
  return outcome;
}

/** A collector may read at any time: it sees the old file or the new one. */
async function writeMetrics(path: string, text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(`${path}.part`, text);
  await rename(`${path}.part`, path);
}

/** Plans and runs a configuration and prints how it ended. Sets the exit status of a run that is not whole. */
export async function runConfiguration(
  { configuration, origin, file }: LoadedConfiguration<AnyConfiguration>,
  options: RunOptions,
  terminal: Terminal,
  signal: AbortSignal,
): Promise<void> {
  const session = await openSession(configuration, terminal);
  try {
    await checkConfiguredPlugins(configuration, origin, session.plugins);
    const plan = await planAny(configuration, file, session.host, signal);
    const outcome = await execute(session, plan, options, terminal, signal);
    signal.throwIfAborted();
    if (options.jsonLines) terminal.print(JSON.stringify({ timestamp: new Date().toISOString(), type: "finished", ...outcome }));
    else printSummary(plan, outcome, terminal);
    terminal.exitCode = outcome.exitCode;
  } finally {
    session.logger.flush();
  }
}
