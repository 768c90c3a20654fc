import { type Kernels, type Logger, NodeFileSystem, type PluginRegistry, readInput, type TaskHost } from "@geoanomaly/core";
import { fileSystemSync } from "@geoanomaly/native";

/** What tasks need of this program; the same in the main process and in its workers. */
export function taskHost(plugins: PluginRegistry, kernels: Kernels, logger: Logger): TaskHost {
  return {
    kernels,
    plugins,
    logger,
    fileSystem: new NodeFileSystem(fileSystemSync()),
    read: async (path, { reader, parameters = {} } = {}, context) => {
      const readers = reader === undefined ? await plugins.all("reader") : [await plugins.load("reader", reader)];
      return readInput(path, readers, parameters, context);
    },
  };
}
