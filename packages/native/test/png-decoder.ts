import { crc32, inflateSync } from "node:zlib";

const CHANNELS: Readonly<Record<number, number>> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };

export interface DecodedPng {
  readonly rows: number;
  readonly cols: number;
  readonly channels: number;
  readonly colourType: number;
  /** Interleaved bytes. */
  readonly pixels: Uint8Array;
  /** Gray level that is transparent. */
  readonly transparentGray: number | undefined;
}

/** Reads an 8-bit PNG as W3C PNG sections 5 and 9 say, checking every chunk; shares nothing with the encoders under test. */
export function decodePng(file: Uint8Array): DecodedPng {
  const buffer = Buffer.from(file);
  const chunks = new Map<string, Buffer>();
  for (let at = 8; at < buffer.length; ) {
    const length = buffer.readUInt32BE(at);
    const body = buffer.subarray(at + 4, at + 8 + length);
    if (crc32(body) !== buffer.readUInt32BE(at + 8 + length)) throw new Error(`checksum of chunk at ${at}`);
    chunks.set(body.toString("latin1", 0, 4), body.subarray(4));
    at += 12 + length;
  }
  const header = chunks.get("IHDR")!;
  const [cols, rows, colourType] = [header.readUInt32BE(0), header.readUInt32BE(4), header[9]!];
  const channels = CHANNELS[colourType]!;
  const width = cols * channels;
  const filtered = inflateSync(chunks.get("IDAT")!);
  const pixels = new Uint8Array(rows * width);
  for (let row = 0; row < rows; row++) {
    const filter = filtered[row * (width + 1)]!;
    for (let i = 0; i < width; i++) {
      const left = i < channels ? 0 : pixels[row * width + i - channels]!;
      const up = row === 0 ? 0 : pixels[(row - 1) * width + i]!;
      const corner = row === 0 || i < channels ? 0 : pixels[(row - 1) * width + i - channels]!;
      const estimate = left + up - corner;
      const [toLeft, toUp, toCorner] = [Math.abs(estimate - left), Math.abs(estimate - up), Math.abs(estimate - corner)];
      const paeth = toLeft <= toUp && toLeft <= toCorner ? left : toUp <= toCorner ? up : corner;
      const predicted = [0, left, up, Math.floor((left + up) / 2), paeth][filter];
      if (predicted === undefined) throw new Error(`filter ${filter} of row ${row}`);
      pixels[row * width + i] = filtered[row * (width + 1) + 1 + i]! + predicted;
    }
  }
  if (filtered.length !== rows * (width + 1)) throw new Error(`${filtered.length} filtered bytes`);
  return { rows, cols, channels, colourType, pixels, transparentGray: colourType === 0 ? chunks.get("tRNS")?.readUInt16BE(0) : undefined };
}
