import { CorruptInputError } from "@geoanomaly/core";
import type { ImageFileDirectory } from "geotiff";

/** How the samples of the first image lie in the file. */
export interface RasterLayout {
  readonly rows: number;
  readonly cols: number;
  readonly bands: number;
  readonly sample: { readonly format: "unsigned" | "signed" | "float"; readonly bytes: number };
  /** True if each band has blocks of its own. */
  readonly separate: boolean;
  readonly compression: number;
  readonly tiled: boolean;
  readonly blockRows: number;
  readonly blockCols: number;
  readonly offsets: ArrayLike<number>;
  readonly byteCounts: ArrayLike<number>;
  readonly littleEndian: boolean;
}

const FORMATS = { 1: "unsigned", 2: "signed", 3: "float" } as const;

const list = (value: unknown): ArrayLike<number> =>
  typeof value === "number" ? [value] : Array.isArray(value) || ArrayBuffer.isView(value) ? (value as unknown as ArrayLike<number>) : [];

/**
 * Reads the layout from the image directory and checks that it makes sense and that every block lies within the file.
 * @throws CorruptInputError naming the tag or the byte.
 */
export function rasterLayout(path: string, directory: ImageFileDirectory, fileSize: number, littleEndian: boolean): RasterLayout {
  const fail = (tag: string, expected: string, found: unknown): never => {
    throw new CorruptInputError(path, `tag ${tag}`, expected, found === undefined ? "nothing" : String(found));
  };
  const whole = (
    tag: "ImageWidth" | "ImageLength" | "SamplesPerPixel" | "RowsPerStrip" | "TileWidth" | "TileLength",
    absent?: number,
  ): number => {
    const value: unknown = directory.getValue(tag) ?? absent;
    return typeof value === "number" && Number.isInteger(value) && value > 0 ? value : fail(tag, "a positive integer", value);
  };
  const cols = whole("ImageWidth");
  const rows = whole("ImageLength");
  const bands = whole("SamplesPerPixel", 1);
  const bits = list(directory.getValue("BitsPerSample") ?? 1);
  const formats = list(directory.getValue("SampleFormat") ?? 1);
  const bit = bits[0] ?? 1;
  const format = FORMATS[(formats[0] ?? 1) as 1 | 2 | 3] ?? fail("SampleFormat", "1, 2 or 3 (unsigned, signed, float)", formats[0]);
  for (let band = 1; band < bands; band++) {
    if ((bits[band] ?? bit) !== bit) fail("BitsPerSample", "the same for all bands", Array.from(bits).join(" "));
    if ((formats[band] ?? formats[0]) !== formats[0]) fail("SampleFormat", "the same for all bands", Array.from(formats).join(" "));
  }
  if (![8, 16, 32, 64].includes(bit) || (format === "float" && bit < 32) || (format !== "float" && bit > 32)) {
    fail("BitsPerSample", "8, 16 or 32 for integers, 32 or 64 for floating point", `${bit} (${format})`);
  }
  const separate = bands > 1 && directory.getValue("PlanarConfiguration") === 2;
  const tiled = directory.getValue("TileWidth") !== undefined;
  const blockCols = tiled ? whole("TileWidth") : cols;
  const blockRows = tiled ? whole("TileLength") : Math.min(rows, whole("RowsPerStrip", rows));
  const names = tiled ? (["TileOffsets", "TileByteCounts"] as const) : (["StripOffsets", "StripByteCounts"] as const);
  // Both are read at once because the library was told to read every tag eagerly.
  const [offsets, byteCounts] = names.map((name) => list(directory.getValue(name as never))) as [ArrayLike<number>, ArrayLike<number>];
  const blocks = Math.ceil(rows / blockRows) * Math.ceil(cols / blockCols) * (separate ? bands : 1);
  if (offsets.length !== blocks) fail(names[0], `${blocks} blocks for ${cols} x ${rows} pixels`, offsets.length);
  if (byteCounts.length !== blocks) fail(names[1], `${blocks} blocks for ${cols} x ${rows} pixels`, byteCounts.length);
  const compression = Number(directory.getValue("Compression") ?? 1);
  const pixelBytes = (bit / 8) * (separate ? 1 : bands);
  for (let block = 0; block < blocks; block++) {
    const start = offsets[block] as number;
    const length = byteCounts[block] as number;
    if (start + length > fileSize) {
      throw new CorruptInputError(
        path,
        `byte ${start}`,
        `${length} bytes of block ${block}`,
        `the end of the file at byte ${fileSize} (truncated?)`,
      );
    }
    if (compression === 1 && length > 0) {
      const stripRows = tiled ? blockRows : Math.min(blockRows, rows - (block % Math.ceil(rows / blockRows)) * blockRows);
      const needed = stripRows * blockCols * pixelBytes;
      if (length < needed) fail(names[1], `${needed} bytes for uncompressed block ${block}`, length);
    }
  }
  return {
    rows,
    cols,
    bands,
    sample: { format, bytes: bit / 8 },
    separate,
    compression,
    tiled,
    blockRows,
    blockCols,
    offsets,
    byteCounts,
    littleEndian,
  };
}
