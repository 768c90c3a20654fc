import type { PluginContext } from "../contracts/context.js";
import { globalGrid } from "../geo/grid-geometry.js";
import type { TaskHost } from "./task-host.js";

export interface ContextOptions {
  /** Log stage. */
  readonly stage: string;
  readonly spacing: number;
  readonly threads: number;
  readonly signal: AbortSignal;
}

/** What the host lends to plugins outside of any task. */
export function hostContext(host: TaskHost, { stage, spacing, threads, signal }: ContextOptions): PluginContext {
  const context: PluginContext = {
    kernels: host.kernels,
    logger: {
      log: (level, message, fields = {}) => host.logger.log(level, message, { stage, ...fields }),
    },
    signal,
    threads,
    target: globalGrid(spacing),
    progress: () => {},
    read: (path, options) => host.read(path, options, context),
  };
  return context;
}
