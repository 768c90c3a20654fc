import { CorruptInputError, checkAllocation, type InputFile, readNumberStream } from "@geoanomaly/core";
import { BLANK, checkedGrid, northFirst, type SurferGrid } from "./surfer-grid.js";

/** `nx ny xlo xhi ylo yhi zlo zhi`; the last two are not to be relied on. */
const HEADER_NUMBERS = 8;

/** Surfer 6 text grid (`DSAA`). @throws CorruptInputError naming the line */
export async function readSurfer6Ascii(
  file: InputFile,
  maximumBytes: number,
  signal: AbortSignal,
): Promise<{ readonly grid: SurferGrid; readonly values: Float64Array }> {
  const header: number[] = [];
  let grid: SurferGrid | undefined;
  let values = new Float64Array(0);
  let place: (value: number, index: number) => void = () => {};
  let taken = 0;
  await readNumberStream(file, 4, 1, signal, (value, line) => {
    if (grid) {
      if (taken === values.length) throw new CorruptInputError(file.path, `line ${line}`, `${values.length} values`, "one more");
      place(value, taken++);
      return;
    }
    header.push(value);
    if (header.length < HEADER_NUMBERS) return;
    const [cols, rows, west, east, south, north] = header as [number, number, number, number, number, number];
    grid = checkedGrid(file.path, "header", {
      rows,
      cols,
      west,
      south,
      stepX: (east - west) / (cols - 1),
      stepY: (north - south) / (rows - 1),
      blank: BLANK,
    });
    if (2 * rows * cols > file.size)
      throw new CorruptInputError(file.path, "header", `at most ${file.size / 2} values in ${file.size} bytes`, `${cols} x ${rows}`);
    checkAllocation(file.path, "the grid", 16 * rows * cols, maximumBytes);
    values = new Float64Array(rows * cols);
    place = northFirst(grid, values);
  });
  if (!grid) throw new CorruptInputError(file.path, "end of file", "a header of eight numbers", `${header.length} numbers`);
  if (taken < values.length)
    throw new CorruptInputError(file.path, "end of file", `${values.length} values (${grid.cols} x ${grid.rows})`, `${taken}`);
  return { grid, values };
}
