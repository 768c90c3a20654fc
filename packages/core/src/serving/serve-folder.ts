import { realpath } from "node:fs/promises";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { pipeline } from "node:stream/promises";
import { InvalidParameterError, ResourceError, UnreadableInputError } from "../errors.js";
import { parseRange } from "./byte-range.js";
import { mediaType } from "./media-types.js";
import { openServedFile, type ServedFile } from "./served-file.js";

const LOOPBACK = ["127.0.0.1", "::1", "localhost"];

/** What the map page needs, and nothing from anywhere else: own scripts, workers and data, images made in the page. */
const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "worker-src 'self' blob:",
  "style-src 'self'",
  "img-src 'self' blob: data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");

export interface ServeOptions {
  /** 0 takes a free one. Default 8080. */
  readonly port?: number;
  /** A loopback address; nothing else is served to. Default `127.0.0.1`. */
  readonly host?: string;
  /** Answers `/metrics`. */
  readonly metrics?: () => Promise<{ readonly contentType: string; readonly text: string }>;
}

export interface FolderServer {
  /** Where to look: the map page if the folder has one. */
  readonly url: string;
  readonly port: number;
  close(): Promise<void>;
}

/**
 * Serves a run's output folder, read-only, to this machine alone: GET and HEAD, single byte ranges (206, 416), entity tags.
 *
 * `/` leads to `web/`. Requests under another host name are refused, so that no foreign page can reach in by rebinding its name.
 *
 * @throws UnreadableInputError if there is no such folder; InvalidParameterError for a host that is not loopback; ResourceError if the
 * port is taken.
 */
export async function serveFolder(folder: string, options: ServeOptions = {}): Promise<FolderServer> {
  const { port = 8080, host = "127.0.0.1" } = options;
  if (!LOOPBACK.includes(host)) throw new InvalidParameterError("serve", "host", `one of ${LOOPBACK.join(", ")}`, host);
  const root = await realpath(folder).catch((cause: unknown) => {
    throw new UnreadableInputError(folder, "no such folder", { cause });
  });
  const server = createServer((request, response) => {
    answer(root, options.metrics, request, response).catch(() => {
      // The file went away or the reader did; a status can no longer be sent once bytes have gone out.
      if (response.headersSent) response.destroy();
      else response.writeHead(500).end();
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", (cause) => reject(new ResourceError(`cannot listen on ${host} port ${port}: ${cause.message}`, { cause })));
    server.listen(port, host, resolve);
  });
  const bound = (server.address() as AddressInfo).port;
  return {
    url: `http://${host === "::1" ? "[::1]" : host}:${bound}/`,
    port: bound,
    close() {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

async function answer(root: string, metrics: ServeOptions["metrics"], request: IncomingMessage, response: ServerResponse): Promise<void> {
  response.setHeader("content-security-policy", CONTENT_SECURITY_POLICY);
  response.setHeader("x-content-type-options", "nosniff");
  response.setHeader("referrer-policy", "no-referrer");
  response.setHeader("cross-origin-resource-policy", "same-origin");
  response.setHeader("cache-control", "no-cache");
  const refuse = (status: number, text: string) => {
    response.writeHead(status, { "content-type": "text/plain; charset=utf-8" }).end(request.method === "HEAD" ? undefined : `${text}\n`);
  };
  if (!isLoopbackHost(request.headers.host)) return refuse(403, "This server answers to loopback names only");
  if (request.method !== "GET" && request.method !== "HEAD") {
    response.setHeader("allow", "GET, HEAD");
    return refuse(405, "GET and HEAD only");
  }
  const path = (request.url ?? "/").replace(/[?#].*$/s, "");
  if (path === "/") {
    response.writeHead(302, { location: "/web/" }).end();
    return;
  }
  if (path === "/metrics" && metrics !== undefined) {
    const { contentType, text } = await metrics();
    response.writeHead(200, { "content-type": contentType }).end(request.method === "HEAD" ? undefined : text);
    return;
  }
  const found = await openServedFile(root, path.endsWith("/") ? `${path}index.html` : path);
  if (found === "folder") {
    response.writeHead(302, { location: `${path.replace(/^\/+/, "/")}/` }).end();
    return;
  }
  if (found === undefined) return refuse(404, "Not found");
  try {
    await send(found, request, response);
  } finally {
    await found.file.close();
  }
}

async function send({ file, path, sizeBytes, etag }: ServedFile, request: IncomingMessage, response: ServerResponse): Promise<void> {
  response.setHeader("etag", etag);
  response.setHeader("accept-ranges", "bytes");
  if (matches(request.headers["if-none-match"], etag)) {
    response.writeHead(304).end();
    return;
  }
  const ifRange = request.headers["if-range"];
  const range = ifRange === undefined || ifRange === etag ? parseRange(request.headers.range, sizeBytes) : undefined;
  if (range === "unsatisfiable") {
    response.writeHead(416, { "content-range": `bytes */${sizeBytes}` }).end();
    return;
  }
  const { first, last } = range ?? { first: 0, last: sizeBytes - 1 };
  response.writeHead(range === undefined ? 200 : 206, {
    "content-type": mediaType(path),
    "content-length": last - first + 1,
    ...(range === undefined ? {} : { "content-range": `bytes ${first}-${last}/${sizeBytes}` }),
  });
  if (request.method === "HEAD" || sizeBytes === 0) {
    response.end();
    return;
  }
  await pipeline(file.createReadStream({ start: first, end: last, autoClose: false }), response);
}

function matches(header: string | undefined, etag: string): boolean {
  return header?.split(",").some((candidate) => ["*", etag, `W/${etag}`].includes(candidate.trim())) ?? false;
}

function isLoopbackHost(header: string | undefined): boolean {
  const name = header?.replace(/:\d+$/, "").replace(/^\[|\]$/g, "");
  return name !== undefined && LOOPBACK.includes(name.toLowerCase());
}
