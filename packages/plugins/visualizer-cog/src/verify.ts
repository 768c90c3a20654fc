import { type Finding, isGamError, type VisualizerPlugin } from "@geoanomaly/core";
import { checkContent } from "./check-content.js";
import { checkStructure } from "./check-structure.js";
import { readDirectories } from "./tiff/read-directories.js";

/** Checkpoint `cog-compliance`: layout, tags and every block of every COG among `paths`, from its bytes alone. */
export const verifyCogs: NonNullable<VisualizerPlugin["verify"]> = async (paths, folder, { signal, threads, progress }) => {
  const cogs = paths.filter((path) => path.endsWith(".tif"));
  const findings: Finding[] = [];
  const queue = cogs.entries();
  const worker = async () => {
    for (const [index, path] of queue) {
      signal.throwIfAborted();
      findings.push(...(await problemsOf(path, folder)).map((message) => finding(path, message)));
      progress((index + 1) / cogs.length);
    }
  };
  await Promise.all(Array.from({ length: Math.max(1, threads) }, worker));
  findings.sort((a, b) => (a.path < b.path ? -1 : Number(a.path > b.path)));
  return { findings, facts: { cogs: cogs.length, damaged: new Set(findings.map(({ path }) => path)).size } };
};

async function problemsOf(path: string, folder: { read(path: string): Promise<Uint8Array> }): Promise<string[]> {
  try {
    const file = await folder.read(path);
    const directories = readDirectories(path, file);
    const problems = checkStructure(file, directories);
    return problems.length > 0 ? problems : await checkContent(file, directories);
  } catch (error) {
    if (isGamError(error) || (error instanceof Error && "code" in error)) return [error.message];
    throw error;
  }
}

function finding(path: string, message: string): Finding {
  const tileId = /\/tiles\/([^/]+)\.tif$/.exec(path)?.[1];
  return { checkpoint: "cog-compliance", severity: "error", path, message, ...(tileId ? { tileId } : {}) };
}
