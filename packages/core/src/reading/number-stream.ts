import { CorruptInputError } from "../errors.js";
import { fortranNumber } from "./fortran-number.js";
import type { InputFile } from "./input-file.js";

const CHUNK_BYTES = 2 ** 20;
/** No number is longer. */
const MAXIMUM_WORD = 400;

/**
 * Streams numbers separated by blanks and ends of lines from byte `start` on: for grids in text, whose lines may be of any length.
 * The word `nan` is NaN.
 * @param firstLine Number of the line that `start` is in, from 1.
 * @param take Gets each number and its line.
 * @throws CorruptInputError naming the line, for a word that is no number; whatever `take` throws; the signal's reason.
 */
export async function readNumberStream(
  file: InputFile,
  start: number,
  firstLine: number,
  signal: AbortSignal,
  take: (value: number, line: number) => void,
): Promise<void> {
  let rest = "";
  let line = firstLine;
  const takeWords = (text: string) => {
    for (const word of text.split(/\s+/)) {
      if (word === "") continue;
      const value = fortranNumber(word);
      if (Number.isNaN(value) && !/^[-+]?nan$/i.test(word))
        throw new CorruptInputError(file.path, `line ${line}`, "a number", JSON.stringify(word.slice(0, 60)));
      take(value, line);
    }
  };
  for (let position = start; position < file.size; position += CHUNK_BYTES) {
    signal.throwIfAborted();
    const bytes = new Uint8Array(Math.min(CHUNK_BYTES, file.size - position));
    await file.readAt(position, bytes);
    const pieces = (rest + Buffer.from(bytes.buffer).toString("latin1")).split("\n");
    const open = pieces.pop() as string;
    for (const piece of pieces) {
      takeWords(piece);
      line++;
    }
    // Words of the unfinished line are taken but for the last, which the next chunk may go on with.
    const cut = /\s\S*$/.exec(open)?.index ?? 0;
    takeWords(open.slice(0, cut));
    rest = open.slice(cut);
    if (rest.length > MAXIMUM_WORD)
      throw new CorruptInputError(file.path, `line ${line}`, "a number", JSON.stringify(rest.trim().slice(0, 60)));
  }
  takeWords(rest);
}
