import { loadAddon } from "./addon.js";

declare module "./addon.js" {
  interface Addon {
    /** Absent where the system has no call for it. */
    syncFileSystem?(path: string, run: { readonly threads: 1 }): Promise<void>;
  }
}

/**
 * Makes everything written to the file system of a path durable in one call, on a thread of its own.
 * Undefined where the addon or the system (other than Linux) cannot: files must then be flushed one by one.
 */
export function fileSystemSync(): ((path: string) => Promise<void>) | undefined {
  try {
    const { syncFileSystem } = loadAddon();
    return syncFileSystem && ((path) => syncFileSystem(path, { threads: 1 }));
  } catch {
    return undefined; // the missing addon is reported where kernels are chosen
  }
}
