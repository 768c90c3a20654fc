import type { Finding } from "../contracts/visualizer.js";
import type { CheckpointResult } from "./published.js";

/** What all checkpoints found. JSON. */
export interface VerificationReport {
  /** True if no finding is an error. */
  readonly passed: boolean;
  /** Facts of each checkpoint, by its name. */
  readonly checkpoints: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly findings: readonly Finding[];
  /** Tiles with an error, sorted. */
  readonly failedTiles: readonly string[];
}

export function reportOf(results: readonly CheckpointResult[]): VerificationReport {
  const findings = results.flatMap((result) => result.findings);
  const errors = findings.filter(({ severity }) => severity === "error");
  return {
    passed: errors.length === 0,
    checkpoints: Object.fromEntries(results.map(({ checkpoint, facts }) => [checkpoint, facts])),
    findings,
    failedTiles: [...new Set(errors.flatMap(({ tileId }) => tileId ?? []))].sort(),
  };
}
