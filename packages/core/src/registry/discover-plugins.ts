import { existsSync } from "node:fs";
import { readFile, realpath } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { InvalidPluginError, UsageError } from "../errors.js";
import { importPlugin } from "./import-plugin.js";
import { parseManifest } from "./manifest.js";
import { PluginRegistry } from "./plugin-registry.js";

export interface Discovery {
  readonly registry: PluginRegistry;
  /** Packages that cannot be used, each with the reason. A host shows them or fails; it never hides them. */
  readonly problems: readonly InvalidPluginError[];
}

interface PackageJson {
  readonly name?: string;
  readonly version?: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly gam?: { readonly use?: unknown };
}

async function readPackageJson(path: string): Promise<PackageJson> {
  const text = await readFile(path, "utf8");
  try {
    return JSON.parse(text) as PackageJson;
  } catch (cause) {
    throw new InvalidPluginError(path, `not valid JSON: ${(cause as Error).message}`, { cause });
  }
}

/** @throws UsageError under Yarn Plug'n'Play, where packages are no folders and a plugin's files cannot be found. */
function refusePlugAndPlay(folder: string): void {
  const here = existsSync(join(folder, ".pnp.cjs"));
  if (here || process.versions.pnp !== undefined) {
    throw new UsageError(
      `Yarn Plug'n'Play is not supported${here ? ` (${join(folder, ".pnp.cjs")})` : ""}: set "nodeLinker: node-modules" in .yarnrc.yml and run yarn install`,
    );
  }
  const parent = dirname(folder);
  if (parent !== folder) refusePlugAndPlay(parent);
}

/**
 * Folder of a declared package, as npm and pnpm lay it out. Walks the lookup folders instead of resolving `name/package.json`,
 * which fails for every package whose `exports` omit it.
 */
async function packageRoot(from: string, name: string): Promise<string | undefined> {
  for (const folder of createRequire(from).resolve.paths(name) ?? []) {
    if (existsSync(join(folder, name, "package.json"))) return realpath(join(folder, name));
  }
  return undefined;
}

/** Names that a package.json makes candidates: a host's dependencies, a project's `gam.use`. */
async function candidates(path: string, role: "host" | "project"): Promise<{ readonly name: string; readonly optional: boolean }[]> {
  const { name = path, dependencies = {}, optionalDependencies = {}, gam } = await readPackageJson(path);
  if (role === "host") {
    return Object.keys({ ...dependencies, ...optionalDependencies })
      .sort()
      .map((dependency) => ({ name: dependency, optional: dependency in optionalDependencies }));
  }
  const use = gam?.use ?? [];
  if (!Array.isArray(use) || !use.every((entry) => typeof entry === "string")) {
    throw new InvalidPluginError(name, `gam.use: expected a list of package names, found ${JSON.stringify(use)}`);
  }
  return use.map((entry: string) => ({ name: entry, optional: false }));
}

/**
 * Finds plugins: the declared dependencies of the host, and what `gam.use` of the project's package.json names. Reads package.json
 * files only; the code of a plugin is imported when it is first used. A package reached on both ways counts once.
 * @param host Path of the host's package.json.
 * @param project Path of the project's package.json; it need not exist.
 * @throws UsageError under Yarn Plug'n'Play.
 */
export async function discoverPlugins(host: string, project?: string): Promise<Discovery> {
  const registry = new PluginRegistry();
  const problems: InvalidPluginError[] = [];
  const visited = new Set<string>();

  async function visit(from: string, { name, optional }: { readonly name: string; readonly optional: boolean }): Promise<void> {
    const root = await packageRoot(from, name);
    if (root === undefined) {
      if (optional) return;
      throw new InvalidPluginError(name, `declared in ${from} but not installed; run npm install`);
    }
    if (visited.has(root)) return;
    visited.add(root);
    const manifest = await readPackageJson(join(root, "package.json"));
    const origin = { packageName: name, packageVersion: manifest.version ?? "unknown", root };
    for (const contribution of parseManifest(name, manifest.gam)) {
      registry.register(contribution, origin, () => importPlugin(name, root, contribution));
    }
  }

  for (const [path, role] of [
    [host, "host"],
    [project, "project"],
  ] as const) {
    if (path === undefined || !existsSync(path)) continue;
    refusePlugAndPlay(dirname(path));
    for (const candidate of await candidates(path, role)) {
      try {
        await visit(path, candidate);
      } catch (error) {
        if (!(error instanceof InvalidPluginError)) throw error;
        problems.push(error);
      }
    }
  }
  return { registry, problems };
}
