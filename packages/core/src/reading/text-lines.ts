import { CorruptInputError } from "../errors.js";
import type { InputFile } from "./input-file.js";

const CHUNK_BYTES = 2 ** 20;
/** A longer line is not one of text made for people or Fortran. */
const MAXIMUM_LINE_BYTES = 2 ** 16;

/**
 * Streams the lines of a text file (Latin-1, LF or CRLF) from byte `start` on.
 * @param firstLine Number of the first line, from 1.
 * @param take Gets each line without its end, and its number.
 * @throws CorruptInputError for a line longer than 64 KiB; whatever `take` throws; the signal's reason.
 */
export async function readTextLines(
  file: InputFile,
  start: number,
  firstLine: number,
  signal: AbortSignal,
  take: (text: string, line: number) => void,
): Promise<void> {
  let rest = "";
  let line = firstLine;
  for (let position = start; position < file.size; position += CHUNK_BYTES) {
    signal.throwIfAborted();
    const bytes = new Uint8Array(Math.min(CHUNK_BYTES, file.size - position));
    await file.readAt(position, bytes);
    const lines = (rest + Buffer.from(bytes.buffer).toString("latin1")).split("\n");
    rest = lines.pop() ?? "";
    for (const text of lines) take(text.endsWith("\r") ? text.slice(0, -1) : text, line++);
    if (rest.length > MAXIMUM_LINE_BYTES) {
      throw new CorruptInputError(file.path, `line ${line}`, `a line of at most ${MAXIMUM_LINE_BYTES} bytes`, `${rest.length} bytes`);
    }
  }
  if (rest !== "") take(rest.replace(/\r$/, ""), line);
}
