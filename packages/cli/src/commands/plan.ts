import type { CommandModule } from "yargs";
import { defaultPreset } from "../configuration/default-preset.js";
import { loadAnyConfiguration } from "../configuration/load-configuration.js";
import { addRunFlags, type RunFlags } from "../configuration/run-flags.js";
import { interruptible } from "../interruption.js";
import { planAny } from "../plan-any.js";
import type { Terminal } from "../terminal.js";

type PlanFlags = RunFlags & { readonly file: string | undefined; readonly json: boolean };

/** `gam plan`: which tasks would run, which are done, and why. */
export function planCommand(terminal: Terminal): CommandModule<object, PlanFlags> {
  return {
    command: "plan [file]",
    describe: "List exactly which tasks would run, which are done, and why",
    builder: (parser) =>
      addRunFlags(parser.positional("file", { type: "string", describe: "Project file (YAML); without one: as gam fuse" })).option("json", {
        type: "boolean",
        default: false,
        describe: "As JSON, with the whole graph",
      }),
    handler: async ({ file, json, ...flags }) => {
      const config = file ?? flags.config;
      const preset = file === undefined ? defaultPreset(flags, terminal.environment) : undefined;
      const { configuration, origin, file: project } = await loadAnyConfiguration({ ...flags, config }, terminal, preset);
      const { checkConfiguredPlugins } = await import("../host/check-configured-plugins.js");
      const { openSession } = await import("../host/session.js");
      const session = await openSession(configuration, terminal, false);
      await checkConfiguredPlugins(configuration, origin, session.plugins);
      const plan = await interruptible((signal) => planAny(configuration, project, session.host, signal));
      if (json) {
        const tasks = plan.tasks.map(({ task, state, reason }) => ({ ...task, state, reason }));
        terminal.print(JSON.stringify({ hash: plan.hash, unavailable: plan.unavailable, tasks }, undefined, 2));
        return;
      }
      for (const { task, state, reason } of plan.tasks) terminal.print(`${state.padEnd(4)} ${task.id.padEnd(24)} ${reason}`);
      const open = plan.tasks.filter(({ state }) => state === "run").length;
      terminal.print(`${open} of ${plan.tasks.length} tasks would run; plan ${plan.hash.slice(0, 12)}`);
    },
  };
}
