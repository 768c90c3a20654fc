import { IntegrityError } from "../errors.js";
import type { OutputFolder } from "../pipeline/output-folder.js";
import type { RegionalManifest } from "./regional-manifest.js";
import type { RunManifest } from "./run-manifest.js";

/** Where the manifest of a global run lies; `gam verify` and `gam diff` start from it. */
export const MANIFEST_PATH = "manifest/global_mvp_manifest.json";

/** Where that of a regional run lies. */
export const regionalManifestPath = (name: string): string => `manifest/${name}_manifest.json`;

/** Of a global or a regional run; `manifest` tells which. */
export type AnyManifest = RunManifest | RegionalManifest;

const KINDS: readonly unknown[] = ["geoanomalymapper-run", "geoanomalymapper-regional-run"];

/** The manifest's path: the one of its kind in the folder. */
async function manifestPath(folder: OutputFolder): Promise<string> {
  const names = (await folder.fileSystem.list(folder.absolute("manifest"))).filter((name) => name.endsWith("_manifest.json"));
  if (names.length > 1) {
    throw new IntegrityError(
      `${folder.absolute("manifest")}: expected one manifest, found ${names.join(", ")}: give each run a folder of its own`,
    );
  }
  return names[0] === undefined ? MANIFEST_PATH : `manifest/${names[0]}`;
}

/** @throws IntegrityError if there is none or it is no manifest of a run. */
export async function readManifest(folder: OutputFolder): Promise<AnyManifest> {
  const path = folder.absolute(await manifestPath(folder));
  const bytes = await folder.fileSystem.read(path);
  if (bytes === undefined) throw new IntegrityError(`${path}: no such file. Is ${folder.root} the output folder of a finished run?`);
  let content: Partial<AnyManifest>;
  try {
    content = JSON.parse(new TextDecoder().decode(bytes)) as Partial<AnyManifest>;
  } catch (cause) {
    throw new IntegrityError(`${path}: expected JSON: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
  }
  if (!KINDS.includes(content.manifest) || content.version !== 1) {
    throw new IntegrityError(
      `${path}: expected a manifest of version 1, found ${JSON.stringify(content.manifest)} ${JSON.stringify(content.version)}`,
    );
  }
  return content as AnyManifest;
}
