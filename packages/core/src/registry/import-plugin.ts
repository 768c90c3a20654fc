import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Plugin, PluginKind } from "../contracts/plugin.js";
import { InvalidPluginError } from "../errors.js";
import type { Contribution } from "./manifest.js";

/** Members the host calls; a plugin without them would fail late, far from its cause. */
const members: Readonly<Record<PluginKind, readonly string[]>> = {
  modality: ["materialise", "fetch", "defaultStages"],
  stage: ["run"],
  reader: ["recognise", "open"],
  visualizer: ["render"],
  inverter: ["plan", "invert"],
  executor: ["execute"],
};

/**
 * Imports the code of a contribution and checks that the object is what the manifest declares.
 * @param root Folder of the package.
 * @throws InvalidPluginError with the package name, and the plugin's own error as `cause`.
 */
export async function importPlugin(packageName: string, root: string, contribution: Contribution): Promise<Plugin> {
  const { kind, id, module, export: name } = contribution;
  let namespace: Record<string, unknown>;
  try {
    namespace = await import(pathToFileURL(join(root, module)).href);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new InvalidPluginError(packageName, `${kind} "${id}" cannot be imported from ${module}: ${reason}`, { cause });
  }
  const plugin = namespace[name];
  if (typeof plugin !== "object" || plugin === null) {
    const exported = Object.keys(namespace).join(", ") || "nothing";
    throw new InvalidPluginError(packageName, `${module} has no object "${name}" to be ${kind} "${id}"; it exports ${exported}`);
  }
  const { kind: actualKind, id: actualId } = plugin as { kind?: unknown; id?: unknown };
  if (actualKind !== kind || actualId !== id) {
    throw new InvalidPluginError(
      packageName,
      `declares ${kind} "${id}", but "${name}" of ${module} is ${String(actualKind)} "${String(actualId)}"`,
    );
  }
  const missing = members[kind].filter((member) => typeof (plugin as Record<string, unknown>)[member] !== "function");
  if (missing.length > 0)
    throw new InvalidPluginError(packageName, `${kind} "${id}" lacks ${missing.map((member) => `${member}()`).join(", ")}`);
  return plugin as Plugin;
}
