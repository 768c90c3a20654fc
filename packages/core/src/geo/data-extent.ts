import type { GridGeometry } from "../contracts/grid.js";

/** Some rows and columns of a grid. Where the grid spans all longitudes, columns may run on over its seam: `firstCol + cols > grid.cols`. */
export interface CellWindow {
  readonly firstRow: number;
  readonly rows: number;
  readonly firstCol: number;
  readonly cols: number;
}

/** Finds the smallest window of a grid outside of which no layer has data. */
export class DataExtent {
  readonly #geometry: GridGeometry;
  readonly #rows: Uint8Array;
  readonly #cols: Uint8Array;

  constructor(geometry: GridGeometry) {
    this.#geometry = geometry;
    this.#rows = new Uint8Array(geometry.rows);
    this.#cols = new Uint8Array(geometry.cols);
  }

  /** @param values Samples of one layer on the grid, row-major. */
  add(values: Float32Array): void {
    const { rows, cols } = this.#geometry;
    for (let row = 0; row < rows; row++) {
      let found = 0;
      for (let col = 0; col < cols; col++) {
        if (Number.isNaN(values[row * cols + col])) continue;
        this.#cols[col] = 1;
        found = 1;
      }
      this.#rows[row] = this.#rows[row]! | found;
    }
  }

  /** `undefined` if no layer has any data. A grid of all longitudes is cut open in its widest gap. */
  window(): CellWindow | undefined {
    const firstRow = this.#rows.indexOf(1);
    if (firstRow < 0) return undefined;
    return { firstRow, rows: this.#rows.lastIndexOf(1) - firstRow + 1, ...this.#columns() };
  }

  #columns(): Pick<CellWindow, "firstCol" | "cols"> {
    const count = this.#cols.length;
    const firstCol = this.#cols.indexOf(1);
    const lastCol = this.#cols.lastIndexOf(1);
    const wraps = Math.round(360 / this.#geometry.transform[0]) === count;
    let best = { firstCol, cols: lastCol - firstCol + 1 };
    if (!wraps) return best;
    for (let col = firstCol; col < lastCol; ) {
      const next = this.#cols.indexOf(1, col + 1);
      const outside = count - (next - col - 1);
      if (outside < best.cols) best = { firstCol: next, cols: outside };
      col = next;
    }
    return best;
  }
}

/** Geometry of a window of a grid; its west edge stays within -180..180. */
export function windowGeometry(grid: GridGeometry, { firstRow, rows, firstCol, cols }: CellWindow): GridGeometry {
  const [a, b, west, d, e, north] = grid.transform;
  const exact = (degrees: number) => Number(degrees.toFixed(10));
  return {
    rows,
    cols,
    transform: [a, b, exact(west + a * firstCol), d, e, exact(north + e * firstRow)],
    registration: grid.registration,
    crs: grid.crs,
  };
}

/** Samples of a window of a grid: a copy, or `values` itself if the window is the whole grid. */
export function windowValues(values: Float32Array, grid: GridGeometry, { firstRow, rows, firstCol, cols }: CellWindow): Float32Array {
  if (rows === grid.rows && cols === grid.cols && firstCol === 0) return values;
  const cut = new Float32Array(rows * cols);
  const beforeSeam = Math.min(cols, grid.cols - firstCol);
  for (let row = 0; row < rows; row++) {
    const start = (firstRow + row) * grid.cols;
    cut.set(values.subarray(start + firstCol, start + firstCol + beforeSeam), row * cols);
    cut.set(values.subarray(start, start + cols - beforeSeam), row * cols + beforeSeam);
  }
  return cut;
}
