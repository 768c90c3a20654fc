/** Why one attempt at a transfer failed, and what follows from it. */
export class TransferError extends Error {
  /** Another attempt may succeed. */
  readonly transient: boolean;
  /** It is the host that fails, not this file: counts for the circuit breaker. */
  readonly hostFault: boolean;
  /** The server's own wish, milliseconds from now. */
  readonly retryAfter: number | undefined;
  /** The bytes came but are not the file. */
  readonly wrongContent: boolean;

  constructor(
    message: string,
    nature: {
      readonly transient?: boolean;
      readonly hostFault?: boolean;
      readonly retryAfter?: number | undefined;
      readonly wrongContent?: boolean;
    } = {},
    options: { cause?: unknown } = {},
  ) {
    super(message, options);
    this.transient = nature.transient ?? false;
    this.hostFault = nature.hostFault ?? false;
    this.retryAfter = nature.retryAfter;
    this.wrongContent = nature.wrongContent ?? false;
  }
}

/** Codes of the HTTP client and the system that say: the way to the host, or the host, is disturbed. */
const NETWORK_CODES = new Set([
  "ECONNRESET",
  "ECONNREFUSED",
  "ECONNABORTED",
  "EPIPE",
  "ETIMEDOUT",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "ENETDOWN",
  "EAI_AGAIN",
  "ENOTFOUND",
  "UND_ERR_SOCKET",
  "UND_ERR_CONNECT_TIMEOUT",
  "UND_ERR_HEADERS_TIMEOUT",
  "UND_ERR_BODY_TIMEOUT",
  "UND_ERR_RES_CONTENT_LENGTH_MISMATCH",
]);

/** A failure of the network below HTTP as a transfer error; `undefined` for anything else. */
export function networkFailure(error: unknown): TransferError | undefined {
  for (let cause: unknown = error; cause instanceof Error; cause = cause.cause) {
    if (cause instanceof TransferError) return cause;
    const code = "code" in cause ? String(cause.code) : "";
    const parse = code.startsWith("HPE_");
    if (NETWORK_CODES.has(code) || parse)
      return new TransferError(`${code}: ${cause.message}`, { transient: true, hostFault: true }, { cause: error });
    if (cause instanceof AggregateError && cause.errors[0] !== undefined) return networkFailure(cause.errors[0]);
  }
  return undefined;
}

/** What an HTTP status other than success means for the transfer. */
export function statusFailure(status: number, retryAfter: string | undefined, now: number): TransferError {
  const transient = status === 408 || status === 425 || status === 429 || status >= 500;
  return new TransferError(`HTTP status ${status}`, {
    transient,
    hostFault: status >= 500,
    retryAfter: transient ? parseRetryAfter(retryAfter, now) : undefined,
  });
}

/** `Retry-After` in seconds or as an HTTP date, to milliseconds from `now`. */
function parseRetryAfter(value: string | undefined, now: number): number | undefined {
  if (value === undefined) return undefined;
  if (/^\s*\d+\s*$/.test(value)) return Number(value) * 1000;
  const date = Date.parse(value);
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}
