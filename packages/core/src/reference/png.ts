import { crc32, deflateSync } from "node:zlib";
import type { DeflateLevel, Kernels, PngImage } from "../contracts/kernels.js";
import { GridMismatchError, InvalidParameterError } from "../errors.js";
import { checkLevel } from "./deflate.js";

/** Bytes per pixel and colour type of the file format. */
export const PNG_COLOURS = {
  gray: { channels: 1, type: 0 },
  rgb: { channels: 3, type: 2 },
  palette: { channels: 1, type: 3 },
  "gray-alpha": { channels: 2, type: 4 },
  rgba: { channels: 4, type: 6 },
} as const;

/**
 * @throws InvalidParameterError for an unknown colour, a side that a file cannot hold, a palette that is missing, of another
 *   length or smaller than an index; GridMismatchError unless there is one byte per pixel and channel.
 */
export function checkPng({ rows, cols, colour, pixels, palette }: PngImage): void {
  const format = PNG_COLOURS[colour];
  if (format === undefined) throw new InvalidParameterError("png", "colour", Object.keys(PNG_COLOURS).join(", "), String(colour));
  for (const side of [rows, cols]) {
    if (!Number.isInteger(side) || side < 1 || side > 0x7fffffff) {
      throw new InvalidParameterError("png", "shape", "1 to 2^31 - 1 pixels a side", `${rows} x ${cols}`);
    }
  }
  if (pixels.length !== rows * cols * format.channels) {
    throw new GridMismatchError(`${rows} x ${cols} x ${format.channels} = ${rows * cols * format.channels} bytes`, `${pixels.length}`);
  }
  if (colour !== "palette") return;
  if (palette === undefined || palette.length % 4 !== 0 || palette.length < 4 || palette.length > 1024) {
    throw new InvalidParameterError("png", "palette", "1 to 256 RGBA quadruples", `${palette?.length ?? 0} bytes`);
  }
  for (const index of pixels) {
    if (4 * index >= palette.length) {
      throw new InvalidParameterError("png", "pixels", `indices below ${palette.length / 4}`, String(index));
    }
  }
}

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

function chunk(type: string, data: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(type, "latin1"), data]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const checksum = Buffer.alloc(4);
  checksum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, checksum]);
}

/** Each row minus the row above (filter Up); indices of a palette as they are. */
function filterRows({ rows, cols, colour, pixels }: PngImage): Uint8Array {
  const width = cols * PNG_COLOURS[colour].channels;
  const up = colour === "palette" ? 0 : 1;
  const filtered = new Uint8Array(rows * (width + 1));
  for (let row = 0; row < rows; row++) {
    filtered[row * (width + 1)] = 2 * up;
    for (let i = 0; i < width; i++) {
      const above = row === 0 ? 0 : pixels[(row - 1) * width + i]!;
      filtered[row * (width + 1) + 1 + i] = pixels[row * width + i]! - up * above;
    }
  }
  return filtered;
}

/** The file of a checked image. `transparent`: the gray level that stands for no data. */
export function encodePng(image: PngImage, level: DeflateLevel, transparent?: number): Uint8Array {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(image.cols, 0);
  header.writeUInt32BE(image.rows, 4);
  header[8] = 8;
  header[9] = PNG_COLOURS[image.colour].type;
  const chunks = [SIGNATURE, chunk("IHDR", header)];
  if (image.colour === "palette" && image.palette !== undefined) {
    const entries = Array.from({ length: image.palette.length / 4 }, (_, i) => image.palette!.subarray(4 * i, 4 * i + 4));
    chunks.push(chunk("PLTE", Buffer.concat(entries.map((entry) => entry.subarray(0, 3)))));
    chunks.push(
      chunk(
        "tRNS",
        Uint8Array.from(entries, (entry) => entry[3]!),
      ),
    );
  }
  if (transparent !== undefined) chunks.push(chunk("tRNS", Uint8Array.of(0, transparent)));
  chunks.push(chunk("IDAT", deflateSync(filterRows(image), { level })), chunk("IEND", new Uint8Array(0)));
  return new Uint8Array(Buffer.concat(chunks));
}

/** Default level 6. */
export const png: Kernels["png"] = async (image, { level = 6, signal } = {}) => {
  checkPng(image);
  checkLevel("png", level);
  signal?.throwIfAborted();
  return encodePng(image, level);
};
