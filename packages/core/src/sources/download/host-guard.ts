import { setTimeout as sleep } from "node:timers/promises";
import { BrokenCircuitError, type CircuitBreakerPolicy, CircuitState, ConsecutiveBreaker, circuitBreaker, handleWhen } from "cockatiel";
import type { Logger } from "../../contracts/context.js";
import type { DownloadPolicy } from "./download-policy.js";
import { TransferError } from "./transfer-error.js";

/** Keeps downloads from hammering a host: a circuit breaker and a least spacing of requests, per host. */
export interface HostGuard {
  /**
   * Runs one attempt under the host's breaker. While the breaker is open it waits instead of asking.
   * @throws What `attempt` throws; the signal's reason once it aborts.
   */
  run<T>(host: string, attempt: () => Promise<T>, signal: AbortSignal): Promise<T>;
  /** Waits until the next request to the host may start. */
  turn(host: string, signal: AbortSignal): Promise<void>;
}

export function createHostGuard(policy: DownloadPolicy, logger: Logger): HostGuard {
  const breakers = new Map<string, { readonly circuit: CircuitBreakerPolicy; openedAt: number }>();
  const nextStart = new Map<string, number>();

  const breakerOf = (host: string) => {
    const known = breakers.get(host);
    if (known !== undefined) return known;
    const circuit = circuitBreaker(
      handleWhen((error) => error instanceof TransferError && error.hostFault),
      { halfOpenAfter: policy.breakerPause, breaker: new ConsecutiveBreaker(policy.breakerFailures) },
    );
    const entry = { circuit, openedAt: 0 };
    circuit.onStateChange((state) => {
      if (state === CircuitState.Open) entry.openedAt = Date.now();
      const event = { [CircuitState.Open]: "opened", [CircuitState.HalfOpen]: "half-open", [CircuitState.Closed]: "closed" };
      const breaker = event[state as keyof typeof event];
      logger.log(state === CircuitState.Open ? "warn" : "info", `circuit breaker of ${host} ${breaker}`, {
        stage: "download",
        host,
        breaker,
      });
    });
    breakers.set(host, entry);
    return entry;
  };

  return {
    async run(host, attempt, signal) {
      const breaker = breakerOf(host);
      for (;;) {
        try {
          return await breaker.circuit.execute(attempt, signal);
        } catch (error) {
          if (!(error instanceof BrokenCircuitError)) throw error;
          await sleep(Math.max(1, breaker.openedAt + policy.breakerPause - Date.now()), undefined, { signal });
        }
      }
    },
    async turn(host, signal) {
      const now = Date.now();
      const start = Math.max(now, nextStart.get(host) ?? 0);
      nextStart.set(host, start + policy.requestSpacing);
      if (start > now) await sleep(start - now, undefined, { signal });
    },
  };
}
