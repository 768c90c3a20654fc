/** How often running kernels are looked at, milliseconds: well below any limit for a task without a sign of life. */
const INTERVAL = 2000;

const listeners = new Set<() => void>();

/**
 * Calls `listener` whenever a kernel that is running has got further since it was last looked at, so that a single long call does
 * not look like a stall. @returns Ends it.
 */
export function onKernelProgress(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Looks at the control words of a running job until told to stop. */
export function watchControl(control: Int32Array): () => void {
  let seen = 0;
  const timer = setInterval(() => {
    const done = Atomics.load(control, 1) + Atomics.load(control, 2);
    if (done === seen) return;
    seen = done;
    for (const listener of listeners) listener();
  }, INTERVAL);
  timer.unref();
  return () => clearInterval(timer);
}
