import { join } from "node:path";
import { type Discovery, discoverPlugins, type PluginRegistry } from "@geoanomaly/core";
import { hostPackageJson } from "../version.js";

/** Plugins of this installation and of the project in the working folder. Imports none of them. */
export function findPlugins(folder = process.cwd()): Promise<Discovery> {
  return discoverPlugins(hostPackageJson, join(folder, "package.json"));
}

/** The plugins of a run. @throws InvalidPluginError: a run does not go on with less than what is installed */
export async function installedPlugins(folder?: string): Promise<PluginRegistry> {
  const { registry, problems } = await findPlugins(folder);
  const [first] = problems;
  if (first !== undefined) throw first;
  return registry;
}
