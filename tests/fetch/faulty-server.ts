import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

export interface ServedRequest {
  readonly url: string;
  readonly range: string | undefined;
  readonly at: number;
}

export type Behaviour = (request: IncomingMessage, response: ServerResponse, nth: number) => void;

/** A server on loopback that misbehaves as it is told, path by path, and remembers what it was asked. */
export interface FaultyServer {
  readonly origin: string;
  readonly requests: ServedRequest[];
  /** `nth` counts the requests of that path from 0. */
  serve(path: string, behaviour: Behaviour): string;
  close(): Promise<void>;
}

/** Variables of the environment that would send requests elsewhere. */
export const PROXY_VARIABLES = ["http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY"] as const;

export async function startFaultyServer(): Promise<FaultyServer> {
  const behaviours = new Map<string, Behaviour>();
  const counts = new Map<string, number>();
  const requests: ServedRequest[] = [];
  const server = createServer((request, response) => {
    const url = request.url ?? "/";
    requests.push({ url, range: request.headers.range, at: performance.now() });
    const path = url.split("?")[0]!;
    const nth = counts.get(path) ?? 0;
    counts.set(path, nth + 1);
    const behaviour = behaviours.get(path);
    if (behaviour) behaviour(request, response, nth);
    else response.writeHead(404).end("nothing here");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    origin,
    requests,
    serve(path, behaviour) {
      behaviours.set(path, behaviour);
      return `${origin}${path}`;
    },
    close() {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

/** Sends the file, or the asked-for part of it, as a good server does; `until` cuts the connection after that many bytes of the file. */
export function sendFile(
  request: IncomingMessage,
  response: ServerResponse,
  content: Buffer,
  options: { readonly etag?: string; readonly until?: number; readonly ranges?: boolean } = {},
): void {
  const etag = options.etag ?? '"one"';
  const asked = /^bytes=(\d+)-$/.exec(request.headers.range ?? "");
  const ifRange = request.headers["if-range"];
  const partial = asked !== null && options.ranges !== false && (ifRange === undefined || ifRange === etag);
  const start = partial ? Number(asked[1]) : 0;
  response.writeHead(partial ? 206 : 200, {
    etag,
    "content-length": content.length - start,
    ...(partial ? { "content-range": `bytes ${start}-${content.length - 1}/${content.length}` } : {}),
  });
  if (options.until === undefined) {
    response.end(content.subarray(start));
  } else {
    // The bytes must have left before the connection goes.
    response.write(content.subarray(start, Math.max(start, options.until)), () => setTimeout(() => response.destroy(), 60));
  }
}
