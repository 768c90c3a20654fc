import type { Kernels } from "../contracts/kernels.js";
import { CorruptInputError } from "../errors.js";
import type { InputFile } from "./input-file.js";

/** Bytes parsed at a time: large enough for the threads of a kernel, small enough to stay in cache and out of the memory budget. */
const CHUNK_BYTES = 2 ** 22;
const NEWLINE = 10;

export interface NumberRows {
  readonly file: InputFile;
  readonly kernels: Kernels;
  readonly signal: AbortSignal;
  /** Byte where the rows begin, and the number of that line, from 1. */
  readonly start: number;
  readonly firstLine: number;
  readonly columns: number;
  /** Columns to keep. */
  readonly select: readonly number[];
  readonly delimiter?: "," | ";";
  /** Takes the selected columns of `rows` rows; the arrays are reused afterwards. `firstLine` is the line of the first one. */
  take(columns: readonly Float64Array[], rows: number, firstLine: number): void;
  progress?(fraction: number): void;
}

/**
 * Streams rows of numbers from the rest of a text file through `kernels.parseNumbers`; the next chunk is read while one is parsed.
 * @returns Rows in all.
 * @throws CorruptInputError naming the line, for one that is not `columns` numbers; the signal's reason.
 */
export async function readNumberRows(source: NumberRows): Promise<number> {
  const { file, kernels, signal, columns, select, delimiter } = source;
  const chunk = Math.min(CHUNK_BYTES, file.size - source.start);
  // What is kept of a line lies before the chunk. A row takes at least a digit and a separator per column.
  const out = select.map(() => new Float64Array(Math.ceil((2 * chunk + 1) / (2 * columns)) + 1));
  let [current, next] = [new Uint8Array(2 * chunk + 1), new Uint8Array(2 * chunk + 1)];
  let kept = 0;
  let position = source.start;
  let line = source.firstLine;
  let total = 0;
  const fetch = async (into: Uint8Array) => {
    const length = Math.min(chunk, file.size - position);
    await file.readAt(position, into.subarray(chunk, chunk + length));
    position += length;
    return length;
  };
  let pending = await fetch(current);
  for (;;) {
    signal.throwIfAborted();
    let end = chunk + pending;
    const last = position >= file.size;
    if (last) current[end++] = NEWLINE;
    const cut = last ? end : current.lastIndexOf(NEWLINE, end - 1) + 1;
    if (cut <= chunk - kept) {
      throw new CorruptInputError(file.path, `line ${line}`, `${columns} numbers`, `a line of more than ${chunk} bytes`);
    }
    const bytes = current.subarray(chunk - kept, cut);
    const rest = current.subarray(cut, end);
    next.set(rest, chunk - rest.length);
    const ahead = last ? undefined : fetch(next);
    ahead?.catch(() => {}); // awaited below; a parse error must not leave it unhandled
    const parsed = kernels.parseNumbers(bytes, { columns, select, out, ...(delimiter && { delimiter }) });
    if (parsed.error) {
      const { line: index, found } = parsed.error;
      throw new CorruptInputError(file.path, `line ${line + index}`, `${columns} numbers`, JSON.stringify(found));
    }
    source.take(out, parsed.rows, line);
    total += parsed.rows;
    line += parsed.lines;
    source.progress?.(position / file.size);
    if (!ahead) return total;
    kept = rest.length;
    pending = await ahead;
    [current, next] = [next, current];
  }
}
