import { inflateSync } from "node:zlib";

export interface Pixels {
  /** Every colour that occurs, `#rrggbb`. */
  readonly colours: ReadonlyMap<string, number>;
  count(colour: string): number;
  equals(other: Pixels): boolean;
  readonly bytes: Buffer;
}

/** Decodes a screenshot: a PNG of 8-bit RGB or RGBA without interlacing, which is what browsers write. */
export function pixelsOf(png: Buffer): Pixels {
  const [width, height, channels] = [png.readUInt32BE(16), png.readUInt32BE(20), png[25] === 6 ? 4 : 3];
  const parts: Buffer[] = [];
  for (let at = 8; at < png.length; at += 12 + png.readUInt32BE(at)) {
    if (png.toString("latin1", at + 4, at + 8) === "IDAT") parts.push(png.subarray(at + 8, at + 8 + png.readUInt32BE(at)));
  }
  const bytes = unfilter(inflateSync(Buffer.concat(parts)), width * channels, height, channels);
  const colours = new Map<string, number>();
  for (let at = 0; at < bytes.length; at += channels) {
    const colour = `#${bytes.toString("hex", at, at + 3)}`;
    colours.set(colour, (colours.get(colour) ?? 0) + 1);
  }
  return { colours, bytes, count: (colour) => colours.get(colour) ?? 0, equals: (other) => bytes.equals(other.bytes) };
}

/** Undoes the row filters of the PNG specification, clause 9.2. */
function unfilter(filtered: Buffer, stride: number, rows: number, channels: number): Buffer {
  const out = Buffer.alloc(stride * rows);
  for (let row = 0; row < rows; row++) {
    const filter = filtered[row * (stride + 1)]!;
    for (let column = 0; column < stride; column++) {
      const at = row * stride + column;
      const left = column >= channels ? out[at - channels]! : 0;
      const above = row > 0 ? out[at - stride]! : 0;
      const corner = column >= channels && row > 0 ? out[at - stride - channels]! : 0;
      const predicted = [0, left, above, (left + above) >> 1, paeth(left, above, corner)][filter]!;
      out[at] = filtered[row * (stride + 1) + 1 + column]! + predicted;
    }
  }
  return out;
}

function paeth(left: number, above: number, corner: number): number {
  const estimate = left + above - corner;
  const [byLeft, byAbove, byCorner] = [Math.abs(estimate - left), Math.abs(estimate - above), Math.abs(estimate - corner)];
  if (byLeft <= byAbove && byLeft <= byCorner) return left;
  return byAbove <= byCorner ? above : corner;
}
