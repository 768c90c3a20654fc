import { CorruptInputError, describeContent, type InputFile } from "@geoanomaly/core";

/** Bytes of one value of each TIFF field type, by type number. TIFF 6.0 section 2; BigTIFF adds 16..18. */
const TYPE_BYTES: Readonly<Record<number, number>> = {
  1: 1,
  2: 1,
  3: 2,
  4: 4,
  5: 8,
  6: 1,
  7: 1,
  8: 2,
  9: 4,
  10: 8,
  11: 4,
  12: 8,
  13: 4,
  16: 8,
  17: 8,
  18: 8,
};

/** More tags than any raster carries; a count above it is damage. */
const MAXIMUM_ENTRIES = 1000;

async function bytesAt(file: InputFile, position: number, length: number): Promise<DataView> {
  const bytes = new Uint8Array(length);
  await file.readAt(position, bytes);
  return new DataView(bytes.buffer);
}

/**
 * Walks the first image directory and checks that every value it declares lies within the file, so that a parser
 * never allocates for more than there is.
 * @throws CorruptInputError naming the byte, for another format, a truncated file or a damaged directory.
 */
export async function checkDirectory(file: InputFile): Promise<void> {
  const { path, size } = file;
  const head = await bytesAt(file, 0, Math.min(16, size));
  const order = size >= 8 ? head.getUint16(0) : 0;
  const little = order === 0x4949;
  const magic = order === 0x4949 || order === 0x4d4d ? head.getUint16(2, little) : 0;
  if (magic !== 42 && (magic !== 43 || size < 16)) {
    const start = new Uint8Array(Math.min(512, size));
    await file.readAt(0, start);
    throw new CorruptInputError(path, "byte 0", "a TIFF header (II or MM, 42 or 43)", describeContent(start));
  }
  const big = magic === 43;
  const word = (view: DataView, at: number) => (big ? Number(view.getBigUint64(at, little)) : view.getUint32(at, little));
  const directory = word(head, big ? 8 : 4);
  const countBytes = big ? 8 : 2;
  if (directory + countBytes > size) {
    throw new CorruptInputError(path, `byte ${big ? 8 : 4}`, `a directory within the file (${size} bytes)`, `offset ${directory}`);
  }
  const countView = await bytesAt(file, directory, countBytes);
  const count = big ? Number(countView.getBigUint64(0, little)) : countView.getUint16(0, little);
  if (count === 0 || count > MAXIMUM_ENTRIES) {
    throw new CorruptInputError(path, `byte ${directory}`, `1 to ${MAXIMUM_ENTRIES} tags in the image directory`, `${count}`);
  }
  const entryBytes = big ? 20 : 12;
  const entries = await bytesAt(file, directory + countBytes, count * entryBytes);
  for (let entry = 0; entry < count; entry++) {
    const at = entry * entryBytes;
    const place = `byte ${directory + countBytes + at} (tag ${entries.getUint16(at, little)})`;
    const type = entries.getUint16(at + 2, little);
    const typeBytes = TYPE_BYTES[type];
    if (typeBytes === undefined) throw new CorruptInputError(path, place, "a known field type", `type ${type}`);
    const bytes = word(entries, at + 4) * typeBytes;
    const inline = big ? 8 : 4;
    const offset = bytes <= inline ? 0 : word(entries, at + (big ? 12 : 8));
    if (offset + bytes > size) {
      throw new CorruptInputError(path, place, `values within the file (${size} bytes)`, `${bytes} bytes at ${offset}`);
    }
  }
}
