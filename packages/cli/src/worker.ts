import { setMaxListeners } from "node:events";
import { parentChannel, serveWorker } from "@geoanomaly/core";
import { chooseKernels } from "./host/choose-kernels.js";
import { installedPlugins } from "./host/installed-plugins.js";
import { taskHost } from "./host/task-host.js";

// Many kernel calls of one task listen to its one abort signal at once.
setMaxListeners(256);

// A worker process: its parent sends tasks. Signals are the parent's to handle; it tells its workers.
process.on("SIGINT", () => {});
process.on("SIGTERM", () => {});

await serveWorker(parentChannel(), async (logger) => {
  const { kernels } = await chooseKernels(process.env, logger);
  return taskHost(await installedPlugins(), kernels, logger);
});
process.exit(0);
