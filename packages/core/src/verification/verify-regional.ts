import type { CommitRecord } from "../contracts/task.js";
import { StagedOutputs } from "../pipeline/staged-outputs.js";
import type { RegionalManifest } from "../provenance/regional-manifest.js";
import type { PublishFacts } from "../regional/tasks/publish.js";
import type { CheckSurroundings } from "./checkpoints.js";
import type { CheckpointResult } from "./published.js";
import { reportOf, type VerificationReport } from "./report.js";

/** Every file of a regional run against its record, and what visualizers can check of what they wrote. Damage is a finding, never a throw. */
export async function verifyRegional(
  { visualizers }: RegionalManifest,
  { result, records }: { readonly result: CheckpointResult; readonly records: ReadonlyMap<string, CommitRecord> },
  { plugins, folder, context }: CheckSurroundings,
): Promise<VerificationReport> {
  const results = [result];
  for (const id of visualizers) {
    const facts = records.get(`publish:${id}`)?.facts as PublishFacts | undefined;
    const plugin = await plugins.load("visualizer", id);
    if (plugin.verify === undefined || facts === undefined) continue;
    const paths = facts.products.map(({ path }) => path);
    const found = await plugin.verify(paths, new StagedOutputs(folder), context);
    results.push({ checkpoint: id, ...found });
  }
  return reportOf(results);
}
