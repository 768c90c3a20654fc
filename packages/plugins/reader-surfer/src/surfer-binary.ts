import { CorruptInputError, checkAllocation, type InputFile, UnreadableInputError } from "@geoanomaly/core";
import { BLANK, checkedGrid, northFirst, type SurferGrid } from "./surfer-grid.js";

export interface SurferSamples {
  readonly grid: SurferGrid;
  readonly values: Float32Array | Float64Array;
}

const SURFER_6_HEADER = 56;
const GRID_SECTION = 72;

async function view(file: InputFile, position: number, length: number): Promise<DataView> {
  const bytes = new Uint8Array(length);
  await file.readAt(position, bytes);
  return new DataView(bytes.buffer);
}

/** Surfer 6 binary grid (`DSBB`): sizes as int16, corners as doubles, float32 samples. @throws CorruptInputError */
export async function readSurfer6Binary(file: InputFile, maximumBytes: number): Promise<SurferSamples> {
  const head = await view(file, 0, SURFER_6_HEADER);
  const [cols, rows] = [head.getInt16(4, true), head.getInt16(6, true)];
  const [west, east, south, north] = [8, 16, 24, 32].map((at) => head.getFloat64(at, true)) as [number, number, number, number];
  const grid = checkedGrid(file.path, "byte 4", {
    rows,
    cols,
    west,
    south,
    stepX: (east - west) / (cols - 1),
    stepY: (north - south) / (rows - 1),
    blank: BLANK,
  });
  const expected = SURFER_6_HEADER + 4 * rows * cols;
  if (file.size !== expected)
    throw new CorruptInputError(file.path, "size", `${expected} bytes (${cols} x ${rows} samples)`, `${file.size} bytes`);
  checkAllocation(file.path, "the grid", 8 * rows * cols, maximumBytes);
  const data = await view(file, SURFER_6_HEADER, 4 * rows * cols);
  const values = new Float32Array(rows * cols);
  const place = northFirst(grid, values);
  for (let index = 0; index < values.length; index++) place(data.getFloat32(4 * index, true), index);
  return { grid, values };
}

/** Positions of the sections of a Surfer 7 file, by name. */
async function sections(file: InputFile): Promise<ReadonlyMap<string, { readonly at: number; readonly length: number }>> {
  const found = new Map<string, { at: number; length: number }>();
  for (let at = 0; at < file.size; ) {
    const head = await view(file, at, 8);
    const name = Array.from({ length: 4 }, (_, i) => String.fromCharCode(head.getUint8(i))).join("");
    const length = head.getInt32(4, true);
    if (length < 0 || at + 8 + length > file.size)
      throw new CorruptInputError(file.path, `byte ${at + 4}`, `a section within the ${file.size} bytes of the file`, `${length} bytes`);
    if (!found.has(name)) found.set(name, { at: at + 8, length });
    if (found.size > 100) break;
    at += 8 + length;
  }
  return found;
}

/** Surfer 7 grid (`DSRB`): sections; `GRID` describes, `DATA` holds doubles. @throws CorruptInputError; UnreadableInputError for a rotated grid */
export async function readSurfer7(file: InputFile, maximumBytes: number): Promise<SurferSamples> {
  const found = await sections(file);
  const [description, data] = [found.get("GRID"), found.get("DATA")];
  if (!description || description.length < GRID_SECTION || !data) {
    const names = [...found].map(([name, { length }]) => `${name.replace(/[^\x20-\x7e]/g, "?")} (${length} bytes)`).join(", ");
    throw new CorruptInputError(file.path, "sections", `GRID of ${GRID_SECTION} bytes and DATA`, names);
  }
  const head = await view(file, description.at, GRID_SECTION);
  const [rows, cols] = [head.getInt32(0, true), head.getInt32(4, true)];
  const number = (index: number) => head.getFloat64(8 + 8 * index, true);
  const [west, south, stepX, stepY, rotation, blank] = [0, 1, 2, 3, 6, 7].map(number) as [number, number, number, number, number, number];
  const grid = checkedGrid(file.path, `byte ${description.at}`, {
    rows,
    cols,
    west,
    south,
    stepX,
    stepY,
    blank: Number.isFinite(blank) && blank > 1e30 ? blank : BLANK,
  });
  if (rotation !== 0)
    throw new UnreadableInputError(file.path, `is rotated by ${rotation} degrees; regrid it to the axes of its CRS first`);
  if (data.length !== 8 * rows * cols)
    throw new CorruptInputError(
      file.path,
      `byte ${data.at - 4}`,
      `${8 * rows * cols} bytes (${cols} x ${rows} samples)`,
      `${data.length} bytes`,
    );
  checkAllocation(file.path, "the grid", 16 * rows * cols, maximumBytes);
  const samples = await view(file, data.at, data.length);
  const values = new Float64Array(rows * cols);
  const place = northFirst(grid, values);
  for (let index = 0; index < values.length; index++) place(samples.getFloat64(8 * index, true), index);
  return { grid, values };
}
