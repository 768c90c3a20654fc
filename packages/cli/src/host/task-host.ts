import {
  globalGrid,
  type Kernels,
  type Logger,
  NodeFileSystem,
  type PluginContext,
  type PluginRegistry,
  readInput,
  type TaskHost,
} from "@geoanomaly/core";
import { fileSystemSync, onKernelProgress } from "@geoanomaly/native";

/** What tasks need of this program; the same in the main process and in its workers. */
export function taskHost(plugins: PluginRegistry, kernels: Kernels, logger: Logger): TaskHost {
  return {
    kernels,
    plugins,
    logger,
    fileSystem: new NodeFileSystem(fileSystemSync()),
    watchKernels: onKernelProgress,
    read: async (path, { reader, parameters = {} } = {}, context) => {
      const readers = reader === undefined ? await plugins.all("reader") : [await plugins.load("reader", reader)];
      return readInput(path, readers, parameters, context);
    },
  };
}

/** What a plugin is lent when a command calls it outside of a task. @param spacing Of the run's grid, degrees. */
export function lendTo(host: TaskHost, signal: AbortSignal, threads: number, spacing?: number): PluginContext {
  const context: PluginContext = {
    kernels: host.kernels,
    logger: host.logger,
    signal,
    threads,
    target: globalGrid(spacing),
    progress: () => {},
    read: (path, options) => host.read(path, options, context),
  };
  return context;
}
