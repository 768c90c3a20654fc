import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import type { DatasetFile, SourceFile } from "../contracts/modality.js";
import { UnreadableInputError } from "../errors.js";
import { sourceRecord } from "./cache.js";
import { checkFile, registryContent } from "./expected-content.js";
import { findEntry, MIRROR_MANIFEST, parseMirrorManifest } from "./mirror-manifest.js";

/**
 * A file of a dataset in a folder laid out as a data pack, used in place.
 *
 * With a `MANIFEST.tsv` only what it lists is found, and must be what it says. Without one the file is looked for by name at the
 * top, in `<folder>`, `raw/<folder>` and `data/raw/<folder>`.
 *
 * @param folder Name of the dataset's folder in a cache, e.g. `gravity`.
 * @returns `undefined` if the mirror does not have it.
 * @throws UnreadableInputError if the mirror is no folder, or lists a file that is not there; CorruptInputError.
 */
export async function findInDirectoryMirror(
  mirror: string,
  folder: string,
  file: DatasetFile,
  signal: AbortSignal,
): Promise<SourceFile | undefined> {
  const root = await stat(mirror).catch(() => undefined);
  if (!root?.isDirectory()) throw new UnreadableInputError(mirror, "the mirror is not a folder");
  const manifestPath = join(mirror, MIRROR_MANIFEST);
  const manifest = await readFile(manifestPath, "utf8").catch(() => undefined);
  if (manifest === undefined) return findByName(mirror, folder, file, signal);

  const entry = findEntry(parseMirrorManifest(manifest, manifestPath), file.filename, file.sha256, manifestPath);
  if (entry === undefined) return undefined;
  const path = join(mirror, entry.path);
  const found = await stat(path).catch((cause: unknown) => {
    throw new UnreadableInputError(path, `listed in ${manifestPath} but not there`, { cause });
  });
  const listed = { sha256: entry.sha256, sizeBytes: entry.sizeBytes, authority: MIRROR_MANIFEST };
  const digest = await checkFile(path, file.filename, [listed, registryContent(file)], signal);
  return { path, record: sourceRecord(file, digest, file.urls[0] ?? `mirror:${entry.source}`, found.mtime) };
}

async function findByName(mirror: string, folder: string, file: DatasetFile, signal: AbortSignal): Promise<SourceFile | undefined> {
  for (const place of ["", folder, join("raw", folder), join("data", "raw", folder)]) {
    const path = join(mirror, place, file.filename);
    const found = await stat(path).catch(() => undefined);
    if (!found?.isFile()) continue;
    const digest = await checkFile(path, file.filename, [registryContent(file)], signal);
    return { path, record: sourceRecord(file, digest, file.urls[0] ?? `mirror:${file.filename}`, found.mtime) };
  }
  return undefined;
}
