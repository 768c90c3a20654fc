import type { CommitRecord, TaskEvent } from "../contracts/task.js";
import type { Finding } from "../contracts/visualizer.js";
import { EXIT_CODES } from "../errors.js";
import type { RunPlan, UnavailableModality } from "./plan-run.js";
import type { TileFacts } from "./tasks/tile.js";
import type { VerifyFacts } from "./tasks/verify.js";

export interface FailedTask {
  readonly task: string;
  readonly code: string;
  readonly message: string;
  readonly attempts: number;
}

/** How a run ended. */
export interface RunOutcome {
  /** Status of the process, see EXIT_CODES. */
  readonly exitCode: number;
  readonly planHash: string;
  /** Tasks run and committed now. */
  readonly committed: number;
  /** Tasks that were done already. */
  readonly reused: number;
  readonly failed: readonly FailedTask[];
  /** Tasks that could not run since one they need failed. */
  readonly blocked: readonly string[];
  readonly unavailable: readonly UnavailableModality[];
  /** Tiles to rerun or to look at: their task failed or a checkpoint does not hold. */
  readonly failedTiles: readonly string[];
  readonly findings: readonly Finding[];
  /** Inversions that ended without reaching their target; their models are published nevertheless. */
  readonly notConverged: readonly string[];
  /** Sentences that every product of a regional run carries. */
  readonly cautions: readonly string[];
  readonly bytes: number;
  readonly durationMs: number;
}

const exitCodeOf: Readonly<Record<string, number>> = {
  GAM_RESOURCE: EXIT_CODES.resource,
  GAM_INTEGRITY: EXIT_CODES.integrity,
  GAM_INPUT_CORRUPT: EXIT_CODES.integrity,
  GAM_INPUT_UNREADABLE: EXIT_CODES.sourceUnavailable,
  GAM_SOURCE_UNAVAILABLE: EXIT_CODES.sourceUnavailable,
  GAM_GRID_MISMATCH: EXIT_CODES.usage,
  GAM_PARAMETER_INVALID: EXIT_CODES.usage,
  GAM_CONFIG_INVALID: EXIT_CODES.usage,
  GAM_PLUGIN_INVALID: EXIT_CODES.usage,
  GAM_PLUGIN_UNKNOWN: EXIT_CODES.usage,
};

/**
 * Partial is a run that reached its end, the catalogue, without some of its parts. One that did not ends with the status of its
 * first failure, and so does a regional run that failed for want of memory only. Damaged products are a failed verification; sparse
 * tiles are partial.
 */
function exitCode(outcome: Omit<RunOutcome, "exitCode">, finished: boolean, regional: boolean): number {
  const [first] = outcome.failed;
  // The last records may not be durable: nothing that a caller should take for an end.
  if (outcome.failed.some(({ task }) => task === "flush")) return EXIT_CODES.resource;
  if (!finished) return first ? (exitCodeOf[first.code] ?? EXIT_CODES.unexpected) : EXIT_CODES.partial;
  const damaged = outcome.findings.some(({ severity, checkpoint }) => severity === "error" && checkpoint !== "statistics-sanity");
  if (damaged) return EXIT_CODES.verification;
  // A regional run is refused what does not fit: the caller is told that memory is to be had, not that something broke.
  const refused = outcome.failed.length > 0 && outcome.failed.every(({ code }) => code === "GAM_RESOURCE");
  if (regional && refused && outcome.unavailable.length === 0) return EXIT_CODES.resource;
  const partial = outcome.failed.length + outcome.unavailable.length + outcome.failedTiles.length > 0;
  if (partial) return EXIT_CODES.partial;
  return outcome.notConverged.length > 0 ? EXIT_CODES.notConverged : EXIT_CODES.ok;
}

/** @param records Of all tasks that are done at the end, by id. */
export function outcomeOf(
  plan: RunPlan,
  events: readonly TaskEvent[],
  records: ReadonlyMap<string, CommitRecord>,
  durationMs: number,
): RunOutcome {
  const failed = events.flatMap((event) => (event.type === "failed" ? [event] : []));
  const findings = (records.get("verify")?.facts as VerifyFacts | undefined)?.findings ?? [];
  const failedTiles = new Set<string>();
  for (const { id } of plan.tiles) {
    const facts = records.get(`tile:${id}`)?.facts as TileFacts | undefined;
    if (facts === undefined || facts.sparse.length > 0) failedTiles.add(id);
  }
  for (const { tileId, severity } of findings) if (tileId !== undefined && severity === "error") failedTiles.add(tileId);
  const outcome = {
    planHash: plan.hash,
    committed: events.filter(({ type }) => type === "committed").length,
    reused: events.filter((event) => event.type === "skipped" && event.reason === "already-committed").length,
    failed: failed.map(({ task, code, message, attempts }) => ({ task, code, message, attempts })),
    blocked: events.flatMap((event) => (event.type === "skipped" && event.reason === "dependency-failed" ? [event.task] : [])),
    unavailable: plan.unavailable,
    failedTiles: [...failedTiles].sort(),
    findings,
    notConverged: plan.graph.tasks
      .filter(({ id, kind }) => kind === "inversion" && (records.get(id)?.facts.stopped ?? "target-misfit") !== "target-misfit")
      .map(({ id }) => id),
    cautions: [...new Set([...records.values()].flatMap(({ facts }) => (facts.cautions ?? []) as string[]))].sort(),
    bytes: events.reduce((sum, event) => sum + (event.type === "committed" ? event.bytes : 0), 0),
    durationMs,
  };
  return { exitCode: exitCode(outcome, records.has("catalogue"), plan.configuration.job === "regional"), ...outcome };
}
