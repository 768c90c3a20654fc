/** One tag with its value. ASCII gets its trailing NUL here. */
export type TiffField =
  | { readonly tag: number; readonly type: "ascii"; readonly text: string }
  | { readonly tag: number; readonly type: "short" | "long" | "double"; readonly values: readonly number[] };

const TYPE_CODE = { ascii: 2, short: 3, long: 4, double: 12 } as const;
const TYPE_BYTES = { ascii: 1, short: 2, long: 4, double: 8 } as const;
const ENTRY_BYTES = 12;
const INLINE_BYTES = 4;

/** The bytes of an image file directory, its out-of-line values included, always even. */
export function directoryBytes(fields: readonly TiffField[]): number {
  let bytes = 2 + ENTRY_BYTES * fields.length + 4;
  for (const field of fields) {
    const size = valueBytes(field);
    if (size > INLINE_BYTES) bytes += evenly(size);
  }
  return bytes;
}

/**
 * Writes a classic little-endian image file directory, values that do not fit an entry right behind it.
 * @param fields In ascending order of tag, as TIFF demands.
 * @param at Offset in the file and in `file`; even.
 * @param next Offset of the next directory; 0 for the last.
 */
export function writeDirectory(file: Buffer, at: number, fields: readonly TiffField[], next: number): void {
  let entry = file.writeUInt16LE(fields.length, at);
  let outOfLine = at + 2 + ENTRY_BYTES * fields.length + 4;
  for (const field of fields) {
    const size = valueBytes(field);
    file.writeUInt16LE(field.tag, entry);
    file.writeUInt16LE(TYPE_CODE[field.type], entry + 2);
    file.writeUInt32LE(size / TYPE_BYTES[field.type], entry + 4);
    if (size <= INLINE_BYTES) {
      writeValue(file, entry + 8, field);
    } else {
      file.writeUInt32LE(outOfLine, entry + 8);
      writeValue(file, outOfLine, field);
      outOfLine += evenly(size);
    }
    entry += ENTRY_BYTES;
  }
  file.writeUInt32LE(next, entry);
}

function evenly(bytes: number): number {
  return bytes + (bytes % 2);
}

function valueBytes(field: TiffField): number {
  return field.type === "ascii" ? Buffer.byteLength(field.text) + 1 : field.values.length * TYPE_BYTES[field.type];
}

function writeValue(file: Buffer, at: number, field: TiffField): void {
  if (field.type === "ascii") {
    file.write(field.text, at);
    return;
  }
  field.values.forEach((value, index) => {
    if (field.type === "short") file.writeUInt16LE(value, at + 2 * index);
    else if (field.type === "long") file.writeUInt32LE(value, at + 4 * index);
    else file.writeDoubleLE(value, at + 8 * index);
  });
}
