import type { Argv, CommandModule } from "yargs";
import { loadAnyConfiguration } from "../configuration/load-configuration.js";
import { addRunFlags, type RunFlags } from "../configuration/run-flags.js";
import type { Terminal } from "../terminal.js";

type FileFlags = RunFlags & { readonly file: string | undefined };
type ShowFlags = FileFlags & { readonly origin: boolean | undefined };

/** As `gam run FILE` would read it when a file is named, as `gam fuse` would otherwise. */
function load({ file, ...flags }: FileFlags, terminal: Terminal) {
  const named = file ?? flags.config;
  return loadAnyConfiguration({ ...flags, config: named }, terminal, named === undefined ? "global-open-fusion" : undefined);
}

const withFile = (parser: Argv) => addRunFlags(parser.positional("file", { type: "string", describe: "Project file (YAML)" }));

function showCommand(terminal: Terminal): CommandModule<object, ShowFlags> {
  return {
    command: "show [file]",
    describe: "Print the configuration a run would use",
    builder: (parser) => withFile(parser).option("origin", { type: "boolean", describe: "Say where each value came from" }),
    handler: async ({ origin: withOrigin, ...flags }) => {
      const { configurationYaml, redactSecrets } = await import("@geoanomaly/core/configuration");
      const { configuration, origin } = await load(flags, terminal);
      if (withOrigin !== true) {
        terminal.print(configurationYaml(configuration).trimEnd());
        return;
      }
      const shown = redactSecrets(configuration);
      const lines = leaves(shown).map(({ path, value }) => [`${path.join(".")}: ${JSON.stringify(value)}`, origin(path)] as const);
      const width = Math.min(70, Math.max(...lines.map(([text]) => text.length)));
      for (const [text, from] of lines) terminal.print(`${text.padEnd(width)}  # ${from}`);
    },
  };
}

/** Values that are no sections, with their keys; an empty section counts as one. */
function leaves(value: unknown, path: readonly string[] = []): { readonly path: readonly string[]; readonly value: unknown }[] {
  if (typeof value !== "object" || value === null || Array.isArray(value) || Object.keys(value).length === 0) return [{ path, value }];
  return Object.entries(value).flatMap(([key, inner]) => (inner === undefined ? [] : leaves(inner, [...path, key])));
}

function validateCommand(terminal: Terminal): CommandModule<object, FileFlags> {
  return {
    command: "validate [file]",
    describe: "Check a project file, plugin options included",
    builder: withFile,
    handler: async (flags) => {
      const { configuration, origin, file, preset } = await load(flags, terminal);
      const { checkConfiguredPlugins } = await import("../host/check-configured-plugins.js");
      const { installedPlugins } = await import("../host/installed-plugins.js");
      await checkConfiguredPlugins(configuration, origin, await installedPlugins());
      terminal.print(`${[file, preset && `preset ${preset}`].filter(Boolean).join(" over ")}: valid`);
    },
  };
}

function schemaCommand(terminal: Terminal): CommandModule<object, { readonly job: "global" | "regional" }> {
  return {
    command: "schema",
    describe: "Print the JSON Schema of project files, for editors",
    builder: (parser) =>
      parser.option("job", { choices: ["global", "regional"] as const, default: "global" as const, describe: "Which job" }),
    handler: async ({ job }) => {
      const { configurationJsonSchema, regionalJsonSchema } = await import("@geoanomaly/core/configuration");
      terminal.print(JSON.stringify(job === "regional" ? regionalJsonSchema() : configurationJsonSchema(), undefined, 2));
    },
  };
}

/** `gam config`: show, check and describe configurations. */
export function configCommand(terminal: Terminal): CommandModule<object, object> {
  return {
    command: "config",
    describe: "Show, check or describe the configuration",
    builder: (parser) =>
      parser
        .command(showCommand(terminal))
        .command(validateCommand(terminal))
        .command(schemaCommand(terminal))
        .demandCommand(1, "gam config show, validate or schema?"),
    handler: () => {},
  };
}
