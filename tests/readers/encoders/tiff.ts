import { deflateSync } from "node:zlib";

export interface TiffOptions {
  readonly width: number;
  readonly height: number;
  /** One array per band, row-major. */
  readonly bands: readonly (readonly number[])[];
  readonly bigEndian?: boolean;
  readonly bigTiff?: boolean;
  /** `float32` is the default. */
  readonly sample?: "float32" | "float64" | "int16";
  readonly rowsPerStrip?: number;
  readonly deflate?: boolean;
  /** Pixel width, height; longitude and latitude of the tiepoint at (0, 0). Absent: no georeference. */
  readonly place?: { readonly step: readonly [number, number]; readonly origin: readonly [number, number]; readonly point?: boolean };
  /** EPSG code; absent: no geo keys but the raster type. */
  readonly epsg?: number;
  readonly projected?: boolean;
  readonly noData?: string;
  readonly metadata?: string;
}

type Field = readonly [tag: number, type: 2 | 3 | 4 | 12 | 16, values: readonly number[] | string];
const SIZES = { 2: 1, 3: 2, 4: 4, 12: 8, 16: 8 } as const;

/** Writes classic TIFF or BigTIFF with separate bands in strips: just enough to test a reader, from the specification. */
export function encodeTiff(options: TiffOptions): Uint8Array {
  const {
    width,
    height,
    bands,
    bigEndian = false,
    bigTiff = false,
    sample = "float32",
    deflate = false,
    place,
    epsg,
    noData,
    metadata,
  } = options;
  const rowsPerStrip = options.rowsPerStrip ?? height;
  const little = !bigEndian;
  const bytesPerSample = sample === "float64" ? 8 : sample === "int16" ? 2 : 4;
  const parts: Uint8Array[] = [];
  let position = bigTiff ? 16 : 8;
  const append = (bytes: Uint8Array): number => {
    const padded = new Uint8Array(Math.ceil(bytes.length / 8) * 8);
    padded.set(bytes);
    const at = position;
    parts.push(padded);
    position += padded.length;
    return at;
  };
  const strips = bands.flatMap((band) =>
    Array.from({ length: Math.ceil(height / rowsPerStrip) }, (_, strip) => {
      const rows = band.slice(strip * rowsPerStrip * width, (strip + 1) * rowsPerStrip * width);
      const raw = new DataView(new ArrayBuffer(rows.length * bytesPerSample));
      rows.forEach((value, index) => {
        if (sample === "float32") raw.setFloat32(4 * index, value, little);
        else if (sample === "float64") raw.setFloat64(8 * index, value, little);
        else raw.setInt16(2 * index, value, little);
      });
      const bytes = new Uint8Array(raw.buffer);
      return deflate ? new Uint8Array(deflateSync(bytes)) : bytes;
    }),
  );
  const offsets = strips.map(append);
  const keys: number[] = [];
  if (epsg !== undefined) keys.push(1024, 0, 1, options.projected ? 1 : 2, options.projected ? 3072 : 2048, 0, 1, epsg);
  if (place?.point) keys.push(1025, 0, 1, 2);
  const fields: Field[] = [
    [256, 4, [width]],
    [257, 4, [height]],
    [258, 3, bands.map(() => 8 * bytesPerSample)],
    [259, 3, [deflate ? 8 : 1]],
    [262, 3, [1]],
    [273, bigTiff ? 16 : 4, offsets],
    [277, 3, [bands.length]],
    [278, 4, [rowsPerStrip]],
    [279, 4, strips.map((strip) => strip.length)],
    [284, 3, [bands.length > 1 ? 2 : 1]],
    [339, 3, bands.map(() => (sample === "int16" ? 2 : 3))],
    ...(place
      ? ([
          [33550, 12, [place.step[0], place.step[1], 0]],
          [33922, 12, [0, 0, 0, place.origin[0], place.origin[1], 0]],
        ] as Field[])
      : []),
    ...(keys.length > 0 ? ([[34735, 3, [1, 1, 0, keys.length / 4, ...keys]]] as Field[]) : []),
    ...(metadata !== undefined ? ([[42112, 2, `${metadata}\0`]] as Field[]) : []),
    ...(noData !== undefined ? ([[42113, 2, `${noData}\0`]] as Field[]) : []),
  ];
  const inlineBytes = bigTiff ? 8 : 4;
  const entries = fields.map(([tag, type, values]) => {
    const bytes = new DataView(new ArrayBuffer(values.length * SIZES[type]));
    for (let index = 0; index < values.length; index++) {
      const value = typeof values === "string" ? values.charCodeAt(index) : (values[index] as number);
      if (type === 2) bytes.setUint8(index, value);
      else if (type === 3) bytes.setUint16(2 * index, value, little);
      else if (type === 4) bytes.setUint32(4 * index, value, little);
      else if (type === 12) bytes.setFloat64(8 * index, value, little);
      else bytes.setBigUint64(8 * index, BigInt(value), little);
    }
    const content = new Uint8Array(bytes.buffer);
    return { tag, type, count: values.length, content, at: content.length > inlineBytes ? append(content) : undefined };
  });
  const entryBytes = bigTiff ? 20 : 12;
  const directory = new DataView(new ArrayBuffer((bigTiff ? 8 : 2) + entries.length * entryBytes + inlineBytes));
  if (bigTiff) directory.setBigUint64(0, BigInt(entries.length), little);
  else directory.setUint16(0, entries.length, little);
  entries.forEach(({ tag, type, count, content, at }, index) => {
    const base = (bigTiff ? 8 : 2) + index * entryBytes;
    directory.setUint16(base, tag, little);
    directory.setUint16(base + 2, type, little);
    const valueAt = base + (bigTiff ? 12 : 8);
    if (bigTiff) directory.setBigUint64(base + 4, BigInt(count), little);
    else directory.setUint32(base + 4, count, little);
    if (at === undefined) new Uint8Array(directory.buffer).set(content, valueAt);
    else if (bigTiff) directory.setBigUint64(valueAt, BigInt(at), little);
    else directory.setUint32(valueAt, at, little);
  });
  const directoryAt = append(new Uint8Array(directory.buffer));
  const head = new DataView(new ArrayBuffer(bigTiff ? 16 : 8));
  head.setUint16(0, bigEndian ? 0x4d4d : 0x4949);
  head.setUint16(2, bigTiff ? 43 : 42, little);
  if (bigTiff) {
    head.setUint16(4, 8, little);
    head.setBigUint64(8, BigInt(directoryAt), little);
  } else {
    head.setUint32(4, directoryAt, little);
  }
  return Buffer.concat([new Uint8Array(head.buffer), ...parts]);
}
