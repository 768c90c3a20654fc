import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("../../", import.meta.url));

export interface WorkspacePackage {
  readonly name: string;
  /** Relative to the repository, POSIX separators. */
  readonly folder: string;
  readonly layer: "core" | "native" | "plugin" | "cli";
  /** Packages it says it needs. */
  readonly declared: ReadonlySet<string>;
  /** TypeScript sources, tests not among them; relative to the repository. */
  readonly sources: readonly string[];
}

const posix = (path: string) => path.split(sep).join("/");

/** Files below a folder, tools' folders left out; relative to the repository, sorted. */
export function filesBelow(folder: string): string[] {
  const full = join(root, folder);
  if (!existsSync(full)) return [];
  return readdirSync(full, { withFileTypes: true })
    .flatMap((entry) => {
      const path = posix(relative(root, join(full, entry.name)));
      if (entry.isDirectory()) return ["node_modules", "dist", "build", ".git", ".nx", "data"].includes(entry.name) ? [] : filesBelow(path);
      return [path];
    })
    .sort();
}

export const read = (path: string) => readFileSync(join(root, path), "utf8");

function workspacePackage(folder: string): WorkspacePackage {
  const manifest = JSON.parse(read(`${folder}/package.json`)) as Record<string, Record<string, string>> & { name: string };
  const { dependencies = {}, peerDependencies = {}, optionalDependencies = {} } = manifest;
  const kind = folder.split("/")[1] ?? "";
  return {
    name: manifest.name,
    folder,
    layer: kind === "plugins" ? "plugin" : (kind as "core" | "native" | "cli"),
    declared: new Set(Object.keys({ ...dependencies, ...peerDependencies, ...optionalDependencies })),
    sources: [...filesBelow(`${folder}/src`), ...filesBelow(`${folder}/lib`)].filter((path) => /\.(ts|js|mjs)$/.test(path)),
  };
}

/** Every package of the workspace. */
export const packages: readonly WorkspacePackage[] = [
  "packages/core",
  "packages/native",
  ...readdirSync(join(root, "packages/plugins")).map((name) => `packages/plugins/${name}`),
  "packages/cli",
]
  .filter((folder) => existsSync(join(root, folder, "package.json")))
  .map(workspacePackage);
