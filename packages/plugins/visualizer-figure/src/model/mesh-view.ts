import type { Model, RegionProduct, TensorMesh } from "@geoanomaly/core";

/** Edges of the cells along each axis: CRS units from the west and from the south, metres below the top of the mesh. */
export interface MeshEdges {
  readonly easting: Float64Array;
  readonly northing: Float64Array;
  readonly depth: Float64Array;
}

/** Half-open ranges of cells along each axis. */
export interface MeshView {
  readonly edges: MeshEdges;
  readonly columns: readonly [from: number, to: number];
  readonly rows: readonly [from: number, to: number];
  readonly layers: readonly [from: number, to: number];
  /** Cells are left out around or below. */
  readonly cropped: boolean;
  /** Cell of the largest magnitude inside the view. */
  readonly peak: { readonly i: number; readonly j: number; readonly k: number; readonly value: number };
}

/** Cells below this share of the largest magnitude are not a body. */
const BODY_SHARE = 0.1;
/** Depth shown for the longer side of the area, where no body lies deeper. */
const DEPTH_SHARE = 0.5;

export function meshEdges({ origin, easting, northing, downward }: TensorMesh): MeshEdges {
  return { easting: running(origin.easting, easting), northing: running(origin.northing, northing), depth: running(0, downward) };
}

function running(from: number, widths: Float64Array): Float64Array {
  const edges = new Float64Array(widths.length + 1);
  edges[0] = from;
  for (let cell = 0; cell < widths.length; cell++) edges[cell + 1] = edges[cell]! + widths[cell]!;
  return edges;
}

/** Index of the cell that a place lies in; -1 outside of the mesh. */
export function cellAt(edges: Float64Array, place: number): number {
  if (!(place >= edges[0]!) || place > edges.at(-1)!) return -1;
  let [low, high] = [0, edges.length - 1];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (edges[middle]! <= place) low = middle;
    else high = middle;
  }
  return low;
}

export function cellValue({ mesh, values }: Pick<Model, "mesh" | "values">, i: number, j: number, k: number): number {
  return values[(k * mesh.northing.length + j) * mesh.easting.length + i]!;
}

/**
 * What of a model is worth drawing: the cells below the data (padding around them is there for the mathematics), down to the deepest body or
 * half the longer side of the area.
 */
export function meshView(product: RegionProduct, inversion: string, model: Model): MeshView {
  const { mesh } = model;
  const edges = meshEdges(mesh);
  const stations = product.inversions.find(({ name }) => name === inversion)?.data.map(({ points }) => points) ?? [];
  const columns = spanned(
    edges.easting,
    stations.map(({ easting }) => easting),
  );
  const rows = spanned(
    edges.northing,
    stations.map(({ northing }) => northing),
  );
  let peak = { i: columns[0], j: rows[0], k: 0, value: 0 };
  const largest = new Float64Array(mesh.downward.length);
  for (let k = 0; k < mesh.downward.length; k++) {
    for (let j = rows[0]; j < rows[1]; j++) {
      for (let i = columns[0]; i < columns[1]; i++) {
        const value = cellValue(model, i, j, k);
        if (Math.abs(value) > Math.abs(peak.value)) peak = { i, j, k, value };
        if (Math.abs(value) > largest[k]!) largest[k] = Math.abs(value);
      }
    }
  }
  const side = Math.max(edges.easting[columns[1]]! - edges.easting[columns[0]]!, edges.northing[rows[1]]! - edges.northing[rows[0]]!);
  const deepestBody = largest.findLastIndex((value) => value >= BODY_SHARE * Math.abs(peak.value) && value > 0);
  const deepEnough = edges.depth.findIndex((depth) => depth >= DEPTH_SHARE * side);
  const bottom = Math.min(mesh.downward.length, Math.max(deepestBody + 2, deepEnough === -1 ? mesh.downward.length : deepEnough));
  const cropped =
    bottom < mesh.downward.length || columns[1] - columns[0] < mesh.easting.length || rows[1] - rows[0] < mesh.northing.length;
  return { edges, columns, rows, layers: [0, bottom], cropped, peak };
}

/** Cells from the first to the last that has a station, with one more at each side; all of them where no station is known. */
function spanned(edges: Float64Array, stations: readonly Float64Array[]): [number, number] {
  let [first, last] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const places of stations) {
    for (const place of places) {
      const cell = cellAt(edges, place);
      if (cell < 0) continue;
      first = Math.min(first, cell);
      last = Math.max(last, cell);
    }
  }
  return first <= last ? [Math.max(0, first - 1), Math.min(edges.length - 1, last + 2)] : [0, edges.length - 1];
}

/** Up to `count` layers that show the bodies: evenly from the first to the last that has one. */
export function layersWorthShowing(model: Model, { columns, rows, layers, peak }: MeshView, count: number): number[] {
  const worth: number[] = [];
  for (let k = layers[0]; k < layers[1]; k++) {
    let largest = 0;
    for (let j = rows[0]; j < rows[1]; j++) {
      for (let i = columns[0]; i < columns[1]; i++) largest = Math.max(largest, Math.abs(cellValue(model, i, j, k)) || 0);
    }
    if (largest >= BODY_SHARE * Math.abs(peak.value) && largest > 0) worth.push(k);
  }
  if (worth.length === 0) return [layers[0]];
  const [first, last] = [worth[0]!, worth.at(-1)!];
  const span = Math.min(count, last - first + 1);
  return Array.from({ length: span }, (_, index) => first + Math.round((index * (last - first)) / Math.max(1, span - 1)));
}
