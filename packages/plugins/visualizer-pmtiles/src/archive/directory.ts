import { CorruptInputError } from "@geoanomaly/core";

/** One line of a directory. `runLength` 0: a leaf directory; else that many tiles with consecutive ids and the same content. */
export interface DirectoryEntry {
  readonly tileId: number;
  readonly runLength: number;
  /** Within the tile data, or within the leaf directories. */
  readonly offset: number;
  readonly length: number;
}

/**
 * A directory before compression: number of entries, then the columns of tile ids (as differences), run lengths, lengths and
 * offsets (0: right behind the entry before; else one more than the offset), all as variable-length integers.
 * @param entries In ascending order of tile id.
 * @see PMTiles 3.4, section 4.2
 */
export function encodeDirectory(entries: readonly DirectoryEntry[]): Uint8Array {
  const bytes: number[] = [];
  const put = (value: number) => {
    let rest = value;
    for (; rest >= 0x80; rest = Math.floor(rest / 0x80)) bytes.push((rest % 0x80) + 0x80);
    bytes.push(rest);
  };
  put(entries.length);
  for (const [index, { tileId }] of entries.entries()) put(tileId - (entries[index - 1]?.tileId ?? 0));
  for (const { runLength } of entries) put(runLength);
  for (const { length } of entries) put(length);
  for (const [index, { offset }] of entries.entries()) {
    const before = entries[index - 1];
    put(before && offset === before.offset + before.length ? 0 : offset + 1);
  }
  return Uint8Array.from(bytes);
}

/** @throws CorruptInputError if the bytes end within an entry, go on after the last, or an integer exceeds 2^53. */
export function decodeDirectory(path: string, name: string, bytes: Uint8Array): DirectoryEntry[] {
  let at = 0;
  const take = () => {
    let value = 0;
    for (let scale = 1; ; scale *= 0x80) {
      const byte = bytes[at++];
      if (byte === undefined) throw new CorruptInputError(path, `${name} byte ${at - 1}`, "an integer", "the end of the directory");
      value += (byte & 0x7f) * scale;
      if (!Number.isSafeInteger(value))
        throw new CorruptInputError(path, `${name} byte ${at - 1}`, "an integer below 2^53", "a larger one");
      if (byte < 0x80) return value;
    }
  };
  const count = take();
  if (count > bytes.length / 4) throw new CorruptInputError(path, `${name} byte 0`, `at most ${bytes.length >> 2} entries`, String(count));
  const column = () => Array.from({ length: count }, take);
  const [steps, runLengths, lengths, offsets] = [column(), column(), column(), column()];
  if (at !== bytes.length)
    throw new CorruptInputError(path, `${name} byte ${at}`, "the end of the directory", `${bytes.length - at} more bytes`);
  const entries: DirectoryEntry[] = [];
  let tileId = 0;
  for (let index = 0; index < count; index++) {
    tileId += steps[index]!;
    const before = entries[index - 1];
    const coded = offsets[index]!;
    if (coded === 0 && !before) throw new CorruptInputError(path, name, "an offset in the first entry", "a reference to the entry before");
    const offset = coded === 0 ? before!.offset + before!.length : coded - 1;
    entries.push({ tileId, runLength: runLengths[index]!, offset, length: lengths[index]! });
  }
  return entries;
}
