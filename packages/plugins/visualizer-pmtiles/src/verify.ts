import { type Finding, isGamError, type PluginContext, type VisualizerPlugin } from "@geoanomaly/core";
import type { DirectoryEntry } from "./archive/directory.js";
import { type ArchiveIndex, type ReadSection, readArchiveIndex, sectionReader } from "./archive/read-archive.js";
import { tileOf } from "./archive/tile-id.js";
import { checkIndex, tilesByZoom } from "./check-index.js";
import { checkPng } from "./check-png.js";

/** Tile data read at once. */
const READ_BYTES = 4 * 2 ** 20;
/** After so many the rest is only counted: the archive is to be made anew anyway. */
const MAX_FINDINGS = 50;

/** Checkpoint `pmtiles-integrity`: counts, zoom coverage, metadata, consistency of header and directories, and every tile decoded. */
export const verifyArchives: NonNullable<VisualizerPlugin["verify"]> = async (paths, folder, context) => {
  const findings: Finding[] = [];
  const facts: Record<string, unknown> = {};
  for (const path of paths.filter((name) => name.endsWith(".pmtiles"))) {
    const problems: string[] = [];
    try {
      const read = await sectionReader(folder, path);
      const index = await readArchiveIndex(path, read);
      problems.push(...checkIndex(index, await sizeOf(index, read)));
      if (problems.length === 0) problems.push(...(await checkTiles(index, read, context)));
      facts[path] = {
        tiles: index.header.addressed,
        distinctTiles: index.header.contents,
        tileBytes: index.header.tiles.length,
        tilesByZoom: Object.fromEntries(tilesByZoom(index.entries.flatMap(idsOf))),
      };
    } catch (error) {
      context.signal.throwIfAborted();
      if (!isGamError(error) && !(error instanceof Error && "code" in error)) throw error;
      problems.push(error.message);
    }
    for (const message of problems.slice(0, MAX_FINDINGS)) findings.push(finding(path, message));
    if (problems.length > MAX_FINDINGS) findings.push(finding(path, `and ${problems.length - MAX_FINDINGS} more`));
  }
  return { findings, facts };
};

function finding(path: string, message: string): Finding {
  return { checkpoint: "pmtiles-integrity", severity: "error", path, message };
}

function idsOf({ tileId, runLength }: DirectoryEntry): number[] {
  return Array.from({ length: runLength }, (_, step) => tileId + step);
}

/** Where the last section ends, if the file ends there too; else one more or the throw of a short read. */
async function sizeOf({ header }: ArchiveIndex, read: ReadSection): Promise<number> {
  const end = Math.max(...[header.root, header.metadata, header.leaves, header.tiles].map(({ offset, length }) => offset + length));
  await read({ offset: end - 1, length: 1 });
  return read({ offset: end, length: 1 }).then(
    () => end + 1,
    () => end,
  );
}

/** Decodes every distinct tile, a few MB of them at a time, the inflating on the threads of the runtime. */
async function checkTiles({ header, entries }: ArchiveIndex, read: ReadSection, { signal, progress }: PluginContext): Promise<string[]> {
  const distinct = new Map(entries.map((entry) => [entry.offset, entry]));
  const tiles = [...distinct.values()].sort((a, b) => a.offset - b.offset);
  const problems: string[] = [];
  for (let first = 0; first < tiles.length; ) {
    signal.throwIfAborted();
    const { offset } = tiles[first]!;
    let next = first + 1;
    while (next < tiles.length && tiles[next]!.offset + tiles[next]!.length <= offset + READ_BYTES) next++;
    const last = tiles[next - 1]!;
    const bytes = await read({ offset: header.tiles.offset + offset, length: last.offset + last.length - offset });
    const checked = tiles.slice(first, next).map(async (entry) => {
      const problem = await checkPng(bytes.subarray(entry.offset - offset, entry.offset - offset + entry.length));
      if (problem === undefined) return [];
      const { zoom, x, y } = tileOf(entry.tileId);
      return [`tile ${zoom}/${x}/${y}: ${problem}`];
    });
    problems.push(...(await Promise.all(checked)).flat());
    first = next;
    progress(next / tiles.length);
  }
  return problems;
}
