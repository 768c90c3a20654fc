import { lookup as resolveName } from "node:dns";
import { isIP, type LookupFunction } from "node:net";
import { type Dispatcher, EnvHttpProxyAgent } from "undici";
import type { DownloadPolicy } from "./download-policy.js";
import { isPublicAddress } from "./public-address.js";
import { redirectTarget } from "./redirect-target.js";
import { networkFailure, TransferError } from "./transfer-error.js";

export interface HttpResponse {
  readonly status: number;
  /** Of the last hop. */
  readonly url: URL;
  header(name: string): string | undefined;
  /** Must be read to the end or discarded. */
  readonly body: AsyncIterable<Uint8Array>;
  discard(): Promise<void>;
}

/** GET requests under the address policy. */
export interface HttpClient {
  /**
   * Follows redirects itself, so that every hop is held against the policy: http(s) only, never from https down to http, never to an
   * address that is not public.
   *
   * @param beforeHop Awaited before each request goes out, e.g. for the rate limit.
   * @throws TransferError; the signal's reason once it aborts.
   */
  get(
    url: URL,
    headers: Readonly<Record<string, string>>,
    signal: AbortSignal,
    beforeHop: (url: URL) => Promise<void>,
  ): Promise<HttpResponse>;
  close(): Promise<void>;
}

/**
 * An HTTP client that asks the proxies of the environment (`HTTP_PROXY`, `HTTPS_PROXY`, `NO_PROXY`), if there are any.
 *
 * The policy looks at the address a connection really goes to, as resolved for that very connection: a name that answers with another
 * address the second time gains nothing. Behind a proxy names are resolved by the proxy, so there only literal addresses are seen.
 *
 * @param isReachable Which addresses may be reached; default: by the policy.
 */
export function createHttpClient(
  policy: DownloadPolicy,
  isReachable: (address: string) => boolean = policy.allowPrivateAddresses ? () => true : isPublicAddress,
): HttpClient {
  const dispatcher = new EnvHttpProxyAgent({
    connect: { timeout: policy.connectTimeout, lookup: guardedLookup(isReachable) },
    // Plain http goes to the proxy as it is; many proxies tunnel to port 443 only.
    proxyTunnel: false,
  });

  return {
    async get(url, headers, signal, beforeHop) {
      let at = url;
      for (let hop = 0; hop <= policy.redirects; hop++) {
        checkTarget(at, isReachable);
        await beforeHop(at);
        const response = await request(dispatcher, at, headers, policy, signal);
        const location = response.header("location");
        if (![301, 302, 303, 307, 308].includes(response.status) || location === undefined) return response;
        await response.discard();
        at = redirectTarget(at, location);
      }
      throw new TransferError(`more than ${policy.redirects} redirects`);
    },
    async close() {
      await dispatcher.destroy();
    },
  };
}

async function request(
  dispatcher: Dispatcher,
  url: URL,
  headers: Readonly<Record<string, string>>,
  policy: DownloadPolicy,
  signal: AbortSignal,
): Promise<HttpResponse> {
  // The client heeds its timers and the signal only once it is connected, which a proxy that says nothing prevents.
  const patience = new AbortController();
  const silence = new TransferError("no answer in time", { transient: true, hostFault: true });
  const timer = setTimeout(() => patience.abort(silence), policy.connectTimeout + policy.headersTimeout);
  const either = AbortSignal.any([signal, patience.signal]);
  let giveUp = () => {};
  const aborted = new Promise<never>((_resolve, reject) => {
    giveUp = () => reject(either.reason);
    either.addEventListener("abort", giveUp, { once: true });
  });
  try {
    signal.throwIfAborted();
    const answer = dispatcher.request({
      origin: url.origin,
      path: `${url.pathname}${url.search}`,
      method: "GET",
      headers: { ...headers },
      headersTimeout: policy.headersTimeout,
      bodyTimeout: policy.stallTimeout,
      signal: either,
    });
    const response = await Promise.race([answer, aborted]);
    return {
      status: response.statusCode,
      url,
      header(name) {
        const value = response.headers[name];
        return Array.isArray(value) ? value[0] : value;
      },
      body: response.body,
      async discard() {
        // Small bodies are drained so that the connection can serve again; of large ones the connection is dropped.
        await response.body.dump({ limit: 65536 }).catch(() => {});
      },
    };
  } catch (error) {
    signal.throwIfAborted();
    throw networkFailure(error) ?? error;
  } finally {
    clearTimeout(timer);
    either.removeEventListener("abort", giveUp);
  }
}

function checkTarget(url: URL, isReachable: (address: string) => boolean): void {
  if (url.protocol !== "http:" && url.protocol !== "https:") {
    throw new TransferError(`protocol ${url.protocol} refused; expected https: or http:`);
  }
  // Literal addresses never reach `lookup`.
  const host = url.hostname.replace(/^\[|\]$/g, "");
  if (isIP(host) !== 0 && !isReachable(host)) throw refusal(host, host);
}

/** Name resolution that fails if any of the answers must not be reached. */
function guardedLookup(isReachable: (address: string) => boolean): LookupFunction {
  return (hostname, options, callback) => {
    resolveName(hostname, { ...options, all: true }, (error, addresses) => {
      const first = addresses?.[0];
      if (error !== null || first === undefined) return callback(error ?? new TransferError(`${hostname} has no address`), "", 0);
      const refused = addresses.find(({ address }) => !isReachable(address));
      if (refused !== undefined) return callback(refusal(hostname, refused.address), "", 0);
      if (options.all) return callback(null, addresses);
      callback(null, first.address, first.family);
    });
  };
}

function refusal(hostname: string, address: string): TransferError {
  const target = hostname === address ? address : `${hostname} (${address})`;
  return new TransferError(`${target} is not a public address; refused unless sources.allowPrivateAddresses is set`);
}
