import type { Grid, GridHeader } from "../contracts/grid.js";
import type { Task } from "../contracts/task.js";
import type { ProductFolder } from "../contracts/visualizer.js";
import type { OutputFolder } from "./output-folder.js";

/** A layer on the run's grid as one task leaves it for the next: raw float32 in the machine's order (little-endian), row-major, NaN for no data. */
export interface WorkGrid {
  /** Relative to the output folder. */
  readonly path: string;
  readonly header: GridHeader;
}

/** Name of a working file of a task. It carries the hash: runs of different configurations in one folder never read each other's. */
export const workPath = (task: Task, what: string): string => `state/work/${what}-${task.hash.slice(0, 16)}`;

/** Bytes of samples, not copied. */
export const bytesOf = (values: Float32Array): Uint8Array => new Uint8Array(values.buffer, values.byteOffset, values.byteLength);

const floatsOf = (bytes: Uint8Array): Float32Array => {
  const aligned = bytes.byteOffset % 4 === 0 ? bytes : bytes.slice();
  return new Float32Array(aligned.buffer, aligned.byteOffset, aligned.byteLength >> 2);
};

/** Rows `firstRow .. firstRow + rowCount`. */
export async function readRows(
  folder: Pick<OutputFolder, "fileSystem" | "absolute">,
  { path, header }: WorkGrid,
  firstRow: number,
  rowCount: number,
): Promise<Float32Array> {
  const rowBytes = header.cols * 4;
  return floatsOf(await folder.fileSystem.readAt(folder.absolute(path), firstRow * rowBytes, rowCount * rowBytes));
}

/** Writes a grid band by band, so that it is never wholly in memory. */
export async function writeBands(
  outputs: ProductFolder,
  path: string,
  rows: number,
  bandRows: number,
  band: (firstRow: number, rowCount: number) => Promise<Float32Array>,
): Promise<void> {
  const file = await outputs.open(path);
  try {
    for (let row = 0; row < rows; row += bandRows) await file.append(bytesOf(await band(row, Math.min(bandRows, rows - row))));
  } catch (error) {
    await file.abort();
    throw error;
  }
  await file.commit();
}

/**
 * A whole layer whose samples are read from the disk whenever `values` is asked for, so that a product of many layers costs no memory.
 * @param mask Applied to the samples after reading, e.g. to leave out what is not in the region.
 */
export function gridOnDisk(folder: OutputFolder, { path, header }: WorkGrid, mask: (values: Float32Array) => void = () => {}): Grid {
  return {
    ...header,
    get values() {
      const values = floatsOf(folder.fileSystem.readAtSync(folder.absolute(path), 0, header.rows * header.cols * 4));
      mask(values);
      return values;
    },
  };
}

/** Cuts tiles out of work grids. Keeps the last band of rows of each: the tiles of a batch lie side by side. */
export class WindowReader {
  private readonly bands = new Map<string, { readonly firstRow: number; readonly rowCount: number; readonly values: Float32Array }>();

  constructor(private readonly folder: OutputFolder) {}

  /** @returns A fresh array of `rowCount * colCount`. */
  async read(grid: WorkGrid, firstRow: number, rowCount: number, firstCol: number, colCount: number): Promise<Float32Array> {
    let band = this.bands.get(grid.path);
    if (band?.firstRow !== firstRow || band.rowCount !== rowCount) {
      band = { firstRow, rowCount, values: await readRows(this.folder, grid, firstRow, rowCount) };
      this.bands.set(grid.path, band);
    }
    const window = new Float32Array(rowCount * colCount);
    for (let row = 0; row < rowCount; row++) {
      const from = row * grid.header.cols + firstCol;
      window.set(band.values.subarray(from, from + colCount), row * colCount);
    }
    return window;
  }
}
