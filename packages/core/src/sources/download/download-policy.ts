/** How downloads behave. Times are milliseconds. */
export interface DownloadPolicy {
  /** Whether loopback, link-local, private and other non-public addresses may be reached. */
  readonly allowPrivateAddresses: boolean;
  /** Attempts at one address that bring no further byte, the first included. */
  readonly attempts: number;
  /** Upper bound of the first pause between attempts; it doubles up to `maximumBackoff`, with random jitter. */
  readonly initialBackoff: number;
  readonly maximumBackoff: number;
  /** Longest `Retry-After` that is waited for; a server that asks for more is given up. */
  readonly maximumRetryAfter: number;
  readonly connectTimeout: number;
  readonly headersTimeout: number;
  /** Longest silence within a body. */
  readonly stallTimeout: number;
  /** Consecutive failures after which a host is left alone ... */
  readonly breakerFailures: number;
  /** ... for this long; then one attempt decides. */
  readonly breakerPause: number;
  /** Least time between the starts of two requests to one host. */
  readonly requestSpacing: number;
  readonly redirects: number;
  /** Largest file that is accepted when its size is not known beforehand, bytes. */
  readonly maximumBytes: number;
}

export const DEFAULT_DOWNLOAD_POLICY: DownloadPolicy = {
  allowPrivateAddresses: false,
  attempts: 6,
  initialBackoff: 500,
  maximumBackoff: 30_000,
  maximumRetryAfter: 120_000,
  connectTimeout: 15_000,
  headersTimeout: 60_000,
  stallTimeout: 60_000,
  breakerFailures: 4,
  breakerPause: 20_000,
  requestSpacing: 250,
  redirects: 5,
  maximumBytes: 16 * 2 ** 30,
};
