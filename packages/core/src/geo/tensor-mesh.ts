import type { TensorMesh } from "../contracts/mesh.js";

/** Number of cells along easting, northing and downward. */
export function meshShape(mesh: TensorMesh): { readonly easting: number; readonly northing: number; readonly downward: number } {
  return { easting: mesh.easting.length, northing: mesh.northing.length, downward: mesh.downward.length };
}

export function cellCount(mesh: TensorMesh): number {
  return mesh.easting.length * mesh.northing.length * mesh.downward.length;
}

/** Positions of faces and centres along the three axes of a mesh, metres; `upward` descends from the top. */
export interface MeshAxes {
  readonly easting: Float64Array;
  readonly northing: Float64Array;
  readonly upward: Float64Array;
}

function edgesFrom(start: number, widths: Float64Array, sign: 1 | -1): Float64Array {
  const edges = new Float64Array(widths.length + 1);
  let position = start;
  edges[0] = position;
  for (let i = 0; i < widths.length; i++) {
    position += sign * widths[i]!;
    edges[i + 1] = position;
  }
  return edges;
}

/** Faces between cells: one more than there are cells, from west, south and top. */
export function cellEdges(mesh: TensorMesh): MeshAxes {
  return {
    easting: edgesFrom(mesh.origin.easting, mesh.easting, 1),
    northing: edgesFrom(mesh.origin.northing, mesh.northing, 1),
    upward: edgesFrom(mesh.origin.upward, mesh.downward, -1),
  };
}

const midpoints = (edges: Float64Array) => Float64Array.from({ length: edges.length - 1 }, (_, i) => (edges[i]! + edges[i + 1]!) / 2);

/** Centres of the cells along each axis. */
export function cellCentres(mesh: TensorMesh): MeshAxes {
  const edges = cellEdges(mesh);
  return { easting: midpoints(edges.easting), northing: midpoints(edges.northing), upward: midpoints(edges.upward) };
}

/** Volume of each cell, m3, in mesh order. */
export function cellVolumes(mesh: TensorMesh): Float64Array {
  const { easting, northing, downward } = mesh;
  const volumes = new Float64Array(cellCount(mesh));
  let cell = 0;
  for (const thickness of downward) {
    for (const north of northing) {
      for (const east of easting) volumes[cell++] = east * north * thickness;
    }
  }
  return volumes;
}

/**
 * Which cells are ground: 1 where the centre of the cell lies below the ground of its column, 0 above.
 * @param ground Height of the ground, metres upward, one per column: `j * easting.length + i`.
 */
export function activeCells(mesh: TensorMesh, ground: Float64Array): Uint8Array {
  const columns = mesh.easting.length * mesh.northing.length;
  const active = new Uint8Array(cellCount(mesh));
  cellCentres(mesh).upward.forEach((height, layer) => {
    for (let column = 0; column < columns; column++) active[layer * columns + column] = height < ground[column]! ? 1 : 0;
  });
  return active;
}

/** Index of the cell that holds a coordinate on an ascending or descending axis of edges; -1 outside. */
export function cellAt(edges: Float64Array, coordinate: number): number {
  const last = edges.length - 1;
  const ascending = edges[last]! > edges[0]!;
  const before = (i: number) => (ascending ? edges[i]! <= coordinate : edges[i]! >= coordinate);
  if (!before(0) || (ascending ? coordinate > edges[last]! : coordinate < edges[last]!)) return -1;
  let [low, high] = [0, last];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (before(middle)) low = middle;
    else high = middle;
  }
  return low;
}

function mergePairs(widths: Float64Array): Float64Array {
  return Float64Array.from({ length: Math.ceil(widths.length / 2) }, (_, i) => widths[2 * i]! + (widths[2 * i + 1] ?? 0));
}

/** The mesh with neighbours joined two by two along each axis; an odd last cell stays as it is. */
export function coarsenMesh(mesh: TensorMesh): TensorMesh {
  return { ...mesh, easting: mergePairs(mesh.easting), northing: mergePairs(mesh.northing), downward: mergePairs(mesh.downward) };
}
