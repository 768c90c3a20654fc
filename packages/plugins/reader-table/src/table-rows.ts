import { createReadStream } from "node:fs";
import { CorruptInputError, type InputFile, readTextLines } from "@geoanomaly/core";
import { CsvError, parse } from "csv-parse";
import { delimiterOf, splitLine } from "./delimiter.js";

/** Takes the cells of one row and the line of the file it begins on, from 1. The first row is the header unless `header` was given. */
export type TakeRow = (cells: readonly string[], line: number) => void;

export interface RowSource {
  readonly file: InputFile;
  readonly signal: AbortSignal;
  /** Absent: the one the first row shows. */
  readonly delimiter: string | undefined;
}

/** A line that holds no row: empty, or a comment. */
const isBlank = (line: string) => line === "" || line.charCodeAt(0) === 35 || /^\s*$/.test(line);

/** Bytes read as Latin-1 are UTF-8 in most files; names are shown to people. */
export function asUtf8(text: string): string {
  if (!/[\x80-\xff]/.test(text)) return text;
  const decoded = Buffer.from(text, "latin1").toString("utf8");
  return decoded.includes("\ufffd") ? text : decoded;
}

/** Thrown within to leave a pass over the file: quotes need the other way of reading. */
const QUOTES = Symbol("quotes");

/** The plain way: a line is a row. Millions of rows a second do not pay for quotes that are not there. */
async function readPlainRows({ file, signal, delimiter: told }: RowSource, take: TakeRow): Promise<void> {
  let delimiter = told;
  await readTextLines(file, 0, 1, signal, (text, line) => {
    const row = line === 1 ? text.replace(/^\xef\xbb\xbf/, "") : text;
    if (isBlank(row)) return;
    if (row.includes('"')) throw QUOTES;
    delimiter ??= delimiterOf(row);
    take(splitLine(row, delimiter), line);
  });
}

/** The careful way: cells in quotes may hold delimiters, quotes and ends of lines. @throws CorruptInputError for quotes that do not close. */
async function readQuotedRows({ file, signal, delimiter: told }: RowSource, take: TakeRow): Promise<void> {
  let first = "";
  await readTextLines(file, 0, 1, signal, (text) => {
    if (first === "" && !isBlank(text)) first = text.replace(/"[^"]*"/g, "");
  });
  const delimiter = told ?? delimiterOf(first);
  const input = createReadStream(file.path, { signal });
  const parser = parse({
    delimiter: delimiter === " " ? [" ", "\t"] : delimiter,
    relax_column_count: true,
    skip_empty_lines: true,
    comment: "#",
    comment_no_infix: true,
    bom: true,
    encoding: "latin1",
    info: true,
    max_record_size: 2 ** 16,
    trim: true,
  });
  input.on("error", (error) => parser.destroy(error));
  try {
    for await (const { record, info } of input.pipe(parser) as AsyncIterable<{ record: string[]; info: { lines: number } }>) {
      const cells = delimiter === " " ? record.filter((cell) => cell !== "") : record;
      take(cells, info.lines - cells.join("").split("\n").length + 1);
    }
  } catch (cause) {
    signal.throwIfAborted();
    if (!(cause instanceof CsvError)) throw cause;
    const { lines = 0 } = cause as { lines?: number };
    throw new CorruptInputError(file.path, `line ${lines}`, "delimited text", (cause as Error).message.slice(0, 200), { cause });
  } finally {
    input.destroy();
  }
}

/**
 * Streams the rows of a table. Empty lines and lines that begin with `#` are no rows.
 * @param begin Called before a first or a second pass: forget what was taken.
 */
export async function readTableRows(source: RowSource, begin: () => TakeRow): Promise<void> {
  try {
    await readPlainRows(source, begin());
  } catch (error) {
    if (error !== QUOTES) throw error;
    await readQuotedRows(source, begin());
  }
}
