import type { CommitRecord } from "../contracts/task.js";
import type { Finding } from "../contracts/visualizer.js";
import type { CommitStore } from "../pipeline/commit-store.js";
import type { RunManifest } from "../provenance/run-manifest.js";
import type { CheckpointResult } from "./published.js";

const tileOf = (task: string): { tileId?: string } => (task.startsWith("tile:") ? { tileId: task.slice(5) } : {});

/** Every file a run has committed is there with the recorded size and sha256. @returns The records by task id, too. */
export async function outputIntegrity(
  manifest: Pick<RunManifest, "tasks">,
  commits: CommitStore,
  signal: AbortSignal,
): Promise<{ readonly result: CheckpointResult; readonly records: ReadonlyMap<string, CommitRecord> }> {
  const checkpoint = "output-integrity";
  const findings: Finding[] = [];
  const records = new Map<string, CommitRecord>();
  let files = 0;
  for (const [task, hash] of Object.entries(manifest.tasks)) {
    signal.throwIfAborted();
    const record = await commits.read(hash);
    if (record === undefined) {
      const message = `the commit record of ${task} (${hash}) is absent or damaged`;
      findings.push({ checkpoint, severity: "error", path: `state/commits/${hash.slice(0, 2)}/${hash}.json`, ...tileOf(task), message });
      continue;
    }
    records.set(task, record);
    files += record.outputs.length;
    for (const { path, state } of await commits.damage(record)) {
      const { bytes, sha256 } = record.outputs.find((output) => output.path === path) ?? { bytes: 0, sha256: "" };
      const message = state === "absent" ? "the file is absent" : `the file has changed: expected ${bytes} bytes with sha256 ${sha256}`;
      findings.push({ checkpoint, severity: "error", path, ...tileOf(task), message });
    }
  }
  return { result: { checkpoint, findings, facts: { files } }, records };
}
