import { CorruptInputError, describeContent, fortranNumber, type InputFile, readTextLines } from "@geoanomaly/core";

/** Numbers of one line, without its comment; NaN for a word that is no number. */
export interface NumberLine {
  readonly numbers: readonly number[];
  /** From 1. */
  readonly line: number;
  readonly text: string;
}

/** Shown to people, clipped. */
export const shown = (text: string): string => JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}...` : text);

/**
 * Streams the lines of a UBC file that hold something; what follows `!` is a comment.
 * @throws CorruptInputError naming the line, for one with a word that is no number; whatever `take` throws; the signal's reason.
 */
export async function readNumberLines(file: InputFile, signal: AbortSignal, take: (line: NumberLine) => void): Promise<void> {
  await readTextLines(file, 0, 1, signal, (raw, line) => {
    const comment = raw.indexOf("!");
    const text = (comment < 0 ? raw : raw.slice(0, comment)).trim();
    if (text === "") return;
    const numbers = text.split(/\s+/).map(fortranNumber);
    if (numbers.some(Number.isNaN)) {
      const found = line === 1 ? describeContent(Buffer.from(raw, "latin1")) : shown(text);
      throw new CorruptInputError(file.path, `line ${line}`, "numbers", found);
    }
    take({ numbers, line, text });
  });
}

/** The first lines of a head as readers are shown it: numbers of each line that holds something, the cut last line left out. */
export function headNumbers(head: Uint8Array): readonly (readonly number[])[] {
  if (head.includes(0)) return [];
  const lines = Buffer.from(head).toString("latin1").split(/\r?\n/);
  const whole = head.length < 4096 ? lines : lines.slice(0, -1);
  return whole
    .map((line) => line.replace(/!.*/, "").trim())
    .filter((line) => line !== "")
    .slice(0, 5)
    .map((line) => line.split(/\s+/).map(fortranNumber));
}
