import type { GridHeader, GridSource } from "../contracts/grid.js";
import { GridMismatchError } from "../errors.js";

/** Samples of a grid that is wholly in memory; each array is row-major with `rows * cols` samples, NaN where there is no data. */
export interface ResidentSamples {
  /** Float64Array where float32 would lose what the file holds; the grid then offers `readDouble`. */
  readonly values: Float32Array | Float64Array;
  readonly uncertainty?: Float32Array;
  /** Metres above the datum of the header's height, where it varies from sample to sample. */
  readonly heights?: Float32Array;
}

/**
 * A grid source over arrays in memory. Every read copies, so that a caller may keep and change what it got.
 * @throws GridMismatchError if an array has not `rows * cols` samples; reads reject with it for rows outside the grid.
 */
export function residentGrid(header: GridHeader, { values, uncertainty, heights }: ResidentSamples): GridSource {
  const { rows, cols } = header;
  for (const array of [values, uncertainty, heights]) {
    if (array && array.length !== rows * cols) throw new GridMismatchError(`${rows * cols} samples (${rows} x ${cols})`, `${array.length}`);
  }
  const window = <A extends Float32Array | Float64Array>(array: A, firstRow: number, rowCount: number): A => {
    if (firstRow < 0 || rowCount < 0 || firstRow + rowCount > rows) {
      throw new GridMismatchError(`rows within 0..${rows}`, `rows ${firstRow}..${firstRow + rowCount}`);
    }
    return array.subarray(firstRow * cols, (firstRow + rowCount) * cols) as A;
  };
  return {
    ...header,
    read: async (firstRow, rowCount, signal) => {
      signal.throwIfAborted();
      return Float32Array.from(window(values, firstRow, rowCount));
    },
    ...(values instanceof Float64Array && {
      readDouble: async (firstRow: number, rowCount: number) => window(values, firstRow, rowCount).slice(),
    }),
    ...(uncertainty && { readUncertainty: async (firstRow: number, rowCount: number) => window(uncertainty, firstRow, rowCount).slice() }),
    ...(heights && { readHeight: async (firstRow: number, rowCount: number) => window(heights, firstRow, rowCount).slice() }),
    close: async () => {},
  };
}
