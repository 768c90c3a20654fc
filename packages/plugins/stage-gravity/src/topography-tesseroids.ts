import { type Grid, GridMismatchError, RADIANS_PER_DEGREE, type Tesseroids } from "@geoanomaly/core";

/** What one cell of topography contributes: blocks with top, bottom (metres above the sphere) and density (kg/m3). */
export type BlockOfCell = (ground: number) => { readonly bottom: number; readonly top: number; readonly density: number } | undefined;

/** Cells of a topography in degrees, for finding those around a station. */
export class CellsAround {
  private readonly width: number;
  private readonly height: number;

  /** @throws GridMismatchError unless the grid is in degrees, north up. */
  constructor(readonly grid: Grid) {
    if (grid.crs !== "EPSG:4326") throw new GridMismatchError("topography in EPSG:4326 for tesseroids", grid.crs);
    this.width = grid.transform[0];
    this.height = -grid.transform[4];
  }

  /** Index of the cell a place lies in; -1 outside the grid. */
  cellOf(longitude: number, latitude: number): number {
    const { rows, cols, transform } = this.grid;
    const col = Math.floor((longitude - transform[2]) / this.width);
    const row = Math.floor((transform[5] - latitude) / this.height);
    return row >= 0 && row < rows && col >= 0 && col < cols ? row * cols + col : -1;
  }

  /**
   * Blocks of all cells within `radius` metres of the middle of a cell, along the sphere.
   * @param ownGround Height of the ground in that cell itself, so that it passes through a station there.
   */
  tesseroids(cell: number, radius: number, ownGround: number, block: BlockOfCell): Tesseroids {
    const { cols, rows, transform, values } = this.grid;
    const [row, col] = [Math.floor(cell / cols), cell % cols];
    const latitudeOf = (r: number) => transform[5] - (r + 0.5) * this.height;
    const metresPerDegree = 6371008.8 * RADIANS_PER_DEGREE;
    const cosine = Math.max(0.02, Math.cos(latitudeOf(row) * RADIANS_PER_DEGREE));
    const rowReach = Math.ceil(radius / (metresPerDegree * this.height));
    const colReach = Math.ceil(radius / (metresPerDegree * this.width * cosine));
    const found: number[][] = [];
    for (let r = Math.max(0, row - rowReach); r <= Math.min(rows - 1, row + rowReach); r++) {
      for (let c = Math.max(0, col - colReach); c <= Math.min(cols - 1, col + colReach); c++) {
        const north = (latitudeOf(r) - latitudeOf(row)) * metresPerDegree;
        const east = (c - col) * this.width * metresPerDegree * cosine;
        if (Math.hypot(north, east) > radius) continue;
        const index = r * cols + c;
        const made = block(index === cell ? ownGround : (values[index] as number));
        if (!made || !(made.top > made.bottom)) continue;
        const west = transform[2] + c * this.width;
        const top = transform[5] - r * this.height;
        found.push([west, west + this.width, top - this.height, top, made.bottom, made.top, made.density]);
      }
    }
    const column = (i: number) => Float64Array.from(found, (values) => values[i] as number);
    return { west: column(0), east: column(1), south: column(2), north: column(3), bottom: column(4), top: column(5), density: column(6) };
  }
}
