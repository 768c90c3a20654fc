import { inflateSync } from "node:zlib";
import { CorruptInputError, type InputFile, UnreadableInputError } from "@geoanomaly/core";
import { DUMMIES, type ElementType, type GrdHeader, HEADER_BYTES } from "./grd-header.js";

/** Bytes of a block before its compressed part. */
const BLOCK_HEAD = 16;
/** What Geosoft calls compression by size; 1 is its own, by speed. */
const ZLIB = 2;

/** How many blocks, and vectors in each but the last. */
async function blockTable(
  file: InputFile,
  header: GrdHeader,
): Promise<{ readonly offsets: number[]; readonly sizes: number[]; readonly vectorsPerBlock: number }> {
  const fail = (at: number, expected: string, found: number | bigint): never => {
    throw new CorruptInputError(file.path, `byte ${at}`, expected, String(found));
  };
  const bytes = new Uint8Array(16);
  await file.readAt(HEADER_BYTES, bytes);
  const view = new DataView(bytes.buffer);
  const [method, blocks, vectorsPerBlock] = [4, 8, 12].map((at) => view.getInt32(at, true)) as [number, number, number];
  if (method === 1)
    throw new UnreadableInputError(file.path, "is compressed for speed (LZRW1); save it again compressed by size, or not at all");
  if (method !== ZLIB) fail(HEADER_BYTES + 4, "compression 2 (by size)", method);
  if (!(vectorsPerBlock > 0)) fail(HEADER_BYTES + 12, "1 or more vectors in a block", vectorsPerBlock);
  const expected = Math.ceil(header.vectors / vectorsPerBlock);
  if (blocks !== expected) fail(HEADER_BYTES + 8, `${expected} blocks (${header.vectors} vectors, ${vectorsPerBlock} in a block)`, blocks);
  if (12 * blocks > file.size) fail(HEADER_BYTES + 8, `a table of blocks within ${file.size} bytes`, blocks);
  const table = new Uint8Array(12 * blocks);
  await file.readAt(HEADER_BYTES + 16, table);
  const entries = new DataView(table.buffer);
  const offsets = Array.from({ length: blocks }, (_, block) => Number(entries.getBigInt64(8 * block, true)));
  const sizes = Array.from({ length: blocks }, (_, block) => entries.getInt32(8 * blocks + 4 * block, true));
  offsets.forEach((offset, block) => {
    const size = sizes[block] as number;
    if (!(offset >= HEADER_BYTES && size > BLOCK_HEAD && offset + size <= file.size))
      fail(HEADER_BYTES + 16 + 8 * block, `block ${block} within the ${file.size} bytes of the file`, BigInt(offset) + BigInt(size));
  });
  return { offsets, sizes, vectorsPerBlock };
}

async function inflatedBytes(file: InputFile, header: GrdHeader, signal: AbortSignal): Promise<Uint8Array> {
  const { offsets, sizes, vectorsPerBlock } = await blockTable(file, header);
  const vectorBytes = header.elements * header.bytesPerElement;
  const out = new Uint8Array(header.vectors * vectorBytes);
  for (const [block, offset] of offsets.entries()) {
    signal.throwIfAborted();
    const first = block * vectorsPerBlock;
    const expected = Math.min(vectorsPerBlock, header.vectors - first) * vectorBytes;
    const packed = new Uint8Array((sizes[block] as number) - BLOCK_HEAD);
    await file.readAt(offset + BLOCK_HEAD, packed);
    let bytes: Uint8Array;
    try {
      bytes = inflateSync(packed, { maxOutputLength: expected + 1 });
    } catch (cause) {
      throw new CorruptInputError(file.path, `block ${block}, byte ${offset}`, "a whole zlib stream", (cause as Error).message, { cause });
    }
    if (bytes.length !== expected)
      throw new CorruptInputError(file.path, `block ${block}, byte ${offset}`, `${expected} bytes`, `${bytes.length}`);
    out.set(bytes, first * vectorBytes);
  }
  return out;
}

async function storedBytes(file: InputFile, header: GrdHeader): Promise<Uint8Array> {
  const expected = header.vectors * header.elements * header.bytesPerElement;
  if (file.size !== HEADER_BYTES + expected) {
    const shape = `${header.vectors} x ${header.elements} elements of ${header.bytesPerElement} bytes`;
    throw new CorruptInputError(file.path, "size", `${HEADER_BYTES + expected} bytes (${shape})`, `${file.size} bytes`);
  }
  const bytes = new Uint8Array(expected);
  await file.readAt(HEADER_BYTES, bytes);
  return bytes;
}

const READ: Readonly<Record<ElementType, (view: DataView, at: number) => number>> = {
  uint8: (view, at) => view.getUint8(at),
  int8: (view, at) => view.getInt8(at),
  uint16: (view, at) => view.getUint16(at, true),
  int16: (view, at) => view.getInt16(at, true),
  uint32: (view, at) => view.getUint32(at, true),
  int32: (view, at) => view.getInt32(at, true),
  float32: (view, at) => view.getFloat32(at, true),
  float64: (view, at) => view.getFloat64(at, true),
};

/**
 * All samples, northern row first, dummies NaN. Doubles where the file has more digits than float32.
 * @throws CorruptInputError naming the block or byte; the signal's reason.
 */
export async function grdSamples(file: InputFile, header: GrdHeader, signal: AbortSignal): Promise<Float32Array | Float64Array> {
  const bytes = await (header.compressed ? inflatedBytes(file, header, signal) : storedBytes(file, header));
  const { type, bytesPerElement, elements, vectors, rowOrder, base, multiplier } = header;
  const [rows, cols] = rowOrder ? [vectors, elements] : [elements, vectors];
  const exact = bytesPerElement < 4 || type === "float32";
  const values = exact ? new Float32Array(rows * cols) : new Float64Array(rows * cols);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const read = READ[type];
  const dummy = DUMMIES[type];
  const floating = type.startsWith("float");
  for (let vector = 0, at = 0; vector < vectors; vector++) {
    for (let element = 0; element < elements; element++, at += bytesPerElement) {
      const raw = read(view, at);
      // The dummy of floats is the rounded -1e32, whichever way it was rounded.
      const none = floating ? !(raw > 0.99 * dummy) : raw === dummy;
      const [row, col] = rowOrder ? [rows - 1 - vector, element] : [rows - 1 - element, vector];
      values[row * cols + col] = none ? Number.NaN : raw / multiplier + base;
    }
  }
  return values;
}
