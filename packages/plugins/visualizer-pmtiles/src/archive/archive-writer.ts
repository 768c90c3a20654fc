import { hash } from "node:crypto";
import { type PluginContext, type ProductFolder, ResourceError } from "@geoanomaly/core";
import { type DirectoryEntry, encodeDirectory } from "./directory.js";
import { gzip, storedGzip, storedGzipBytes } from "./gzip.js";
import { type ArchiveHeader, encodeHeader, HEADER_BYTES } from "./header.js";

type OpenFile = Awaited<ReturnType<ProductFolder["open"]>>;

/** Clients fetch this much first and expect header and root directory within. @see PMTiles 3.4, section 2 */
const FIRST_FETCH_BYTES = 16384;
/** Kept for a root directory that lists leaf directories; metadata that is completed at the end may grow by the rest. */
const ROOT_RESERVE_BYTES = 3072;
const LEAF_ENTRIES = 4096;
/** Tiles that repeat (one level all over, or nearly) are far smaller; looking for twins of larger ones would only cost time. */
const MAX_REPEATED_BYTES = 4096;
/** The metadata then fits one stored block of gzip, and any size can be reached by padding. */
const MAX_START_BYTES = 65536;

/** What the archive's owner knows when all tiles are in. */
export type ArchiveFacts = Pick<ArchiveHeader, "minZoom" | "maxZoom" | "bounds" | "center"> & {
  /** JSON, at most `metadataBytes` as announced when the archive was begun. */
  readonly metadata: string;
};

/**
 * Writes a clustered PMTiles archive without ever holding it: header, root directory and metadata get a place of fixed size at the
 * start and are written last; tiles follow as they come, small ones that are equal once; leaf directories stand at the end.
 *
 * The metadata is padded with blanks to fill its place exactly. So the sections tile the file without a gap, which
 * verifiers demand, and no archive is smaller than what clients fetch first.
 */
export class ArchiveWriter {
  readonly #file: OpenFile;
  readonly #tileStart: number;
  readonly #entries: DirectoryEntry[] = [];
  /** Where contents lie that may come again, by their hash. */
  readonly #small = new Map<string, { readonly offset: number; readonly length: number }>();
  #contents = 0;
  #tileBytes = 0;
  #addressed = 0;
  #lastId = -1;

  private constructor(file: OpenFile, tileStart: number) {
    this.#file = file;
    this.#tileStart = tileStart;
  }

  /** @param metadataBytes Upper bound of the metadata, uncompressed. */
  static async begin(file: OpenFile, metadataBytes: number): Promise<ArchiveWriter> {
    const needed = HEADER_BYTES + ROOT_RESERVE_BYTES + storedGzipBytes(metadataBytes);
    const tileStart = FIRST_FETCH_BYTES * Math.ceil(needed / FIRST_FETCH_BYTES);
    if (tileStart > MAX_START_BYTES)
      throw new ResourceError(`PMTiles metadata of ${metadataBytes} bytes; at most 62,000 are kept in an archive`);
    await file.append(new Uint8Array(tileStart));
    return new ArchiveWriter(file, tileStart);
  }

  /** Tiles that can be asked for so far. */
  get addressed(): number {
    return this.#addressed;
  }

  /**
   * Adds tiles, in ascending order of id over all calls. Empty ones are left out.
   * @param offsets Tile i is `data.subarray(offsets[i], offsets[i + 1])`.
   */
  async add(tileIds: readonly number[], data: Uint8Array, offsets: ArrayLike<number>): Promise<void> {
    let newStart = offsets[0] ?? 0; // of the stretch of contents not seen before, written in one piece
    let newEnd = newStart;
    for (const [index, tileId] of tileIds.entries()) {
      if (tileId <= this.#lastId) throw new RangeError(`tile ${tileId} after ${this.#lastId}`);
      this.#lastId = tileId;
      const [start, end] = [offsets[index]!, offsets[index + 1]!];
      if (end === start) continue;
      const key = end - start <= MAX_REPEATED_BYTES ? hash("sha256", data.subarray(start, end), "base64") : undefined;
      let content = key === undefined ? undefined : this.#small.get(key);
      if (!content) {
        content = { offset: this.#tileBytes, length: end - start };
        this.#contents++;
        if (key !== undefined) this.#small.set(key, content);
        this.#tileBytes += content.length;
        if (start !== newEnd) {
          await this.#append(data.subarray(newStart, newEnd));
          newStart = start;
        }
        newEnd = end;
      }
      this.#address(tileId, content);
    }
    await this.#append(data.subarray(newStart, newEnd));
  }

  /** Writes directories, metadata and header. The caller publishes the file. */
  async finish(facts: ArchiveFacts, context: Pick<PluginContext, "kernels" | "signal">): Promise<ArchiveHeader> {
    const { metadata, ...about } = facts;
    const text = Buffer.from(metadata);
    const { root, leaves } = await this.#directories(this.#tileStart - HEADER_BYTES - storedGzipBytes(text.length), context);
    const place = this.#tileStart - HEADER_BYTES - root.length;
    const padded = place - storedGzipBytes(0);
    if (padded < text.length) throw new RangeError(`metadata of ${text.length} bytes, announced were at most ${padded}`);
    const stored = storedGzip(Buffer.concat([text, Buffer.alloc(padded - text.length, " ")]));
    await this.#append(leaves);
    const header: ArchiveHeader = {
      ...about,
      root: { offset: HEADER_BYTES, length: root.length },
      metadata: { offset: HEADER_BYTES + root.length, length: stored.length },
      leaves: { offset: this.#tileStart + this.#tileBytes, length: leaves.length },
      tiles: { offset: this.#tileStart, length: this.#tileBytes },
      addressed: this.#addressed,
      entries: this.#entries.length,
      contents: this.#contents,
    };
    await this.#file.writeAt(0, Buffer.concat([encodeHeader(header), root, stored]));
    return header;
  }

  #address(tileId: number, content: { readonly offset: number; readonly length: number }): void {
    this.#addressed++;
    const last = this.#entries.at(-1);
    if (last && last.offset === content.offset && last.tileId + last.runLength === tileId) {
      this.#entries[this.#entries.length - 1] = { ...last, runLength: last.runLength + 1 };
    } else {
      this.#entries.push({ tileId, runLength: 1, ...content });
    }
  }

  async #append(bytes: Uint8Array): Promise<void> {
    if (bytes.length > 0) await this.#file.append(bytes);
  }

  /** One directory if it fits `limit` bytes, else leaf directories, larger ones until the root that lists them fits. */
  async #directories(limit: number, context: Pick<PluginContext, "kernels" | "signal">) {
    const rootLimit = Math.min(limit, FIRST_FETCH_BYTES - HEADER_BYTES);
    const whole = await gzip(encodeDirectory(this.#entries), context);
    if (whole.length <= rootLimit) return { root: whole, leaves: new Uint8Array() };
    for (let size = LEAF_ENTRIES; ; size *= 2) {
      const leaves: Uint8Array[] = [];
      const listed: DirectoryEntry[] = [];
      let offset = 0;
      for (let first = 0; first < this.#entries.length; first += size) {
        const leaf = await gzip(encodeDirectory(this.#entries.slice(first, first + size)), context);
        listed.push({ tileId: this.#entries[first]!.tileId, runLength: 0, offset, length: leaf.length });
        leaves.push(leaf);
        offset += leaf.length;
      }
      const root = await gzip(encodeDirectory(listed), context);
      if (root.length <= rootLimit) return { root, leaves: Buffer.concat(leaves) };
    }
  }
}
