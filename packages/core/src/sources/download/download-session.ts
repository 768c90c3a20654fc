import type { Logger } from "../../contracts/context.js";
import type { DownloadPolicy } from "./download-policy.js";
import type { Downloader } from "./downloader.js";

/** A downloader that comes into being, network code and all, when it is first asked for. */
export interface DownloadSession {
  downloader(): Promise<Downloader>;
  /** Closes the connections, if there ever were any. */
  close(): Promise<void>;
}

/**
 * Breakers and rate limits hold within one session. Importing the HTTP client is put off as well, so that a run that downloads
 * nothing cannot open a socket.
 */
export function openDownloadSession(policy: Partial<DownloadPolicy>, logger: Logger): DownloadSession {
  let opened: Promise<Downloader> | undefined;
  return {
    downloader() {
      opened ??= import("./downloader.js").then(({ createDownloader }) => createDownloader(policy, logger));
      return opened;
    },
    async close() {
      await (await opened)?.close();
    },
  };
}
