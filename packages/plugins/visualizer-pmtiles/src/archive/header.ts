import { CorruptInputError } from "@geoanomaly/core";

/** A part of the archive, bytes. */
export interface Section {
  readonly offset: number;
  readonly length: number;
}

/** What the fixed header of an archive of ours says; compression and tile type are always gzip, none and PNG. */
export interface ArchiveHeader {
  readonly root: Section;
  readonly metadata: Section;
  readonly leaves: Section;
  readonly tiles: Section;
  /** Tiles that can be asked for. */
  readonly addressed: number;
  /** Directory entries: runs of equal tiles count once. */
  readonly entries: number;
  /** Distinct tile contents. */
  readonly contents: number;
  readonly minZoom: number;
  readonly maxZoom: number;
  /** Degrees. */
  readonly bounds: readonly [west: number, south: number, east: number, north: number];
  readonly center: readonly [longitude: number, latitude: number, zoom: number];
}

export const HEADER_BYTES = 127;
const MAGIC = "PMTiles";
const VERSION = 3;
const CLUSTERED = 1;
const GZIP = 2;
const UNCOMPRESSED = 1;
const PNG = 2;
const DEGREE = 1e7;

/** The 127 bytes at the start of an archive. @see PMTiles 3.4, section 3 */
export function encodeHeader(header: ArchiveHeader): Buffer {
  const bytes = Buffer.alloc(HEADER_BYTES);
  bytes.write(MAGIC);
  bytes[7] = VERSION;
  const { root, metadata, leaves, tiles, addressed, entries, contents } = header;
  const longs = [...[root, metadata, leaves, tiles].flatMap(({ offset, length }) => [offset, length]), addressed, entries, contents];
  for (const [index, value] of longs.entries()) bytes.writeBigUInt64LE(BigInt(value), 8 + 8 * index);
  bytes.set([CLUSTERED, GZIP, UNCOMPRESSED, PNG, header.minZoom, header.maxZoom], 96);
  for (const [index, degrees] of header.bounds.entries()) bytes.writeInt32LE(Math.round(degrees * DEGREE), 102 + 4 * index);
  const [longitude, latitude, zoom] = header.center;
  bytes[118] = zoom;
  bytes.writeInt32LE(Math.round(longitude * DEGREE), 119);
  bytes.writeInt32LE(Math.round(latitude * DEGREE), 123);
  return bytes;
}

/** @throws CorruptInputError naming the byte that is not what an archive of ours has there. */
export function decodeHeader(path: string, file: Uint8Array): ArchiveHeader {
  const bytes = Buffer.from(file.buffer, file.byteOffset, file.byteLength);
  const expect = (at: number, expected: number | string, found: number | string) => {
    if (expected !== found) throw new CorruptInputError(path, `byte ${at}`, String(expected), String(found));
  };
  if (bytes.length < HEADER_BYTES)
    throw new CorruptInputError(path, "byte 0", `a header of ${HEADER_BYTES} bytes`, `${bytes.length} bytes`);
  expect(0, MAGIC, bytes.toString("latin1", 0, MAGIC.length));
  expect(7, VERSION, bytes[7]!);
  for (const [index, value] of [CLUSTERED, GZIP, UNCOMPRESSED, PNG].entries()) expect(96 + index, value, bytes[96 + index]!);
  const long = (index: number) => {
    const value = bytes.readBigUInt64LE(8 + 8 * index);
    if (value > Number.MAX_SAFE_INTEGER) throw new CorruptInputError(path, `byte ${8 + 8 * index}`, "a size below 2^53", String(value));
    return Number(value);
  };
  const section = (index: number): Section => ({ offset: long(2 * index), length: long(2 * index + 1) });
  const degrees = (at: number) => bytes.readInt32LE(at) / DEGREE;
  return {
    root: section(0),
    metadata: section(1),
    leaves: section(2),
    tiles: section(3),
    addressed: long(8),
    entries: long(9),
    contents: long(10),
    minZoom: bytes[100]!,
    maxZoom: bytes[101]!,
    bounds: [degrees(102), degrees(106), degrees(110), degrees(114)],
    center: [degrees(119), degrees(123), bytes[118]!],
  };
}
