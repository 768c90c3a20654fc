import { inflateSync } from "node:zlib";
import { type FloatBlockOptions, GridMismatchError, InvalidParameterError } from "@geoanomaly/core";
import { referenceKernels } from "@geoanomaly/core/reference";
import { nativeKernels } from "@geoanomaly/native";
import { describe, expect, it } from "vitest";
import { smoothField } from "./synthetic.js";

const kernels = nativeKernels();

/** Words of a decoded block as a TIFF reader restores them (TIFF 6.0 section 14; Adobe TIFF Technical Note 3). */
function restore(stream: Uint8Array, size: number, predictor: 1 | 2 | 3): Uint32Array {
  const bytes = inflateSync(stream);
  expect(bytes.length).toBe(4 * size * size);
  const words = new Uint32Array(size * size);
  for (let row = 0; row < size; row++) {
    const line = bytes.subarray(4 * size * row, 4 * size * (row + 1));
    if (predictor === 3) for (let i = 1; i < line.length; i++) line[i]! += line[i - 1]!;
    for (let col = 0; col < size; col++) {
      const plain =
        predictor === 3
          ? ((line[col]! << 24) | (line[size + col]! << 16) | (line[2 * size + col]! << 8) | line[3 * size + col]!) >>> 0
          : line.readUInt32LE(4 * col);
      words[row * size + col] = plain + (predictor === 2 && col > 0 ? words[row * size + col - 1]! : 0);
    }
  }
  return words;
}

/** The image put together from its blocks. */
function assemble(streams: readonly Uint8Array[], rows: number, cols: number, { blockSize, predictor }: FloatBlockOptions): Uint32Array {
  const across = Math.ceil(cols / blockSize);
  const blocks = streams.map((stream) => restore(stream, blockSize, predictor));
  return Uint32Array.from({ length: rows * cols }, (_, i) => {
    const [row, col] = [Math.floor(i / cols), i % cols];
    const block = blocks[Math.floor(row / blockSize) * across + Math.floor(col / blockSize)]!;
    return block[(row % blockSize) * blockSize + (col % blockSize)]!;
  });
}

function withGaps(rows: number, cols: number): Float32Array {
  const values = smoothField(rows, cols, rows + cols);
  new Uint32Array(values.buffer)[7] = 0xffc01234; // a NaN of another kind
  values.fill(Number.NaN, 20, 40);
  values[3] = -0;
  return values;
}

const bits = (values: Float32Array) =>
  Uint32Array.from(new Uint32Array(values.slice().buffer), (word, i) => (Number.isNaN(values[i]!) ? 0x7fc00000 : word));

describe.each([1, 2, 3] as const)("floatBlocks with predictor %i", (predictor) => {
  it("decodes to the images bit by bit, native and reference", async () => {
    const images = [
      { rows: 100, cols: 100, values: withGaps(100, 100) },
      { rows: 50, cols: 33, values: withGaps(50, 33) },
      { rows: 1, cols: 41, values: withGaps(1, 41) },
    ];
    for (const set of [kernels, referenceKernels]) {
      for (const [blockSize, level] of [
        [32, 9],
        [512, 1],
        [64, 0],
      ] as const) {
        const options = { blockSize, predictor, level };
        const streams = await set.floatBlocks(images, options);
        images.forEach((image, i) => {
          expect(
            Buffer.from(assemble(streams[i]!, image.rows, image.cols, options).buffer).equals(Buffer.from(bits(image.values).buffer)),
          ).toBe(true);
        });
      }
    }
  });
});

describe("floatBlocks", () => {
  const options = { blockSize: 512, predictor: 2, level: 9 } as const;
  const tile = { rows: 100, cols: 100, values: smoothField(100, 100, 1) };

  it("spends about a kilobyte on the padding of a block, not more than zlib does", async () => {
    const [[native]] = (await kernels.floatBlocks([tile], options)) as [[Uint8Array]];
    const [[reference]] = (await referenceKernels.floatBlocks([tile], options)) as [[Uint8Array]];
    expect(native.length).toBeLessThanOrEqual(reference.length);
    const [[empty]] = (await kernels.floatBlocks([{ rows: 1, cols: 1, values: Float32Array.of(0) }], options)) as [[Uint8Array]];
    expect(empty.length).toBeLessThan(1200);
  });

  it("reads a subarray, not its backing buffer", async () => {
    const part = { rows: 10, cols: 100, values: tile.values.subarray(500, 1500) };
    expect(await kernels.floatBlocks([part], options)).toEqual(
      await kernels.floatBlocks([{ ...part, values: part.values.slice() }], options),
    );
  });

  it("refuses images and options that do not fit", async () => {
    for (const set of [kernels, referenceKernels]) {
      await expect(set.floatBlocks([{ ...tile, cols: 99 }], options)).rejects.toThrow(GridMismatchError);
      await expect(set.floatBlocks([{ rows: 0, cols: 5, values: new Float32Array(0) }], options)).rejects.toThrow(InvalidParameterError);
      await expect(set.floatBlocks([tile], { ...options, blockSize: 100 })).rejects.toThrow(InvalidParameterError);
      await expect(set.floatBlocks([tile], { ...options, predictor: 4 as 3 })).rejects.toThrow(InvalidParameterError);
      await expect(set.floatBlocks([tile], { ...options, level: 10 as 9 })).rejects.toThrow(InvalidParameterError);
    }
  });
});
