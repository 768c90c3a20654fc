import type { ArchiveIndex } from "./archive/read-archive.js";
import { tileIdOf, tileOf } from "./archive/tile-id.js";

const REQUIRED_KEYS = [
  "name",
  "description",
  "attribution",
  "format",
  "layer",
  "unit",
  "range",
  "scale",
  "offset",
  "colour_ramp",
  "interpolation",
  "effective_resolution_degrees",
  "synthetic",
  "tiles",
] as const;

/**
 * What is wrong with an archive whose header, metadata and directories can be read: sections that overlap or leave gaps, counts that
 * disagree, entries out of order or range, zooms without tiles, tiles whose parent is missing, metadata that lacks a key.
 */
export function checkIndex({ header, metadata, entries }: ArchiveIndex, fileBytes: number): string[] {
  const problems: string[] = REQUIRED_KEYS.filter((key) => !(key in metadata)).map((key) => `metadata: expected key ${key}, found none`);
  const expect = (what: string, expected: number, found: number) => {
    if (expected !== found) problems.push(`${what}: expected ${expected}, found ${found}`);
  };
  const sections = [header.root, header.metadata, header.tiles, header.leaves].sort((a, b) => a.offset - b.offset);
  let end = 127;
  for (const { offset, length } of sections) {
    if (length > 0) expect("start of a section", end, offset);
    end = offset + length;
  }
  expect("size of the file", end, fileBytes);
  if (header.root.offset + header.root.length > 16384) problems.push("root directory: expected within the first 16384 bytes");

  const addressed = new Set<number>();
  const contents = new Set<number>();
  let contentEnd = 0;
  let lastId = -1;
  for (const { tileId, runLength, offset, length } of entries) {
    if (tileId <= lastId) problems.push(`tile ${tileId}: expected ids in ascending order, found it after ${lastId}`);
    if (runLength < 1) problems.push(`tile ${tileId}: expected a tile, found a directory within a leaf directory`);
    if (length < 1 || offset + length > header.tiles.length)
      problems.push(`tile ${tileId}: expected within the tile data, found ${length} bytes at ${offset}`);
    if (!contents.has(offset)) {
      if (offset !== contentEnd) problems.push(`tile ${tileId}: expected new content at ${contentEnd} (clustered), found it at ${offset}`);
      contents.add(offset);
      contentEnd = offset + length;
    }
    lastId = tileId + Math.max(runLength, 1) - 1;
    for (let id = tileId; id <= lastId && addressed.size <= header.addressed; id++) addressed.add(id);
  }
  expect("addressed tiles", header.addressed, addressed.size);
  expect("directory entries", header.entries, entries.length);
  expect("distinct tiles", header.contents, contents.size);
  expect("bytes of tile data", header.tiles.length, contentEnd);
  return [...problems, ...checkCoverage(addressed, header.minZoom, header.maxZoom, metadata.tiles)];
}

/** Tiles of each zoom. */
export function tilesByZoom(ids: Iterable<number>): Map<number, number> {
  const counts = new Map<number, number>();
  for (const id of ids) {
    const { zoom } = tileOf(id);
    counts.set(zoom, (counts.get(zoom) ?? 0) + 1);
  }
  return counts;
}

function checkCoverage(addressed: ReadonlySet<number>, minZoom: number, maxZoom: number, stated: unknown): string[] {
  const problems: string[] = [];
  const counts = tilesByZoom(addressed);
  for (let zoom = minZoom; zoom <= maxZoom; zoom++) {
    const claim: unknown = Array.isArray(stated) ? stated.find((line: { zoom?: unknown }) => line?.zoom === zoom)?.tiles : undefined;
    const found = counts.get(zoom) ?? 0;
    if (found === 0) problems.push(`zoom ${zoom}: expected tiles, found none`);
    if (claim !== found) problems.push(`zoom ${zoom}: expected ${String(claim)} tiles as the metadata say, found ${found}`);
  }
  for (const zoom of counts.keys()) {
    if (zoom < minZoom || zoom > maxZoom) problems.push(`zoom ${zoom}: expected none of its tiles, found ${counts.get(zoom)}`);
  }
  const orphan = [...addressed].find((id) => {
    const { zoom, x, y } = tileOf(id);
    return zoom > minZoom && !addressed.has(tileIdOf(zoom - 1, x >> 1, y >> 1));
  });
  if (orphan !== undefined) problems.push(`tile ${orphan}: expected the tile that contains it one zoom below, found none`);
  return problems;
}
