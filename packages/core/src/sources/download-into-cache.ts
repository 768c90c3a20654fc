import { mkdir } from "node:fs/promises";
import { dirname } from "node:path";
import type { DatasetFile, SourceFile } from "../contracts/modality.js";
import { sourceRecord, writeRecord } from "./cache.js";
import type { Downloader } from "./download/downloader.js";
import type { SourceContext } from "./source-context.js";

/** Addresses of one file, with what is known of its content beside the registry. */
export interface FileAddresses {
  readonly urls: readonly string[];
  readonly sha256?: string;
  readonly sizeBytes?: number;
}

/**
 * Downloads a file into the cache, verified, with its record beside it.
 *
 * @throws SourceUnavailableError, CorruptInputError or ResourceError as {@link Downloader.download} does; nothing is left under the name then.
 */
export async function downloadIntoCache(
  path: string,
  file: DatasetFile,
  addresses: FileAddresses,
  downloader: Downloader,
  context: SourceContext,
): Promise<SourceFile> {
  const sha256 = file.sha256 ?? addresses.sha256;
  const sizeBytes = file.sizeBytes ?? addresses.sizeBytes;
  await mkdir(dirname(path), { recursive: true });
  const request = {
    urls: addresses.urls,
    destination: path,
    ...(sha256 === undefined ? {} : { sha256 }),
    ...(sizeBytes === undefined ? {} : { sizeBytes }),
  };
  const downloaded = await downloader.download(request, context.signal, (fraction) => context.progress(fraction));
  // The registry's first address is where the file was published, wherever this copy came from.
  const record = sourceRecord(file, downloaded, file.urls[0] ?? downloaded.url, new Date());
  await writeRecord(path, record);
  return { path, record };
}
