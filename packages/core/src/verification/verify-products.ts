import type { PluginContext } from "../contracts/context.js";
import type { Finding, ProductFolder } from "../contracts/visualizer.js";
import type { OutputFolder } from "../pipeline/output-folder.js";
import { StagedOutputs } from "../pipeline/staged-outputs.js";
import type { InstalledPlugins } from "../pipeline/task-host.js";
import { inputIntegrity } from "./input-integrity.js";
import type { CheckpointResult, Published } from "./published.js";
import { seams } from "./seams.js";
import { tileRasters } from "./tile-rasters.js";

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

/** Checkpoints 5 and 6: each visualizer checks what it wrote, from the bytes alone. */
async function byVisualizers(
  published: Published,
  visualizers: readonly string[],
  plugins: InstalledPlugins,
  folder: ProductFolder,
  context: PluginContext,
): Promise<CheckpointResult[]> {
  const results: CheckpointResult[] = [];
  for (const id of visualizers) {
    const plugin = await plugins.load("visualizer", id);
    if (plugin.verify === undefined) continue;
    const own = published.products.filter((product) => product.visualizer === id).map(({ path }) => path);
    const { findings, facts } = await plugin.verify(own, folder, context);
    results.push({ checkpoint: id, findings, facts });
  }
  return results;
}

/** Runs every checkpoint on what a run has published. Damage is a finding, never a throw. */
export async function verifyCheckpoints(
  published: Published,
  visualizers: readonly string[],
  plugins: InstalledPlugins,
  folder: OutputFolder,
  context: PluginContext,
): Promise<CheckpointResult[]> {
  const readRows = async (path: string, cols: number, firstRow: number, rowCount: number): Promise<Float32Array> => {
    const bytes = await folder.fileSystem.readAt(folder.absolute(path), firstRow * cols * 4, rowCount * cols * 4);
    context.progress(Number.NaN);
    return new Float32Array(bytes.buffer, bytes.byteOffset, bytes.byteLength >> 2);
  };
  return [
    await inputIntegrity(published, context),
    ...(await tileRasters(published, (path) => folder.absolute(path), context)),
    await seams(published, readRows),
    ...(await byVisualizers(published, visualizers, plugins, new StagedOutputs(folder), context)),
  ];
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
