import { promisify } from "node:util";
import { crc32, inflate } from "node:zlib";

const inflateAsync = promisify(inflate);
const SIGNATURE = Buffer.from("89504e470d0a1a0a", "hex");
const TILE_SIDE = 256;
/** Bytes of a pixel by PNG colour type: gray, gray with alpha. */
const PIXEL_BYTES: Readonly<Record<number, number>> = { 0: 1, 4: 2 };
const MAX_FILTER = 4;

/**
 * What is wrong with a web tile, or `undefined`: it must be an 8-bit gray PNG of 256 x 256 pixels, with sound checksums,
 * whose image data inflate to exactly its pixels.
 * @see PNG, third edition, sections 5, 9 and 11
 */
export async function checkPng(png: Uint8Array): Promise<string | undefined> {
  const bytes = Buffer.from(png.buffer, png.byteOffset, png.byteLength);
  if (!bytes.subarray(0, SIGNATURE.length).equals(SIGNATURE)) return "expected a PNG signature, found other bytes";
  const image: Buffer[] = [];
  let pixelBytes: number | undefined;
  for (let at = SIGNATURE.length, ended = false; !ended; ) {
    if (at + 12 > bytes.length) return `expected a PNG chunk at byte ${at}, found the end of the tile`;
    const length = bytes.readUInt32BE(at);
    const type = bytes.toString("latin1", at + 4, at + 8);
    const end = at + 8 + length;
    if (end + 4 > bytes.length) return `expected ${length} bytes in chunk ${type}, found the end of the tile`;
    if (crc32(bytes.subarray(at + 4, end)) !== bytes.readUInt32BE(end)) return `chunk ${type}: its checksum does not agree`;
    const content = bytes.subarray(at + 8, end);
    if (type === "IHDR") {
      const found = [content.readUInt32BE(0), content.readUInt32BE(4), content[8], content[10], content[11], content[12]];
      if (found.join() !== [TILE_SIDE, TILE_SIDE, 8, 0, 0, 0].join())
        return `expected ${TILE_SIDE} x ${TILE_SIDE} 8-bit, found ${found.join(" ")}`;
      pixelBytes = PIXEL_BYTES[content[9]!];
      if (pixelBytes === undefined) return `expected gray, found PNG colour type ${content[9]}`;
    }
    if (type === "IDAT") image.push(content);
    ended = type === "IEND";
    at = end + 4;
    if (ended && at !== bytes.length) return `expected the end of the tile after IEND, found ${bytes.length - at} more bytes`;
  }
  if (pixelBytes === undefined) return "expected an IHDR chunk, found none";
  const rowBytes = 1 + TILE_SIDE * pixelBytes;
  const expected = TILE_SIDE * rowBytes;
  let rows: Buffer;
  try {
    // The output in one piece, one byte longer than it may be: joining pieces would cost more than inflating.
    rows = await inflateAsync(image.length === 1 ? image[0]! : Buffer.concat(image), {
      maxOutputLength: expected + 1,
      chunkSize: expected + 1,
    });
  } catch (error) {
    return `image data cannot be inflated: ${error instanceof Error ? error.message : String(error)}`;
  }
  if (rows.length !== expected) return `expected ${expected} bytes of image data, found ${rows.length}`;
  for (let start = 0; start < expected; start += rowBytes) {
    if (rows[start]! > MAX_FILTER) return `row ${start / rowBytes}: expected a filter up to ${MAX_FILTER}, found ${rows[start]}`;
  }
  return undefined;
}
