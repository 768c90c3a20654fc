import type { PluginContext } from "../contracts/context.js";
import type { OutputFolder } from "../pipeline/output-folder.js";
import { StagedOutputs } from "../pipeline/staged-outputs.js";
import type { InstalledPlugins } from "../pipeline/task-host.js";
import { inputIntegrity } from "./input-integrity.js";
import type { CheckpointResult, Published } from "./published.js";
import { seams } from "./seams.js";
import { tileRasters } from "./tile-rasters.js";

/** Checks the pipeline does itself; any other name is that of a visualizer, which checks what it wrote (checkpoints 5 and 6). */
export const OWN_CHECKS = ["inputs", "tiles", "seams"] as const;

/** Where a check finds what it looks at. */
export interface CheckSurroundings {
  readonly plugins: InstalledPlugins;
  readonly folder: OutputFolder;
  readonly context: PluginContext;
}

async function byVisualizer(
  id: string,
  published: Published,
  { plugins, folder, context }: CheckSurroundings,
): Promise<CheckpointResult[]> {
  const plugin = await plugins.load("visualizer", id);
  if (plugin.verify === undefined) return [];
  const paths = published.products.filter(({ visualizer }) => visualizer === id).map(({ path }) => path);
  const { findings, facts } = await plugin.verify(paths, new StagedOutputs(folder), context);
  return [{ checkpoint: id, findings, facts }];
}

/** Runs one check on what a run has published. Damage is a finding, never a throw. */
export async function runCheck(name: string, published: Published, surroundings: CheckSurroundings): Promise<readonly CheckpointResult[]> {
  const { folder, context } = surroundings;
  if (name === "inputs") return [await inputIntegrity(published, context)];
  if (name === "tiles") return tileRasters(published, (path) => folder.absolute(path), context);
  if (name !== "seams") return byVisualizer(name, published, surroundings);
  const readRows = async (path: string, cols: number, firstRow: number, rowCount: number): Promise<Float32Array> => {
    const bytes = await folder.fileSystem.readAt(folder.absolute(path), firstRow * cols * 4, rowCount * cols * 4);
    context.progress(Number.NaN);
    return new Float32Array(bytes.buffer, bytes.byteOffset, bytes.byteLength >> 2);
  };
  return [await seams(published, readRows)];
}
