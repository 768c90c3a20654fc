import type { KernelRun } from "@geoanomaly/core";
import type { Addon } from "./addon.js";
import { watchControl } from "./kernel-progress.js";

/** What every wrapper is built on: `export const regrid = (host: KernelHost): Kernels["regrid"] => async (...) => ...`. */
export interface KernelHost {
  readonly addon: Addon;
  /** Threads of a call that does not say. */
  readonly threads: number;
}

/** Up to so many samples, a pass over them is done before a thread would have started. */
const SMALL_SAMPLES = 1 << 14;

/** Last argument of every job of the addon (see `src/binding/job_worker.h`). */
export interface AddonRun {
  /** 0: at once, on the calling thread. */
  readonly threads: number;
  /** `[0]` != 0 cancels; `[1]` receives the progress in parts per million; `[2]` counts parts done. */
  readonly control: Int32Array;
}

/**
 * Starts a job of the addon with the caller's threads and signal, and settles as it does.
 * @throws the signal's reason if it aborted before or during the job.
 */
export async function run<T>(host: KernelHost, options: KernelRun | undefined, start: (run: AddonRun) => Promise<T>): Promise<T> {
  const signal = options?.signal;
  signal?.throwIfAborted();
  const threads = Math.max(1, Math.floor(options?.threads ?? host.threads));
  const control = new Int32Array(new SharedArrayBuffer(12));
  const stopWatching = watchControl(control);
  const cancel = () => void Atomics.store(control, 0, 1);
  signal?.addEventListener("abort", cancel, { once: true });
  try {
    return await start({ threads, control });
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "GAM_CANCELLED") throw signal?.reason ?? error;
    throw error;
  } finally {
    signal?.removeEventListener("abort", cancel);
    stopWatching();
  }
}

/** The same for a cheap pass over `samples` samples, which runs at once where threads would only cost. */
export function runPass<T>(
  host: KernelHost,
  options: KernelRun | undefined,
  samples: number,
  start: (run: AddonRun) => Promise<T>,
): Promise<T> {
  if (samples > SMALL_SAMPLES) return run(host, options, start);
  options?.signal?.throwIfAborted();
  return start({ threads: 0, control: new Int32Array(2) });
}
