import { CorruptInputError, describeContent, type InputFile } from "@geoanomaly/core";

/** Cells of the whole table: 2 arc-minutes. */
export const COLUMNS = 10_800;
export const ROWS = 5_400;
export const FIELDS = 8;

/** A rectangle of the table: columns and rows counted from 1, as its first two fields are; rows from the south. */
export interface TableExtent {
  readonly firstColumn: number;
  readonly firstRow: number;
  readonly cols: number;
  readonly rows: number;
}

/** Column and row of a line of the table. */
function indices(path: string, place: string, line: string): readonly [number, number] {
  const fields = line.split(",");
  const [i, j] = fields.map(Number);
  const fits = (index: number | undefined, last: number): index is number =>
    Number.isInteger(index) && (index as number) >= 1 && (index as number) <= last;
  if (fields.length !== FIELDS || !fits(i, COLUMNS) || !fits(j, ROWS)) {
    throw new CorruptInputError(
      path,
      place,
      "i,j,lon,lat,sea level,upward continued,code,error",
      describeContent(Buffer.from(line.slice(0, 200))),
    );
  }
  return [i, j];
}

/**
 * What part of the globe the file covers, from its first and last line: the columns run fastest, both ascending.
 * @throws CorruptInputError if either is not a line of the table.
 */
export async function tableExtent(file: InputFile): Promise<TableExtent> {
  const window = Math.min(file.size, 4096);
  const [head, tail] = [new Uint8Array(window), new Uint8Array(window)];
  await file.readAt(0, head);
  await file.readAt(file.size - window, tail);
  const first = Buffer.from(head).toString("latin1").split(/\r?\n/, 1)[0] ?? "";
  const last = Buffer.from(tail).toString("latin1").trimEnd().split(/\r?\n/).at(-1) ?? "";
  const [firstColumn, firstRow] = indices(file.path, "line 1", first);
  const [lastColumn, lastRow] = indices(file.path, "last line", last);
  if (lastColumn < firstColumn || lastRow < firstRow) {
    throw new CorruptInputError(
      file.path,
      "last line",
      `a cell north-east of i ${firstColumn}, j ${firstRow}`,
      `i ${lastColumn}, j ${lastRow}`,
    );
  }
  return { firstColumn, firstRow, cols: lastColumn - firstColumn + 1, rows: lastRow - firstRow + 1 };
}
