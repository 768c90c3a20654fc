import { gunzipSync } from "node:zlib";
import { CorruptInputError, type ProductFolder } from "@geoanomaly/core";
import { type DirectoryEntry, decodeDirectory } from "./directory.js";
import { type ArchiveHeader, decodeHeader, HEADER_BYTES, type Section } from "./header.js";

/** Directories of the largest archives are a few MB; a damaged one must not unpack into all memory. */
const MAX_UNPACKED_BYTES = 256 * 2 ** 20;

/** An archive without its tiles. */
export interface ArchiveIndex {
  readonly header: ArchiveHeader;
  readonly metadata: Readonly<Record<string, unknown>>;
  /** Of all leaf directories, or of the root if there are none; in the order of the file. */
  readonly entries: readonly DirectoryEntry[];
}

/** Reads part of a file, through `readAt` where the folder offers it. */
export type ReadSection = (section: Section) => Promise<Uint8Array>;

/** @returns A reader of parts of `path`; it takes the whole file into memory if the folder knows no other way. */
export async function sectionReader(folder: ProductFolder, path: string): Promise<ReadSection> {
  const readAt = folder.readAt?.bind(folder);
  const whole = readAt ? undefined : await folder.read(path);
  return async ({ offset, length }) => {
    const bytes = whole ? whole.subarray(offset, offset + length) : await readAt!(path, offset, length);
    if (bytes.length !== length)
      throw new CorruptInputError(path, `byte ${offset}`, `${length} bytes`, `the end of the file after ${bytes.length}`);
    return bytes;
  };
}

/** @throws CorruptInputError where header, metadata or a directory is not what PMTiles says. */
export async function readArchiveIndex(path: string, read: ReadSection): Promise<ArchiveIndex> {
  const header = decodeHeader(path, await read({ offset: 0, length: HEADER_BYTES }));
  const unpack = async (name: string, section: Section) => {
    const packed = await read(section);
    try {
      return gunzipSync(packed, { maxOutputLength: MAX_UNPACKED_BYTES });
    } catch (cause) {
      throw new CorruptInputError(path, name, "a gzip member", cause instanceof Error ? cause.message : String(cause), { cause });
    }
  };
  const root = decodeDirectory(path, "root directory", await unpack("root directory", header.root));
  const entries: DirectoryEntry[] = [];
  for (const entry of root) {
    if (entry.runLength > 0) {
      entries.push(entry);
      continue;
    }
    const name = `leaf directory of tile ${entry.tileId}`;
    if (entry.offset + entry.length > header.leaves.length) {
      throw new CorruptInputError(path, name, `an end within ${header.leaves.length} bytes`, String(entry.offset + entry.length));
    }
    const leaf = await unpack(name, { offset: header.leaves.offset + entry.offset, length: entry.length });
    const listed = decodeDirectory(path, name, leaf);
    if (listed[0]?.tileId !== entry.tileId) {
      throw new CorruptInputError(path, name, `first tile ${entry.tileId}`, String(listed[0]?.tileId));
    }
    for (const inner of listed) entries.push(inner);
  }
  const text = (await unpack("metadata", header.metadata)).toString("utf8");
  try {
    return { header, entries, metadata: JSON.parse(text) as Record<string, unknown> };
  } catch (cause) {
    throw new CorruptInputError(path, "metadata", "JSON", text.slice(0, 40), { cause });
  }
}
