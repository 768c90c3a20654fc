import type { DatasetFile, SourceFile } from "../contracts/modality.js";
import type { Downloader } from "./download/downloader.js";
import { downloadIntoCache, type FileAddresses } from "./download-into-cache.js";
import { findEntry, MIRROR_MANIFEST, parseMirrorManifest } from "./mirror-manifest.js";
import type { SourceContext } from "./source-context.js";

/** A manifest of a data pack is text of some kilobytes; what is larger is no manifest. */
const MANIFEST_LIMIT_BYTES = 16 << 20;

/**
 * A file of a dataset at an http(s) mirror, copied to `path` in the cache. What counts as being there is as for a folder.
 *
 * @returns `undefined` if the mirror's manifest does not list the file.
 * @throws SourceUnavailableError if the mirror does not answer or, without a manifest, has the file at none of the known places;
 * CorruptInputError.
 */
export async function findInAddressMirror(
  mirror: string,
  folder: string,
  file: DatasetFile,
  path: string,
  downloader: Downloader,
  context: SourceContext,
): Promise<SourceFile | undefined> {
  const root = mirror.endsWith("/") ? mirror : `${mirror}/`;
  const address = (relative: string) => new URL(relative.split("/").map(encodeURIComponent).join("/"), root).href;
  const addresses = await locate(address, folder, file, downloader, context);
  return addresses && downloadIntoCache(path, file, addresses, downloader, context);
}

async function locate(
  address: (relative: string) => string,
  folder: string,
  file: DatasetFile,
  downloader: Downloader,
  context: SourceContext,
): Promise<FileAddresses | undefined> {
  const manifestUrl = address(MIRROR_MANIFEST);
  const manifest = await downloader.readText(manifestUrl, MANIFEST_LIMIT_BYTES, context.signal);
  if (manifest === undefined) {
    const places = [file.filename, `${folder}/${file.filename}`, `raw/${folder}/${file.filename}`, `data/raw/${folder}/${file.filename}`];
    return { urls: places.map(address) };
  }
  const entry = findEntry(parseMirrorManifest(manifest, manifestUrl), file.filename, file.sha256, manifestUrl);
  return entry && { urls: [address(entry.path)], sha256: entry.sha256, sizeBytes: entry.sizeBytes };
}
