import { join, resolve } from "node:path";
import type { PluginContext } from "../contracts/context.js";
import type { Dataset, DatasetFile, ModalityPlugin, SourceFile, SourceRequest } from "../contracts/modality.js";
import { InvalidParameterError, isGamError, SourceUnavailableError } from "../errors.js";
import { findInAddressMirror } from "./address-mirror.js";
import { findInCache } from "./cache.js";
import { findInDirectoryMirror } from "./directory-mirror.js";
import { type DownloadSession, openDownloadSession } from "./download/download-session.js";
import { downloadIntoCache } from "./download-into-cache.js";
import { checkFile } from "./expected-content.js";
import type { SourceContext } from "./source-context.js";
import type { SourcePolicy } from "./source-policy.js";
import { userFile } from "./user-file.js";

/** Folders of the main job below the cache; any other modality uses its id. */
const CACHE_FOLDERS: Readonly<Record<string, string>> = { magnetic: "emag2" };

/**
 * Local files of a dataset with their records, every one checked by content (size, sha256, first bytes).
 *
 * Embedded datasets are materialised into the cache; dataset `file` is the given path. For the others each file is looked for in
 * the cache, then in the mirror (a folder is used in place, an http(s) one is copied into the cache), then, only if the policy says
 * `fetch`, at its publisher. Offline opens no socket.
 *
 * @throws SourceUnavailableError saying where it looked and the command that gets the file; CorruptInputError or UnreadableInputError
 * for a file that is there but is not what it should be; InvalidParameterError for a dataset the modality does not know.
 */
export async function resolveSources(
  modality: ModalityPlugin,
  request: SourceRequest,
  policy: SourcePolicy,
  context: PluginContext,
): Promise<readonly SourceFile[]> {
  if (request.dataset === "file") return [await userFile(modality.id, request, context.signal)];
  const dataset = modality.datasets.find(({ id }) => id === request.dataset);
  if (dataset === undefined) {
    const known = [...modality.datasets.map(({ id }) => id), "file"].join(", ");
    throw new InvalidParameterError(modality.id, "dataset", `one of ${known}`, request.dataset);
  }
  const folder = CACHE_FOLDERS[modality.id] ?? modality.id;
  if (dataset.embedded) return materialise(modality, request, resolve(policy.cache, folder), context);

  const session = openDownloadSession({ allowPrivateAddresses: policy.allowPrivateAddresses }, context.logger);
  try {
    const files: SourceFile[] = [];
    for (const file of dataset.files) files.push(await findFile({ modality, dataset, file, folder, policy, session, context }));
    return files;
  } finally {
    await session.close();
  }
}

async function materialise(
  modality: ModalityPlugin,
  request: SourceRequest,
  folder: string,
  context: PluginContext,
): Promise<readonly SourceFile[]> {
  const files = await modality.materialise(request, folder, context);
  for (const { path, record } of files) {
    const recorded = { sha256: record.sha256, sizeBytes: record.size_bytes, authority: `record of ${modality.id}` };
    await checkFile(path, record.filename, [recorded], context.signal);
  }
  return files;
}

interface Search {
  readonly modality: ModalityPlugin;
  readonly dataset: Dataset;
  readonly file: DatasetFile;
  readonly folder: string;
  readonly policy: SourcePolicy;
  readonly session: DownloadSession;
  readonly context: SourceContext;
}

async function findFile(search: Search): Promise<SourceFile> {
  const { modality, dataset, file, folder, policy, session, context } = search;
  if (!/^[^/\\\0]+$/.test(file.filename) || file.filename === "." || file.filename === "..") {
    throw new InvalidParameterError(modality.id, `dataset ${dataset.id}`, "plain file names", JSON.stringify(file.filename));
  }
  const cached = resolve(policy.cache, folder, file.filename);
  const found = await findInCache(cached, file, context.signal);
  if (found !== undefined) return found;

  const looked = [`cache ${join(policy.cache, folder)}`];
  const mirrored = await findInMirror(search, cached, looked);
  if (mirrored !== undefined) return mirrored;

  if (policy.fetch && !policy.offline && file.urls.length > 0) {
    return downloadIntoCache(cached, file, { urls: file.urls }, await session.downloader(), context);
  }
  throw new SourceUnavailableError(file.filename, notFound(search, looked));
}

/** @param looked Told where was looked, for the error if nothing is found. */
async function findInMirror(search: Search, cached: string, looked: string[]): Promise<SourceFile | undefined> {
  const { file, folder, policy, session, context } = search;
  const mirror = policy.mirror ?? "";
  if (mirror === "") return undefined;
  if (!/^https?:\/\//i.test(mirror)) {
    looked.push(`mirror ${mirror}`);
    return findInDirectoryMirror(resolve(mirror), folder, file, context.signal);
  }
  const { host } = new URL(mirror);
  if (policy.offline) {
    looked.push(`mirror ${host} (not asked: offline)`);
    return undefined;
  }
  try {
    const copied = await findInAddressMirror(mirror, folder, file, cached, await session.downloader(), context);
    looked.push(`mirror ${host}`);
    return copied;
  } catch (error) {
    // A mirror that is down or lacks the file is one place less to look; one that serves a wrong file is an error.
    if (!isGamError(error, "GAM_SOURCE_UNAVAILABLE")) throw error;
    context.logger.log("warn", `mirror ${host} could not be used`, { stage: "download", reason: error.message });
    looked.push(`mirror ${host} (${error.message})`);
    return undefined;
  }
}

function notFound({ modality, dataset, file, folder, policy }: Search, looked: readonly string[]): string {
  const cure =
    file.urls.length === 0
      ? `No address to download it from is known; put it into ${join(policy.cache, folder)} or point GAM_MIRROR at a folder that has it.`
      : `${policy.offline ? "Offline, nothing is downloaded; on a machine with a network" : "To download it"}: gam fetch ${modality.id} ${dataset.id}`;
  return `needed for ${modality.id} dataset ${dataset.id}, and not found in: ${looked.join("; ")}. ${cure}`;
}
