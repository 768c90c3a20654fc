import type { Kernels } from "../contracts/kernels.js";
import { InvalidParameterError } from "../errors.js";

type Options = Parameters<Kernels["parseNumbers"]>[1];

/** @throws InvalidParameterError unless every selected column exists and has an array of its own, all of one length. */
export function checkParseNumbers({ columns, select, out, outOffset = 0, delimiter }: Options): void {
  const refuse = (parameter: string, expected: string, found: string) => {
    throw new InvalidParameterError("parseNumbers", parameter, expected, found);
  };
  if (!Number.isInteger(columns) || columns < 1 || columns > 65535) refuse("columns", "1 to 65535", String(columns));
  for (const column of select) {
    if (!Number.isInteger(column) || column < 0 || column >= columns) refuse("select", `columns below ${columns}`, String(column));
  }
  if (new Set(select).size !== select.length) refuse("select", "each column once", select.join(", "));
  if (out.length !== select.length) refuse("out", `${select.length} arrays, one per selected column`, String(out.length));
  const length = out[0]?.length ?? 0;
  if (out.some((array) => array.length !== length)) refuse("out", "arrays of one length", out.map((array) => array.length).join(", "));
  if (!Number.isInteger(outOffset) || outOffset < 0 || (out.length > 0 && outOffset > length)) {
    refuse("outOffset", `0 to ${length}`, String(outOffset));
  }
  if (delimiter !== undefined && delimiter !== "," && delimiter !== ";") refuse("delimiter", '"," or ";"', JSON.stringify(delimiter));
}

/** The text at a place that is not as expected, to the end of its line, clipped. */
function found(line: string, place: number): string {
  const rest = line.slice(place).replace(/[^\x20-\x7e]/g, "?");
  return rest === "" ? "end of line" : rest.length > 40 ? `${rest.slice(0, 40)}...` : rest;
}

/** Numbers of one line, or the place where it stops being `columns` numbers. */
function fields(line: string, columns: number, delimiter: string | undefined): number[] | { readonly wrong: number } {
  const number = /[+-]?(?:\d+\.?\d*|\.\d+)(?:[eEdD][+-]?\d+)?/y;
  const blanks = /[ \t]*/y;
  const skip = (at: number) => {
    blanks.lastIndex = at;
    blanks.exec(line);
    return blanks.lastIndex;
  };
  const values: number[] = [];
  let at = skip(0);
  while (values.length < columns) {
    if (values.length > 0 && delimiter !== undefined) {
      if (line[at] !== delimiter) return { wrong: at };
      at = skip(at + 1);
    }
    number.lastIndex = at;
    const text = number.exec(line)?.[0];
    if (text === undefined) return { wrong: at };
    const next = line[at + text.length];
    const value = Number(text.replace(/[dD]/, "e"));
    if (!Number.isFinite(value) || !(next === undefined || next === " " || next === "\t" || next === delimiter)) return { wrong: at };
    values.push(value);
    at = skip(at + text.length);
  }
  return at === line.length ? values : { wrong: at };
}

/** Line by line; `Number` rounds correctly. Exponents may be written with d or D, as Fortran does. */
export const parseNumbers: Kernels["parseNumbers"] = (bytes, options) => {
  checkParseNumbers(options);
  const { columns, select, out, outOffset = 0, delimiter } = options;
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("latin1");
  let rows = 0;
  let lines = 0;
  for (let start = 0; start < text.length; lines++) {
    const feed = text.indexOf("\n", start);
    const end = feed < 0 ? text.length : feed;
    const line = text.slice(start, end).replace(/\r$/, "");
    if (!/^[ \t]*$/.test(line)) {
      const values = fields(line, columns, delimiter);
      if (!Array.isArray(values)) {
        return { rows, lines, error: { line: lines, offset: start + values.wrong, found: found(line, values.wrong) } };
      }
      select.forEach((column, i) => {
        if (outOffset + rows >= out[i]!.length) {
          throw new InvalidParameterError("parseNumbers", "out", "room for every row", `${out[i]!.length} rows`);
        }
        out[i]![outOffset + rows] = values[column]!;
      });
      rows++;
    }
    start = end + 1;
  }
  return { rows, lines };
};
