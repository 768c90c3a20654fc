import { promisify } from "node:util";
import { inflate } from "node:zlib";

const inflateAsync = promisify(inflate);
const SAMPLE_BYTES = 4;

/**
 * Samples of one compressed block of float32.
 * @param predictor TIFF predictor: 1 none, 2 differences of 32-bit words along rows, 3 differences of byte planes, most significant first.
 * @param rows How many rows to undo the predictor of; the others are only inflated.
 * @returns `rows * blockSize` samples.
 * @throws Error if the stream is damaged or does not hold exactly one block.
 * @see TIFF 6.0, section 14; Adobe Photoshop TIFF Technical Note 3 (floating point predictor)
 */
export async function decodeBlock(stream: Uint8Array, blockSize: number, predictor: number, rows: number): Promise<Float32Array> {
  const expected = blockSize * blockSize * SAMPLE_BYTES;
  // One byte more than a block is let through: longer streams are found without being unpacked. One chunk: no joining of pieces.
  const bytes = await inflateAsync(stream, { maxOutputLength: expected + 1, chunkSize: expected + 1 });
  if (bytes.length !== expected) throw new Error(`expected ${expected} bytes in a block, found ${bytes.length}`);
  if (predictor === 3) return undoFloatingPoint(bytes, blockSize, rows);
  const words = new Uint32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + rows * blockSize * SAMPLE_BYTES));
  if (predictor === 2) {
    for (let row = 0; row < rows; row++) {
      for (let index = row * blockSize + 1; index < (row + 1) * blockSize; index++) words[index] = words[index]! + words[index - 1]!;
    }
  }
  return new Float32Array(words.buffer);
}

function undoFloatingPoint(bytes: Uint8Array, blockSize: number, rows: number): Float32Array {
  const rowBytes = blockSize * SAMPLE_BYTES;
  const samples = new DataView(new ArrayBuffer(rows * rowBytes));
  for (let row = 0; row < rows; row++) {
    const start = row * rowBytes;
    for (let index = start + 1; index < start + rowBytes; index++) bytes[index] = bytes[index]! + bytes[index - 1]!;
    for (let col = 0; col < blockSize; col++) {
      for (let plane = 0; plane < SAMPLE_BYTES; plane++) {
        samples.setUint8(start + col * SAMPLE_BYTES + (SAMPLE_BYTES - 1 - plane), bytes[start + plane * blockSize + col]!);
      }
    }
  }
  return new Float32Array(samples.buffer);
}
