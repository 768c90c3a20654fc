import { CorruptInputError, type InputFile } from "@geoanomaly/core";
import type { Attributes, CfDataset, CfVariable, NumberArray } from "./cf-dataset.js";

/** A header larger than this is none. */
const MAXIMUM_HEADER_BYTES = 2 ** 20;
const DIMENSIONS = 10;
const VARIABLES = 11;
const ATTRIBUTES = 12;

type Constructor = new (length: number) => NumberArray;

interface Type {
  readonly bytes: number;
  readonly make: Constructor;
  readonly get: (view: DataView, at: number) => number;
}

/** External types by number; text is 2. @see NetCDF Classic Format Specification, CDF-1, CDF-2 and CDF-5 */
const TYPES: Readonly<Record<number, Type>> = {
  1: { bytes: 1, make: Int8Array, get: (view, at) => view.getInt8(at) },
  2: { bytes: 1, make: Uint8Array, get: (view, at) => view.getUint8(at) },
  3: { bytes: 2, make: Int16Array, get: (view, at) => view.getInt16(at) },
  4: { bytes: 4, make: Int32Array, get: (view, at) => view.getInt32(at) },
  5: { bytes: 4, make: Float32Array, get: (view, at) => view.getFloat32(at) },
  6: { bytes: 8, make: Float64Array, get: (view, at) => view.getFloat64(at) },
  7: { bytes: 1, make: Uint8Array, get: (view, at) => view.getUint8(at) },
  8: { bytes: 2, make: Uint16Array, get: (view, at) => view.getUint16(at) },
  9: { bytes: 4, make: Uint32Array, get: (view, at) => view.getUint32(at) },
};

/** Walks the header; every read is checked against its end. */
class HeaderCursor {
  private at = 4;
  private readonly view: DataView;

  constructor(
    private readonly path: string,
    bytes: Uint8Array,
    private readonly version: number,
  ) {
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  private take(bytes: number): number {
    const at = this.at;
    if (!(bytes >= 0) || at + bytes > this.view.byteLength) this.fail("more of the header", `its end at byte ${this.view.byteLength}`);
    this.at = at + bytes;
    return at;
  }

  fail(expected: string, found: string): never {
    throw new CorruptInputError(this.path, `byte ${this.at}`, expected, found);
  }

  word = (): number => this.view.getUint32(this.take(4));
  /** Counts and lengths: 64 bits in CDF-5. */
  count = (): number => (this.version === 5 ? Number(this.view.getBigUint64(this.take(8))) : this.word());
  offset = (): number => (this.version === 1 ? this.word() : Number(this.view.getBigUint64(this.take(8))));

  text(length = this.count()): string {
    const at = this.take(Math.ceil(length / 4) * 4);
    return Buffer.from(this.view.buffer, this.view.byteOffset + at, length).toString("utf8");
  }

  type(): number {
    const type = this.word();
    return TYPES[type] ? type : this.fail("a type of numbers or text", `type ${type}`);
  }

  /** Length of a tagged list; absent lists are two zeros. */
  list(tag: number): number {
    const found = this.word();
    const length = this.count();
    if (found === tag || (found === 0 && length === 0)) return length;
    return this.fail(`list ${tag}`, `tag ${found}`);
  }

  attributes(): Attributes {
    const found: Record<string, string | readonly number[]> = {};
    for (let left = this.list(ATTRIBUTES); left > 0; left--) {
      const name = this.text();
      const type = this.type();
      const length = this.count();
      const { bytes, get } = TYPES[type] as Type;
      if (type === 2) {
        found[name] = this.text(length).replace(/\0+$/, "");
      } else {
        const at = this.take(Math.ceil((length * bytes) / 4) * 4);
        found[name] = Array.from({ length }, (_, index) => get(this.view, at + index * bytes));
      }
    }
    return found;
  }
}

/** A classic NetCDF file (CDF-1, CDF-2, CDF-5). Variables along the record dimension are left out: grids have none. @throws CorruptInputError */
export async function openClassic(file: InputFile): Promise<CfDataset> {
  const { path, size } = file;
  const bytes = new Uint8Array(Math.min(size, MAXIMUM_HEADER_BYTES));
  await file.readAt(0, bytes);
  const version = bytes[3] ?? 0;
  const cursor = new HeaderCursor(path, bytes, version);
  if (![1, 2, 5].includes(version)) cursor.fail("classic NetCDF version 1, 2 or 5", `version ${version}`);
  cursor.count(); // number of records
  const dimensions: { readonly name: string; readonly length: number }[] = [];
  for (let left = cursor.list(DIMENSIONS); left > 0; left--) dimensions.push({ name: cursor.text(), length: cursor.count() });
  const attributes = cursor.attributes();
  const variables: CfVariable[] = [];
  for (let left = cursor.list(VARIABLES); left > 0; left--) {
    const name = cursor.text();
    const rank = cursor.count();
    if (rank > dimensions.length) cursor.fail(`at most ${dimensions.length} dimensions of variable ${name}`, `${rank}`);
    const own = Array.from({ length: rank }, () => {
      const index = cursor.count();
      return dimensions[index] ?? cursor.fail(`a dimension of variable ${name}`, `index ${index}`);
    });
    const ownAttributes = cursor.attributes();
    const type = cursor.type();
    cursor.count(); // size, redundant and wrong for large variables
    const begin = cursor.offset();
    if (own.some(({ length }) => length === 0)) continue;
    const shape = own.map(({ length }) => length);
    const { bytes: itemBytes, make, get } = TYPES[type] as Type;
    const total = shape.reduce((product, length) => product * length, 1) * itemBytes;
    if (begin + total > size) {
      throw new CorruptInputError(
        path,
        `variable ${name}`,
        `${total} bytes from byte ${begin}`,
        `the end of the file at byte ${size} (truncated?)`,
      );
    }
    const rowItems = shape.slice(1).reduce((product, length) => product * length, 1);
    variables.push({
      name,
      dimensions: own.map((dimension) => dimension.name),
      shape,
      itemBytes: type === 2 ? 0 : itemBytes,
      attributes: ownAttributes,
      read: async (first, count) => {
        const raw = new Uint8Array(count * rowItems * itemBytes);
        await file.readAt(begin + first * rowItems * itemBytes, raw);
        const view = new DataView(raw.buffer);
        const values = new make(count * rowItems);
        for (let i = 0; i < values.length; i++) values[i] = get(view, i * itemBytes);
        return values;
      },
    });
  }
  return { attributes, variables, close: () => file.close() };
}
