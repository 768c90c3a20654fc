import { existsSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { serveFolder, UnreadableInputError } from "@geoanomaly/core";
import type { CommandModule } from "yargs";
import type { Terminal } from "../terminal.js";

interface ServeFlags {
  readonly folder: string;
  readonly port: number;
  readonly host: string;
}

/** Metrics that the last runs into this folder left behind. */
async function metricsOf(folder: string): Promise<string> {
  const logs = join(folder, "logs");
  const names = existsSync(logs) ? (await readdir(logs)).filter((name) => name.endsWith(".prom")) : [];
  const texts = await Promise.all(names.sort().map((name) => readFile(join(logs, name), "utf8")));
  return texts.join("\n");
}

/** Settles when a signal asks the server to stop. */
const stopped = () =>
  new Promise<void>((resolve) => {
    process.once("SIGINT", resolve);
    process.once("SIGTERM", resolve);
  });

/** `gam serve`: the map page of a run on this machine's loopback address. */
export function serveCommand(terminal: Terminal): CommandModule<object, ServeFlags> {
  return {
    command: "serve [folder]",
    describe: "Show the map page of a run in the browser, on this machine only",
    builder: (parser) =>
      parser
        .positional("folder", { type: "string", default: "data/outputs", describe: "Output folder of a run" })
        .option("port", { type: "number", default: 8080, describe: "Port; 0 takes a free one", requiresArg: true })
        .option("host", { type: "string", default: "127.0.0.1", describe: "A loopback address", requiresArg: true }),
    handler: async ({ folder, port, host }) => {
      if (!existsSync(join(folder, "web", "index.html"))) {
        throw new UnreadableInputError(folder, "holds no map page (web/index.html); run gam fuse first, or name its output folder");
      }
      const metrics = async () => ({ contentType: "text/plain; version=0.0.4; charset=utf-8", text: await metricsOf(folder) });
      const server = await serveFolder(folder, { port, host, metrics });
      terminal.print(`Serving ${folder} at ${server.url} (Ctrl+C ends)`);
      await stopped();
      await server.close();
    },
  };
}
