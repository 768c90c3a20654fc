/** The run was stopped by a signal, after what was finished had been committed. */
export class Interrupted extends Error {
  readonly exitCode: number;
  constructor(readonly signal: "SIGINT" | "SIGTERM") {
    super(`stopped by ${signal}; what is committed stays, and the same command goes on from there`);
    this.exitCode = signal === "SIGINT" ? 130 : 143;
  }
}

/**
 * Runs something that stops on SIGINT and SIGTERM: the first aborts `signal` with {@link Interrupted} as its reason,
 * a second ends the process at once.
 */
export async function interruptible<T>(run: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  const stop = (name: "SIGINT" | "SIGTERM") => () => {
    if (controller.signal.aborted) process.exit(new Interrupted(name).exitCode);
    controller.abort(new Interrupted(name));
  };
  const onInterrupt = stop("SIGINT");
  const onTerminate = stop("SIGTERM");
  process.on("SIGINT", onInterrupt);
  process.on("SIGTERM", onTerminate);
  try {
    const result = await run(controller.signal);
    controller.signal.throwIfAborted();
    return result;
  } catch (error) {
    throw controller.signal.aborted ? controller.signal.reason : error;
  } finally {
    process.off("SIGINT", onInterrupt);
    process.off("SIGTERM", onTerminate);
  }
}
