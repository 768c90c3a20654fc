import {
  EXIT_CODES,
  isGamError,
  NodeFileSystem,
  OutputFolder,
  type PluginContext,
  type PluginRegistry,
  type RunManifest,
  readManifest,
  resolveSources,
  type SourceFile,
  VerificationError,
  type VerificationReport,
  verifyRun,
} from "@geoanomaly/core";
import type { Configuration } from "@geoanomaly/core/configuration";
import type { CommandModule } from "yargs";
import { loadConfiguration } from "../configuration/load-configuration.js";
import { addRunFlags, type RunFlags } from "../configuration/run-flags.js";
import { interruptible } from "../interruption.js";
import type { Terminal } from "../terminal.js";

type VerifyFlags = RunFlags & { readonly folder: string | undefined; readonly json: boolean };

type Requested = Readonly<Record<string, { readonly dataset: string; readonly options: Readonly<Record<string, unknown>> }>>;

/** The run's inputs as far as they lie on this machine: in the cache, a mirror folder or an installed package. Opens no socket. */
async function inputsHere(
  manifest: RunManifest,
  policy: Configuration["sources"],
  session: { readonly plugins: PluginRegistry; readonly context: PluginContext },
): Promise<Record<string, readonly SourceFile[]>> {
  const found: Record<string, readonly SourceFile[]> = {};
  for (const [id, request] of Object.entries((manifest.configuration.modalities ?? {}) as Requested)) {
    if (request.dataset === "file") continue; // the manifest does not tell where it lay
    const modality = await session.plugins.load("modality", id);
    try {
      found[modality.layer] = await resolveSources(modality, request, { ...policy, fetch: false, offline: true }, session.context);
    } catch (error) {
      // Not here: the report says that it was not checked again. Here, but damaged: that is what verify is for.
      if (!isGamError(error, "GAM_SOURCE_UNAVAILABLE")) throw error;
    }
  }
  return found;
}

function print({ checkpoints, findings, failedTiles, passed }: VerificationReport, terminal: Terminal): void {
  for (const name of Object.keys(checkpoints)) {
    const of = findings.filter(({ checkpoint }) => checkpoint === name);
    const errors = of.filter(({ severity }) => severity === "error").length;
    terminal.print(
      `${errors === 0 ? "ok    " : "FAILED"} ${name}${of.length > 0 ? `: ${errors} errors, ${of.length - errors} warnings` : ""}`,
    );
  }
  for (const { severity, checkpoint, path, message } of findings.slice(0, 40))
    terminal.warn(`${severity} ${checkpoint} ${path}: ${message}`);
  if (findings.length > 40) terminal.warn(`... and ${findings.length - 40} more, all in the report`);
  if (failedTiles.length > 0) terminal.warn(`Tiles to rerun: ${failedTiles.join(" ")}`);
  if (passed) terminal.print("All checkpoints hold");
}

/** `gam verify`: checks an output folder against its manifest, offline. */
export function verifyCommand(terminal: Terminal): CommandModule<object, VerifyFlags> {
  return {
    command: "verify [folder]",
    describe: "Check outputs against their manifest and all checkpoints, offline",
    builder: (parser) =>
      addRunFlags(parser.positional("folder", { type: "string", describe: "Output folder; default: that of the configuration" })).option(
        "json",
        {
          type: "boolean",
          default: false,
          describe: "The whole report as JSON",
        },
      ),
    handler: async ({ folder: named, json, ...flags }) => {
      const { configuration } = await loadConfiguration(flags, terminal, "global-open-fusion");
      const folder = named ?? configuration.outputs.folder;
      const manifest = await readManifest(new OutputFolder(folder, new NodeFileSystem()));
      const { openSession } = await import("../host/session.js");
      const session = await openSession(configuration, terminal, false);
      await interruptible(async (signal) => {
        const { host, threads, plugins } = session;
        const global = manifest.manifest === "geoanomalymapper-run" ? manifest : undefined;
        const sources =
          global === undefined ? {} : await inputsHere(global, configuration.sources, { plugins, context: session.lend(signal) });
        const report = await verifyRun({ folder, host, threads, signal, sources });
        if (json) terminal.print(JSON.stringify(report, undefined, 2));
        else print(report, terminal);
        const errors = report.findings.filter(({ severity }) => severity === "error").length;
        if (!report.passed && json) terminal.exitCode = EXIT_CODES.verification;
        else if (!report.passed)
          throw new VerificationError(`${folder}: ${errors} ${errors === 1 ? "finding is an error" : "findings are errors"}`);
      });
    },
  };
}
