/** Where inputs may come from: the `sources` part of the configuration. Relative folders are relative to the working directory. */
export interface SourcePolicy {
  /** A folder or an http(s) address laid out as a data pack. */
  readonly mirror?: string | undefined;
  /** Folder of downloaded and generated inputs, `data/raw` for the main job. */
  readonly cache: string;
  /** Whether a file that neither cache nor mirror has may come from its publisher. */
  readonly fetch: boolean;
  /** No socket at all: an http(s) mirror is not asked either. Wins over `fetch`. */
  readonly offline: boolean;
  /** Whether downloads may reach loopback, link-local and private addresses. */
  readonly allowPrivateAddresses: boolean;
}
