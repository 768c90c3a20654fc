import { deflateSync } from "node:zlib";
import type { FloatBlockOptions, Kernels, Shape } from "../contracts/kernels.js";
import { InvalidParameterError } from "../errors.js";
import { checkLevel } from "./deflate.js";
import { checkSamples } from "./grid-arguments.js";

/** @throws InvalidParameterError or GridMismatchError unless every image is whole and not empty, and the options are in range. */
export function checkFloatBlocks(images: readonly (Shape & { readonly values: Float32Array })[], options: FloatBlockOptions): void {
  const { blockSize, predictor, level } = options;
  for (const image of images) {
    checkSamples("an image", image.values, image);
    if (image.values.length === 0)
      throw new InvalidParameterError("floatBlocks", "images", "no empty image", `${image.rows} x ${image.cols}`);
  }
  if (!Number.isInteger(blockSize) || blockSize < 16 || blockSize > 4096 || blockSize % 16 !== 0) {
    throw new InvalidParameterError("floatBlocks", "blockSize", "a multiple of 16, 16 to 4096 (TIFF 6.0, section 15)", String(blockSize));
  }
  if (![1, 2, 3].includes(predictor)) throw new InvalidParameterError("floatBlocks", "predictor", "1, 2 or 3", String(predictor));
  checkLevel("floatBlocks", level);
}

/** One block, padded to the right with the last column and below with zeros, NaN as 0x7FC00000, predicted row by row. */
function block(image: Shape & { readonly values: Float32Array }, firstRow: number, firstCol: number, size: number, predictor: 1 | 2 | 3) {
  const bytes = new Uint8Array(size * size * 4);
  const view = new DataView(bytes.buffer);
  const words = new Uint32Array(size);
  const word = new DataView(new ArrayBuffer(4));
  for (let row = 0; row < Math.min(size, image.rows - firstRow); row++) {
    for (let col = 0; col < size; col++) {
      const value = image.values[(firstRow + row) * image.cols + Math.min(firstCol + col, image.cols - 1)]!;
      word.setFloat32(0, value);
      words[col] = Number.isNaN(value) ? 0x7fc00000 : word.getUint32(0);
    }
    const start = row * size * 4;
    for (let col = 0; col < size; col++) {
      if (predictor === 3) {
        for (let plane = 0; plane < 4; plane++) bytes[start + plane * size + col] = words[col]! >>> (24 - 8 * plane);
      } else {
        const before = predictor === 2 && col > 0 ? words[col - 1]! : 0;
        view.setUint32(start + 4 * col, words[col]! - before, true);
      }
    }
    if (predictor === 3) for (let i = 4 * size - 1; i > 0; i--) bytes[start + i]! -= bytes[start + i - 1]!;
  }
  return bytes;
}

/** Every block in full, through Node's zlib. */
export const floatBlocks: Kernels["floatBlocks"] = async (images, options) => {
  checkFloatBlocks(images, options);
  const { blockSize, predictor, level, signal } = options;
  return images.map((image) => {
    const streams: Uint8Array[] = [];
    for (let row = 0; row < image.rows; row += blockSize) {
      for (let col = 0; col < image.cols; col += blockSize) {
        signal?.throwIfAborted();
        streams.push(new Uint8Array(deflateSync(block(image, row, col, blockSize, predictor), { level })));
      }
    }
    return streams;
  });
};
