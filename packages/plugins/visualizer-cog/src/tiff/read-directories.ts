import { CorruptInputError } from "@geoanomaly/core";

/** A directory as found in a file: its offset and its values by tag, ASCII without the trailing NUL. */
export interface TiffDirectory {
  readonly offset: number;
  readonly numbers: ReadonlyMap<number, readonly number[]>;
  readonly texts: ReadonlyMap<number, string>;
}

const ASCII = 2;
const MAX_DIRECTORIES = 64;

/** Bytes and decoder of the numeric types a COG of ours uses: SHORT, LONG and DOUBLE. */
const NUMERIC: Readonly<Record<number, readonly [bytes: number, read: (view: DataView, at: number) => number]>> = {
  3: [2, (view, at) => view.getUint16(at, true)],
  4: [4, (view, at) => view.getUint32(at, true)],
  12: [8, (view, at) => view.getFloat64(at, true)],
};

/**
 * Image file directories of a classic little-endian TIFF, in file order of the chain. Values of other types are left out.
 * @throws CorruptInputError naming the byte where the file is not what TIFF says.
 */
export function readDirectories(path: string, file: Uint8Array): TiffDirectory[] {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const need = (offset: number, bytes: number, what: string) => {
    if (offset + bytes > file.length) {
      throw new CorruptInputError(path, `byte ${offset}`, `${bytes} bytes of ${what}`, `the end of the file at ${file.length}`);
    }
  };
  need(0, 8, "TIFF header");
  if (view.getUint32(0, true) !== 0x002a4949) {
    throw new CorruptInputError(path, "byte 0", "a classic little-endian TIFF", Buffer.from(file.subarray(0, 4)).toString("hex"));
  }
  const directories: TiffDirectory[] = [];
  for (let offset = view.getUint32(4, true); offset !== 0; ) {
    if (directories.length === MAX_DIRECTORIES) {
      throw new CorruptInputError(path, `byte ${offset}`, `at most ${MAX_DIRECTORIES} directories`, "more, or a loop");
    }
    need(offset, 2, "directory");
    const entries = view.getUint16(offset, true);
    need(offset + 2, entries * 12 + 4, "directory");
    const numbers = new Map<number, readonly number[]>();
    const texts = new Map<number, string>();
    for (let entry = offset + 2; entry < offset + 2 + entries * 12; entry += 12) {
      const tag = view.getUint16(entry, true);
      const type = view.getUint16(entry + 2, true);
      const count = view.getUint32(entry + 4, true);
      const [bytes, read] = NUMERIC[type] ?? [1, undefined];
      const at = count * bytes <= 4 ? entry + 8 : view.getUint32(entry + 8, true);
      if (type === ASCII) {
        need(at, count, `tag ${tag}`);
        texts.set(
          tag,
          Buffer.from(file.subarray(at, at + count))
            .toString("utf8")
            .replace(/\0$/, ""),
        );
      } else if (read) {
        need(at, count * bytes, `tag ${tag}`);
        numbers.set(
          tag,
          Array.from({ length: count }, (_, index) => read(view, at + index * bytes)),
        );
      }
    }
    directories.push({ offset, numbers, texts });
    offset = view.getUint32(offset + 2 + entries * 12, true);
  }
  return directories;
}
