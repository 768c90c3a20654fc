import { dirname } from "node:path";
import { planRegionalRun, planRun, type RunPlan, type TaskHost } from "@geoanomaly/core";
import type { AnyConfiguration } from "./configuration/load-configuration.js";

/** The plan of whatever job the configuration is of. @param file The project file; paths of surveys are relative to its folder. */
export function planAny(configuration: AnyConfiguration, file: string | undefined, host: TaskHost, signal: AbortSignal): Promise<RunPlan> {
  return configuration.job === "regional"
    ? planRegionalRun({ configuration, base: file === undefined ? process.cwd() : dirname(file), host, signal })
    : planRun({ configuration, host, signal });
}
