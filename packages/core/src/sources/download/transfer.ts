import { basename } from "node:path";
import { CorruptInputError, isGamError, ResourceError } from "../../errors.js";
import { checkContentKind } from "../content-kind.js";
import type { HttpClient, HttpResponse } from "./http-client.js";
import type { PartialFile, PartialState } from "./partial-file.js";
import { shownUrl } from "./shown-url.js";
import { networkFailure, statusFailure, TransferError } from "./transfer-error.js";

/** Bytes that decide whether the content is of the expected kind. */
const HEAD_BYTES = 512;

export interface TransferRequest {
  readonly url: URL;
  readonly sizeBytes: number | undefined;
  /** A known checksum lets bytes be appended that the server cannot vouch for: the whole is checked at the end. */
  readonly sha256: string | undefined;
  readonly maximumBytes: number;
}

/**
 * One attempt to bring the rest of a file into its partial file: from where the last one stopped, if the server still has the same
 * file and can send a part of it, else from the start.
 *
 * @param onBytes Told the bytes so far and, where known, the total.
 * @throws TransferError saying whether another attempt may help; ResourceError if the disk is full.
 */
export async function transfer(
  client: HttpClient,
  request: TransferRequest,
  partial: PartialFile,
  signal: AbortSignal,
  beforeHop: (url: URL) => Promise<void>,
  onBytes: (done: number, total: number | undefined) => void,
): Promise<void> {
  const known = await resumableState(request, partial);
  const resumeAt = known === undefined ? 0 : await partial.size();
  const response = await client.get(request.url, requestHeaders(resumeAt, known), signal, beforeHop);
  try {
    if (response.status === 416 || (response.status === 206 && !continues(response, resumeAt, known))) {
      await partial.discard();
      throw new TransferError("the server has another file than the one begun; starting again", { transient: true });
    }
    if (response.status !== 200 && response.status !== 206) {
      throw statusFailure(response.status, response.header("retry-after"), Date.now());
    }
    const offset = response.status === 206 ? resumeAt : 0;
    const totalBytes = announcedTotal(response, offset);
    checkHeaders(request, response, totalBytes);
    const etag = response.header("etag");
    const lastModified = response.header("last-modified");
    await writeBody(
      request,
      response,
      partial,
      offset,
      {
        url: request.url.href,
        ...(etag === undefined ? {} : { etag }),
        ...(lastModified === undefined ? {} : { lastModified }),
        ...(totalBytes === undefined ? {} : { totalBytes }),
      },
      onBytes,
    );
  } catch (error) {
    await response.discard();
    signal.throwIfAborted();
    throw networkFailure(error) ?? error;
  }
}

async function resumableState(request: TransferRequest, partial: PartialFile): Promise<PartialState | undefined> {
  const state = await partial.state();
  if (state?.url !== request.url.href) return undefined;
  return validator(state) !== undefined || request.sha256 !== undefined ? state : undefined;
}

/** What `If-Range` may carry: a strong entity tag, or a date. */
function validator(state: PartialState): string | undefined {
  return state.etag !== undefined && !state.etag.startsWith("W/") ? state.etag : state.lastModified;
}

function requestHeaders(resumeAt: number, state: PartialState | undefined): Record<string, string> {
  const headers: Record<string, string> = { "user-agent": "GeoAnomalyMapper", accept: "*/*", "accept-encoding": "identity" };
  if (state === undefined || resumeAt === 0) return headers;
  headers.range = `bytes=${resumeAt}-`;
  const ifRange = validator(state);
  if (ifRange !== undefined) headers["if-range"] = ifRange;
  return headers;
}

/** Whether a partial response goes on where the partial file ends, and is of the same file. */
function continues(response: HttpResponse, resumeAt: number, state: PartialState | undefined): boolean {
  const range = /^bytes (\d+)-(\d+)\/(\d+|\*)$/.exec(response.header("content-range") ?? "");
  if (range === null || Number(range[1]) !== resumeAt || state === undefined) return false;
  if (state.totalBytes !== undefined && range[3] !== "*" && Number(range[3]) !== state.totalBytes) return false;
  const etag = response.header("etag");
  return etag === undefined || state.etag === undefined || etag === state.etag;
}

function announcedTotal(response: HttpResponse, offset: number): number | undefined {
  const length = response.header("content-length");
  return length !== undefined && /^\d+$/.test(length) ? offset + Number(length) : undefined;
}

function checkHeaders(request: TransferRequest, response: HttpResponse, totalBytes: number | undefined): void {
  const encoding = response.header("content-encoding");
  if (encoding !== undefined && encoding !== "identity") throw new TransferError(`content encoding ${encoding} was not asked for`);
  if (totalBytes === undefined) return;
  if (request.sizeBytes !== undefined && totalBytes !== request.sizeBytes) {
    throw wrongContent(new CorruptInputError(shownUrl(request.url), "content-length", `${request.sizeBytes} bytes`, `${totalBytes} bytes`));
  }
  if (totalBytes > request.maximumBytes) throw new TransferError(`${totalBytes} bytes are more than the bound of ${request.maximumBytes}`);
}

async function writeBody(
  request: TransferRequest,
  response: HttpResponse,
  partial: PartialFile,
  offset: number,
  state: PartialState,
  onBytes: (done: number, total: number | undefined) => void,
): Promise<void> {
  const bound = state.totalBytes ?? request.sizeBytes ?? request.maximumBytes;
  const file = await partial.begin(offset, state);
  let position = offset;
  let head: Buffer | undefined = offset === 0 ? Buffer.alloc(0) : undefined;
  const write = async (bytes: Uint8Array) => {
    if (position + bytes.length > bound) throw new TransferError(`more than the expected ${bound} bytes came`, { transient: true });
    await file.writev([bytes], position).catch((cause: unknown) => {
      throw new ResourceError(`${partial.path}: cannot be written at byte ${position}`, { cause });
    });
    position += bytes.length;
    onBytes(position, state.totalBytes ?? request.sizeBytes);
  };
  const flushHead = async () => {
    if (head === undefined) return;
    checkKind(request, partial, head);
    const bytes = head;
    head = undefined;
    await write(bytes);
  };
  try {
    for await (const piece of response.body) {
      if (head !== undefined) {
        head = Buffer.concat([head, piece]);
        if (head.length >= HEAD_BYTES) await flushHead();
      } else {
        await write(piece);
      }
    }
    await flushHead();
  } finally {
    await file.close();
  }
  if (state.totalBytes !== undefined && position < state.totalBytes) {
    throw new TransferError(`the connection ended after ${position} of ${state.totalBytes} bytes`, { transient: true, hostFault: true });
  }
}

function checkKind(request: TransferRequest, partial: PartialFile, head: Uint8Array): void {
  try {
    checkContentKind(basename(partial.destination), head.subarray(0, HEAD_BYTES), shownUrl(request.url));
  } catch (error) {
    throw isGamError(error, "GAM_INPUT_CORRUPT") ? wrongContent(error) : error;
  }
}

/** What came is not the file: said with the error that ends the download if no other address has it. */
export function wrongContent(cause: CorruptInputError, transient = false): TransferError {
  return new TransferError(cause.message, { wrongContent: true, transient }, { cause });
}
