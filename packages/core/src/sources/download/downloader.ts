import { basename } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { ConstantBackoff, ExponentialBackoff, halfJitterGenerator, handleWhen, retry } from "cockatiel";
import type { Logger } from "../../contracts/context.js";
import { CorruptInputError, isGamError, SourceUnavailableError } from "../../errors.js";
import { checkFile } from "../expected-content.js";
import type { FileDigest } from "../file-digest.js";
import { DEFAULT_DOWNLOAD_POLICY, type DownloadPolicy } from "./download-policy.js";
import { createHostGuard } from "./host-guard.js";
import { createHttpClient } from "./http-client.js";
import { PartialFile } from "./partial-file.js";
import { shownUrl } from "./shown-url.js";
import { type TransferRequest, transfer, wrongContent } from "./transfer.js";
import { networkFailure, statusFailure, TransferError } from "./transfer-error.js";

export interface DownloadRequest {
  /** In order of preference. */
  readonly urls: readonly string[];
  /** Absolute path; its folder exists. */
  readonly destination: string;
  /** Known content: a file that differs is never published. */
  readonly sha256?: string;
  readonly sizeBytes?: number;
}

export interface Downloaded extends FileDigest {
  /** The address that delivered, without secrets. */
  readonly url: string;
}

/** Brings files from http(s) addresses, or says clearly why not. */
export interface Downloader {
  /**
   * Resumes what an earlier call left in `<destination>.part`, retries with growing jittered pauses and by the server's `Retry-After`,
   * and gives the file its name only when size, checksum and first bytes are right.
   *
   * @param onProgress Fraction 0..1, where the size is known.
   * @throws SourceUnavailableError naming every address with its reason; CorruptInputError if what came is not the file;
   * ResourceError if the disk is full; the signal's reason once it aborts.
   */
  download(request: DownloadRequest, signal: AbortSignal, onProgress?: (fraction: number) => void): Promise<Downloaded>;
  /**
   * A small text.
   * @returns `undefined` if the server says that there is none.
   * @throws As {@link Downloader.download}.
   */
  readText(url: string, maximumBytes: number, signal: AbortSignal): Promise<string | undefined>;
  /** Drops all connections. */
  close(): Promise<void>;
}

export function createDownloader(overrides: Partial<DownloadPolicy>, logger: Logger): Downloader {
  const policy: DownloadPolicy = { ...DEFAULT_DOWNLOAD_POLICY, ...overrides };
  const client = createHttpClient(policy);
  const guard = createHostGuard(policy, logger);

  /** Runs attempts at one address until one succeeds, one fails for good, or there were too many in a row. */
  function persist<T>(url: URL, attempt: () => Promise<T>, signal: AbortSignal): Promise<T> {
    const again = retry(
      handleWhen((error) => error instanceof TransferError && error.transient),
      // The pause is taken inside the attempt, where the abort signal can end it.
      { maxAttempts: policy.attempts - 1, backoff: new ConstantBackoff(0) },
    );
    let backoff = new ExponentialBackoff({
      generator: halfJitterGenerator,
      initialDelay: policy.initialBackoff,
      maxDelay: policy.maximumBackoff,
    }).next();
    let pause = 0;
    return again.execute(async ({ attempt: retries }) => {
      if (pause > 0) await sleep(pause, undefined, { signal });
      signal.throwIfAborted();
      try {
        return await guard.run(url.host, attempt, signal);
      } catch (error) {
        if (!(error instanceof TransferError) || !error.transient) throw error;
        if ((error.retryAfter ?? 0) > policy.maximumRetryAfter) {
          throw new TransferError(`${error.message}; asks to wait ${error.retryAfter! / 1000} s`, { hostFault: error.hostFault });
        }
        pause = Math.max(backoff.duration, error.retryAfter ?? 0);
        backoff = backoff.next(undefined);
        const fields = { stage: "download", url: shownUrl(url), attempt: retries + 1, pause_ms: pause, reason: error.message };
        logger.log("warn", `attempt ${retries + 1} at ${shownUrl(url)}: ${error.message}`, fields);
        throw error;
      }
    }, signal);
  }

  const beforeHop = (signal: AbortSignal) => (url: URL) => guard.turn(url.host, signal);

  async function fromAddress(
    request: DownloadRequest,
    url: URL,
    partial: PartialFile,
    signal: AbortSignal,
    onProgress: (fraction: number) => void,
  ): Promise<Downloaded> {
    const part: TransferRequest = { url, sizeBytes: request.sizeBytes, sha256: request.sha256, maximumBytes: policy.maximumBytes };
    let spoiled = 0;
    const attempt = async () => {
      await transfer(client, part, partial, signal, beforeHop(signal), (done, total) => {
        if (total !== undefined && total > 0) onProgress(done / total);
      });
      try {
        return await publishIfRight(request, partial, signal);
      } catch (error) {
        if (!isGamError(error, "GAM_INPUT_CORRUPT")) throw error;
        await partial.discard();
        // A file can be spoiled on the way once; the same again is what the server has.
        spoiled++;
        throw wrongContent(new CorruptInputError(shownUrl(url), error.place, error.expected, error.found), spoiled < 2);
      }
    };
    for (;;) {
      const before = await partial.size();
      try {
        return { ...(await persist(url, attempt, signal)), url: shownUrl(url) };
      } catch (error) {
        // Giving up is for a server that brings nothing: while bytes still come, attempts count anew.
        const goesOn = error instanceof TransferError && error.transient && (await partial.size()) > before;
        if (!goesOn) throw error;
      }
    }
  }

  return {
    async download(request, signal, onProgress = () => {}) {
      const partial = new PartialFile(request.destination);
      const leftOver = await publishLeftOver(request, partial, signal);
      if (leftOver !== undefined) return leftOver;
      const failures: { readonly url: string; readonly error: TransferError }[] = [];
      for (const text of request.urls) {
        try {
          const downloaded = await fromAddress(request, parseUrl(text), partial, signal, onProgress);
          const fields = { stage: "download", url: downloaded.url, bytes: downloaded.sizeBytes, sha256: downloaded.sha256 };
          logger.log("info", `downloaded ${basename(request.destination)}`, fields);
          return downloaded;
        } catch (error) {
          if (!(error instanceof TransferError)) throw error;
          failures.push({ url: text, error });
        }
      }
      throw failed(basename(request.destination), failures);
    },

    async readText(text, maximumBytes, signal) {
      const url = parseUrl(text);
      const attempt = async () => {
        const response = await client.get(
          url,
          { "user-agent": "GeoAnomalyMapper", "accept-encoding": "identity" },
          signal,
          beforeHop(signal),
        );
        if (response.status !== 200) await response.discard();
        if (response.status === 404 || response.status === 410) return undefined;
        if (response.status !== 200) throw statusFailure(response.status, response.header("retry-after"), Date.now());
        const pieces: Uint8Array[] = [];
        let bytes = 0;
        try {
          for await (const piece of response.body) {
            bytes += piece.length;
            if (bytes > maximumBytes) throw new TransferError(`more than ${maximumBytes} bytes came`);
            pieces.push(piece);
          }
        } catch (error) {
          signal.throwIfAborted();
          throw networkFailure(error) ?? error;
        }
        return Buffer.concat(pieces).toString("utf8");
      };
      try {
        return await persist(url, attempt, signal);
      } catch (error) {
        if (!(error instanceof TransferError)) throw error;
        throw failed(basename(url.pathname), [{ url: text, error }]);
      }
    },

    close: () => client.close(),
  };
}

async function publishIfRight(request: DownloadRequest, partial: PartialFile, signal: AbortSignal): Promise<FileDigest> {
  const expected = { sha256: request.sha256, sizeBytes: request.sizeBytes, authority: "known" };
  const digest = await checkFile(partial.path, basename(request.destination), [expected], signal);
  await partial.publish();
  return digest;
}

/** A partial file that was complete when an earlier process ended: nothing more is to be asked for, if its checksum is known. */
async function publishLeftOver(request: DownloadRequest, partial: PartialFile, signal: AbortSignal): Promise<Downloaded | undefined> {
  const state = await partial.state();
  if (request.sha256 === undefined || state === undefined || (await partial.size()) !== (request.sizeBytes ?? state.totalBytes))
    return undefined;
  try {
    return { ...(await publishIfRight(request, partial, signal)), url: shownUrl(state.url) };
  } catch (error) {
    if (!isGamError(error, "GAM_INPUT_CORRUPT")) throw error;
    await partial.discard();
    return undefined;
  }
}

function parseUrl(text: string): URL {
  try {
    return new URL(text);
  } catch (cause) {
    throw new TransferError("is no address", {}, { cause });
  }
}

function failed(name: string, failures: readonly { readonly url: string; readonly error: TransferError }[]): Error {
  const wrong = failures.find(({ error }) => error.wrongContent)?.error.cause;
  if (isGamError(wrong, "GAM_INPUT_CORRUPT")) return wrong;
  const reasons = failures.map(({ url, error }) => `${URL.canParse(url) ? shownUrl(url) : url}: ${error.message}`);
  const cause = failures.at(-1)?.error;
  return new SourceUnavailableError(name, `could not be downloaded. ${reasons.join("; ") || "No address is known"}`, { cause });
}
