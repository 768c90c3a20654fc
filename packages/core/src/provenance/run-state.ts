import type { CommitRecord } from "../contracts/task.js";
import type { CatalogueParameters } from "../pipeline/tasks/catalogue.js";
import type { VerificationReport } from "../verification/report.js";

/** Why a tile counts as failed. */
export interface FailedCheckpoint {
  readonly checkpoint: string;
  readonly message: string;
}

/** The state of a run, tile by tile. JSON. */
export interface RunState {
  readonly name: string;
  readonly summary: { readonly tiles: number; readonly complete: number; readonly failed: number; readonly verified: boolean };
  /** Tasks that are not done; run the same command again to try them again. */
  readonly rerun: readonly string[];
  readonly tiles: Readonly<
    Record<string, { readonly status: "complete" | "failed"; readonly failed_checkpoints: readonly FailedCheckpoint[] }>
  >;
}

/** @param report Undefined if verification itself failed. */
export function runState(
  { name, tiles }: Pick<CatalogueParameters, "name" | "tiles">,
  records: ReadonlyMap<string, CommitRecord>,
  report: VerificationReport | undefined,
): RunState {
  const states: Record<string, RunState["tiles"][string]> = {};
  const rerun: string[] = [];
  for (const tileId of tiles) {
    const failed: FailedCheckpoint[] = (report?.findings ?? [])
      .filter((finding) => finding.tileId === tileId && finding.severity === "error")
      .map(({ checkpoint, message }) => ({ checkpoint, message }));
    if (!records.has(`tile:${tileId}`)) {
      failed.unshift({ checkpoint: "task", message: "the task of this tile failed; the log says why" });
      rerun.push(`tile:${tileId}`);
    }
    states[tileId] = { status: failed.length === 0 ? "complete" : "failed", failed_checkpoints: failed };
  }
  const failedCount = Object.values(states).filter(({ status }) => status === "failed").length;
  const summary = { tiles: tiles.length, complete: tiles.length - failedCount, failed: failedCount, verified: report !== undefined };
  return { name, summary, rerun, tiles: states };
}
