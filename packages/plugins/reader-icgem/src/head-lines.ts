import { CorruptInputError, describeContent, type InputFile } from "@geoanomaly/core";

/** A head longer than this is not one. */
const MAXIMUM_HEAD_BYTES = 2 ** 18;

export interface HeadLines {
  /** Lines above `end_of_head`, without line ends. */
  readonly lines: readonly string[];
  /** First byte after the line `end_of_head`. */
  readonly end: number;
}

/**
 * The free-text head of an ICGEM file, up to the line that begins with `end_of_head`. Latin-1: heads carry authors' names.
 * @throws CorruptInputError if there is no such line; it then says what the file looks like.
 */
export async function headLines(file: InputFile): Promise<HeadLines> {
  const bytes = new Uint8Array(Math.min(file.size, MAXIMUM_HEAD_BYTES));
  await file.readAt(0, bytes);
  const text = Buffer.from(bytes.buffer).toString("latin1");
  const mark = /^[ \t]*end_of_head[^\n]*(\n|$)/m.exec(text);
  if (!mark) throw new CorruptInputError(file.path, "header", "a line end_of_head", describeContent(bytes.subarray(0, 4096)));
  const lines = text.slice(0, mark.index).split("\n");
  lines.pop(); // what follows the last line end is the mark itself
  return { lines: lines.map((line) => line.replace(/\r$/, "")), end: mark.index + mark[0].length };
}
