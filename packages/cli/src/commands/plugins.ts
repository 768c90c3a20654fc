import type { CommandModule } from "yargs";
import { findPlugins } from "../host/installed-plugins.js";
import type { Terminal } from "../terminal.js";

interface Flags {
  readonly json: boolean;
}

/** `gam plugins`: what is installed, from manifests alone. */
export function pluginsCommand(terminal: Terminal): CommandModule<object, Flags> {
  return {
    command: ["plugins", "plugins list"],
    describe: "List installed plugins and what is wrong with any",
    builder: (parser) => parser.option("json", { type: "boolean", default: false, describe: "As JSON" }),
    handler: async ({ json }) => {
      const { registry, problems } = await findPlugins();
      const plugins = registry.list();
      if (json) {
        const broken = problems.map(({ packageName, problem }) => ({ packageName, problem }));
        terminal.print(JSON.stringify({ plugins, problems: broken }, undefined, 2));
      } else {
        const width = Math.max(0, ...plugins.map(({ id }) => id.length));
        let kind = "";
        for (const plugin of plugins) {
          if (plugin.kind !== kind) terminal.print(`${plugin.kind}`);
          kind = plugin.kind;
          terminal.print(
            `  ${plugin.id.padEnd(width)}  ${plugin.packageName}@${plugin.packageVersion}${plugin.summary === "" ? "" : `  ${plugin.summary}`}`,
          );
        }
      }
      for (const problem of problems) terminal.warn(`${problem.code}: ${problem.message}`);
      terminal.exitCode = problems[0]?.exitCode ?? 0;
    },
  };
}
