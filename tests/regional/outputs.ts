import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { hashProducts } from "../../tools/campaign/kill.mjs";

/** What of a manifest the tests look at. */
export interface Manifest {
  readonly tasks: Readonly<Record<string, string>>;
  readonly lineage: Readonly<Record<string, readonly string[]>>;
  readonly inputs: readonly Readonly<Record<string, unknown>>[];
  readonly products: readonly { readonly path: string; readonly visualizer: string; readonly sha256: string }[];
  readonly cautions?: readonly string[];
  readonly missing?: readonly string[];
}

// biome-ignore lint/suspicious/noExplicitAny: facts are what each stage and inverter reports.
export type Facts = any;

export const manifestOf = (output: string, name: string): Manifest =>
  JSON.parse(readFileSync(join(output, `manifest/${name}_manifest.json`), "utf8")) as Manifest;

/** Facts of a task, as its commit record keeps them. */
export function factsOfTask(output: string, name: string, task: string): Facts {
  const hash = manifestOf(output, name).tasks[task];
  if (hash === undefined) throw new Error(`no task ${task} in the manifest`);
  return JSON.parse(readFileSync(join(output, `state/commits/${hash.slice(0, 2)}/${hash}.json`), "utf8")).record.facts;
}

/** sha256 of every product, and of every working file and commit record: models and grids as later tasks read them. */
export function hashEverything(output: string): Map<string, string> {
  const hashes = hashProducts(output);
  for (const folder of ["state/work", "state/commits"]) {
    for (const entry of readdirSync(join(output, folder), { recursive: true, withFileTypes: true })) {
      if (!entry.isFile()) continue;
      const path = join(entry.parentPath, entry.name);
      hashes.set(relative(output, path), createHash("sha256").update(readFileSync(path)).digest("hex"));
    }
  }
  return hashes;
}
