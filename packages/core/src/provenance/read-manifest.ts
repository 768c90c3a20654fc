import { IntegrityError } from "../errors.js";
import type { OutputFolder } from "../pipeline/output-folder.js";
import type { RunManifest } from "./run-manifest.js";

/** Where the manifest of a run lies; `gam verify` and `gam diff` start from it. */
export const MANIFEST_PATH = "manifest/global_mvp_manifest.json";

/** @throws IntegrityError if there is none or it is no manifest of a run. */
export async function readManifest(folder: OutputFolder): Promise<RunManifest> {
  const path = folder.absolute(MANIFEST_PATH);
  const bytes = await folder.fileSystem.read(path);
  if (bytes === undefined) throw new IntegrityError(`${path}: no such file. Is ${folder.root} the output folder of a finished run?`);
  let content: Partial<RunManifest>;
  try {
    content = JSON.parse(new TextDecoder().decode(bytes)) as Partial<RunManifest>;
  } catch (cause) {
    throw new IntegrityError(`${path}: expected JSON: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
  }
  if (content.manifest !== "geoanomalymapper-run" || content.version !== 1) {
    throw new IntegrityError(
      `${path}: expected a manifest of version 1, found ${JSON.stringify(content.manifest)} ${JSON.stringify(content.version)}`,
    );
  }
  return content as RunManifest;
}
