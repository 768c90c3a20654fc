import { type ModalityPlugin, resolveSources, UsageError } from "@geoanomaly/core";
import type { Configuration } from "@geoanomaly/core/configuration";
import type { CommandModule } from "yargs";
import { loadConfiguration } from "../configuration/load-configuration.js";
import { addRunFlags, type RunFlags } from "../configuration/run-flags.js";
import type { Session } from "../host/session.js";
import { interruptible } from "../interruption.js";
import type { Terminal } from "../terminal.js";

interface FetchFlags extends RunFlags {
  readonly modality: string | undefined;
  readonly dataset: string | undefined;
  readonly list: boolean;
}

interface Wanted {
  readonly modality: ModalityPlugin;
  readonly request: { readonly dataset: string; readonly path?: string; readonly options: Readonly<Record<string, unknown>> };
}

async function listDatasets({ plugins }: Session, terminal: Terminal): Promise<void> {
  for (const modality of await plugins.all("modality")) {
    terminal.print(modality.id);
    for (const { id, title, files, embedded } of modality.datasets) {
      const licences = [...new Set(files.map(({ license }) => license))].join(", ");
      terminal.print(`  ${id.padEnd(24)} ${title}${embedded ? "; embedded" : ""}${licences === "" ? "" : `; ${licences}`}`);
    }
  }
}

/** What is named on the command line, else all that the configuration uses. */
async function wantedOf({ modality, dataset }: FetchFlags, configuration: Configuration, { plugins }: Session): Promise<Wanted[]> {
  if (modality !== undefined) {
    if (dataset === undefined) throw new UsageError(`gam fetch ${modality}: which dataset? gam fetch --list names them`);
    return [{ modality: await plugins.load("modality", modality), request: { dataset, options: {} } }];
  }
  return Promise.all(
    Object.entries(configuration.modalities).map(async ([id, { dataset: configured, path, options }]) => ({
      modality: await plugins.load("modality", id),
      request: { dataset: configured, options, ...(path === undefined ? {} : { path }) },
    })),
  );
}

/** `gam fetch`: brings inputs into the cache, from the mirror or their publishers. */
export function fetchCommand(terminal: Terminal): CommandModule<object, FetchFlags> {
  return {
    command: "fetch [modality] [dataset]",
    describe: "Get input files into the cache, checked by size and sha256",
    builder: (parser) =>
      addRunFlags(
        parser
          .positional("modality", { type: "string", describe: "Id of a modality plugin; default: all of the configuration" })
          .positional("dataset", { type: "string", describe: "Id of a dataset" }),
      ).option("list", { type: "boolean", default: false, describe: "List the datasets there are" }),
    handler: async (flags) => {
      const { configuration } = await loadConfiguration({ ...flags, fetch: flags.offline !== true }, terminal, "global-published");
      const { openSession } = await import("../host/session.js");
      const session = await openSession(configuration, terminal, false);
      if (flags.list) return listDatasets(session, terminal);
      await interruptible(async (signal) => {
        for (const { modality, request } of await wantedOf(flags, configuration, session)) {
          for (const { path, record } of await resolveSources(modality, request, configuration.sources, session.lend(signal))) {
            terminal.print(`${path}  ${record.size_bytes} bytes  sha256 ${record.sha256}  ${record.license}`);
          }
        }
      });
    },
  };
}
