import { crc32 } from "node:zlib";
import type { PluginContext } from "@geoanomaly/core";

/** Deflate, no flags, no time, unknown system: nothing that varies between runs or machines. */
const HEADER = Uint8Array.of(0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff);
const TRAILER_BYTES = 8;
const ZLIB_HEADER_BYTES = 2;
const ZLIB_TRAILER_BYTES = 4;
const STORED_BLOCK_BYTES = 0xffff;
const STORED_BLOCK_HEADER_BYTES = 5;

/** A gzip member (RFC 1952) around the DEFLATE stream of the kernels, whose bytes are the same everywhere. */
export async function gzip(bytes: Uint8Array, { kernels, signal }: Pick<PluginContext, "kernels" | "signal">): Promise<Uint8Array> {
  const zlib = await kernels.deflate(bytes, { level: 9, signal });
  return Buffer.concat([HEADER, zlib.subarray(ZLIB_HEADER_BYTES, zlib.length - ZLIB_TRAILER_BYTES), trailer(bytes)]);
}

/** A gzip member that stores `bytes` uncompressed, so that its size is known: {@link storedGzipBytes}. */
export function storedGzip(bytes: Uint8Array): Uint8Array {
  const parts: Uint8Array[] = [HEADER];
  for (let start = 0; start === 0 || start < bytes.length; start += STORED_BLOCK_BYTES) {
    const block = bytes.subarray(start, start + STORED_BLOCK_BYTES);
    const head = Buffer.alloc(STORED_BLOCK_HEADER_BYTES);
    head[0] = start + block.length === bytes.length ? 1 : 0;
    head.writeUInt16LE(block.length, 1);
    head.writeUInt16LE(~block.length & 0xffff, 3);
    parts.push(head, block);
  }
  return Buffer.concat([...parts, trailer(bytes)]);
}

/** Size of {@link storedGzip} of `length` bytes. */
export function storedGzipBytes(length: number): number {
  return HEADER.length + STORED_BLOCK_HEADER_BYTES * Math.max(1, Math.ceil(length / STORED_BLOCK_BYTES)) + length + TRAILER_BYTES;
}

function trailer(bytes: Uint8Array): Buffer {
  const end = Buffer.alloc(TRAILER_BYTES);
  end.writeUInt32LE(crc32(bytes), 0);
  end.writeUInt32LE(bytes.length % 2 ** 32, 4);
  return end;
}
