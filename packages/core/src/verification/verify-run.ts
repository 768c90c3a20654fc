import type { SourceFile } from "../contracts/modality.js";
import type { CommitRecord } from "../contracts/task.js";
import { IntegrityError, isGamError } from "../errors.js";
import { CommitStore } from "../pipeline/commit-store.js";
import { hostContext } from "../pipeline/host-context.js";
import { OutputFolder } from "../pipeline/output-folder.js";
import { StagedOutputs } from "../pipeline/staged-outputs.js";
import type { TaskHost } from "../pipeline/task-host.js";
import { STATE_PATH } from "../pipeline/tasks/catalogue.js";
import { jsonFile, REPORT_PATH } from "../pipeline/tasks/verify.js";
import { readManifest } from "../provenance/read-manifest.js";
import type { RunManifest } from "../provenance/run-manifest.js";
import { runState } from "../provenance/run-state.js";
import { OWN_CHECKS, runCheck } from "./checkpoints.js";
import { outputIntegrity } from "./output-integrity.js";
import { publishedFrom } from "./published.js";
import { reportOf, type VerificationReport } from "./report.js";
import { verifyRegional } from "./verify-regional.js";

export interface VerifyRequest {
  /** Output folder of a finished run. */
  readonly folder: string;
  readonly host: TaskHost;
  readonly threads: number;
  readonly signal: AbortSignal;
  /** Input files as they lie on this machine, by layer. Without them checkpoint 1 says that it could not look again. */
  readonly sources?: Readonly<Record<string, readonly SourceFile[]>>;
}

/**
 * Checks an output folder again, offline: every committed file against its record, then all checkpoints. If something is wrong, the
 * report and the state file say so (where the folder can be written); the next run then makes good what is damaged.
 * @throws IntegrityError if the folder has no manifest or nothing was fused. Damage is a finding, never a throw.
 */
export async function verifyRun({ folder: path, host, threads, signal, sources = {} }: VerifyRequest): Promise<VerificationReport> {
  const folder = new OutputFolder(path, host.fileSystem);
  const manifest = await readManifest(folder);
  const { result, records } = await outputIntegrity(manifest, new CommitStore(folder), signal);
  if (manifest.manifest === "geoanomalymapper-regional-run") {
    const context = hostContext(host, { stage: "validate", spacing: 1, threads, signal });
    return verifyRegional(manifest, { result, records }, { plugins: host.plugins, folder, context });
  }
  if (!records.has("fuse"))
    throw new IntegrityError(`${folder.root}: the commit record of fuse is absent or damaged: nothing to check against`);
  const { spacing, tileSize } = manifest.grid;
  const published = publishedFrom(records, { spacing, tileSize, normalization: manifest.normalization, sources });
  const context = hostContext(host, { stage: "validate", spacing, threads, signal });
  const results = [result];
  for (const name of [...OWN_CHECKS, ...manifest.visualizers]) {
    results.push(...(await runCheck(name, published, { plugins: host.plugins, folder, context })));
  }
  const report = reportOf(results);
  if (!report.passed) await markFailed(folder, manifest, records, report, host);
  return report;
}

async function markFailed(
  folder: OutputFolder,
  manifest: RunManifest,
  records: ReadonlyMap<string, CommitRecord>,
  report: VerificationReport,
  host: TaskHost,
): Promise<void> {
  try {
    const outputs = new StagedOutputs(folder);
    await outputs.write(REPORT_PATH, jsonFile(report));
    await outputs.write(STATE_PATH, jsonFile(runState(manifest, records, report)));
    await host.fileSystem.flush(folder.root, await outputs.publish());
    await folder.removeStaging();
    await folder.sweepStaging();
  } catch (error) {
    if (!isGamError(error, "GAM_RESOURCE")) throw error;
    host.logger.log("warn", `the state file could not be brought up to date: ${error.message}`, { stage: "validate" });
  }
}
