import type { GridGeometry } from "@geoanomaly/core";
import { metresPerUnit } from "../geometry.js";

/** Cells of one anomaly. Columns of a grid that comes round are counted on beyond the last one, so that the footprint hangs together. */
export interface Footprint {
  readonly label: number;
  readonly rows: Int32Array;
  /** Not wrapped: may reach `cols` and more. */
  readonly cols: Int32Array;
  /** Index of each cell in the grid. */
  readonly cells: Int32Array;
}

/** First column after the widest gap of a set of columns on a circle. */
function firstColumn(taken: Uint8Array): number {
  const cols = taken.length;
  let [best, first, run] = [-1, 0, 0];
  for (let k = 0; k < 2 * cols; k++) {
    if (taken[k % cols] === 0) {
      run++;
      continue;
    }
    if (run > best && run < cols) [best, first] = [run, k % cols];
    run = 0;
  }
  return first;
}

/** The footprints of all labels 1 .. count. */
export function footprints(labels: Int32Array, count: number, { cols }: GridGeometry, wrap: boolean): Footprint[] {
  const members: number[][] = Array.from({ length: count }, () => []);
  labels.forEach((label, cell) => {
    if (label > 0) members[label - 1]?.push(cell);
  });
  return members.map((list, k) => {
    const cells = Int32Array.from(list);
    const taken = new Uint8Array(cols);
    for (const cell of cells) taken[cell % cols] = 1;
    const first = wrap ? firstColumn(taken) : 0;
    return {
      label: k + 1,
      cells,
      rows: cells.map((cell) => Math.floor(cell / cols)),
      cols: cells.map((cell) => (((cell % cols) + cols - first) % cols) + first),
    };
  });
}

/** Place and shape of a footprint; weights are >= 0, one per cell of the grid. */
export interface Shape {
  /** Weighted centroid, CRS units; a longitude within -180 .. 180. */
  readonly easting: number;
  readonly northing: number;
  readonly areaSquareMetres: number;
  /** Length over width of the ellipse with the same second moments, cells of one by one included: at least 1. */
  readonly elongation: number;
  /** Direction of the long axis, degrees clockwise from north, 0 .. 180. */
  readonly strike: number;
}

export function shapeOf(
  { rows, cols, cells }: Footprint,
  geometry: GridGeometry,
  areas: Float64Array,
  weight: (cell: number) => number,
): Shape {
  const [width, , west, , height, north] = geometry.transform;
  let [total, sumX, sumY, area] = [0, 0, 0, 0];
  const place = (k: number) => [west + width * ((cols[k] as number) + 0.5), north + height * ((rows[k] as number) + 0.5)] as const;
  cells.forEach((cell, k) => {
    const [x, y] = place(k);
    const w = weight(cell) * (areas[rows[k] as number] as number);
    total += w;
    sumX += w * x;
    sumY += w * y;
    area += areas[rows[k] as number] as number;
  });
  const [x, y] = [sumX / total, sumY / total];
  const [east, up] = metresPerUnit(geometry, y);
  // Second moments of the cells, each a rectangle with moments of its own.
  let [xx, xy, yy] = [(width * east) ** 2 / 12, 0, (height * up) ** 2 / 12];
  cells.forEach((_, k) => {
    const [px, py] = place(k);
    const [dx, dy] = [(px - x) * east, (py - y) * up];
    xx += (dx * dx) / cells.length;
    xy += (dx * dy) / cells.length;
    yy += (dy * dy) / cells.length;
  });
  const middle = (xx + yy) / 2;
  const spread = Math.hypot((xx - yy) / 2, xy);
  const strike = (Math.atan2(2 * xy, yy - xx) / 2) * (180 / Math.PI);
  return {
    easting: geometry.crs === "EPSG:4326" ? ((((x + 180) % 360) + 360) % 360) - 180 : x,
    northing: y,
    areaSquareMetres: area,
    elongation: Math.sqrt((middle + spread) / Math.max(middle - spread, Number.MIN_VALUE)),
    strike: ((strike % 180) + 180) % 180,
  };
}
