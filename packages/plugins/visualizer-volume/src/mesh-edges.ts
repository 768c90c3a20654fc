import type { TensorMesh } from "@geoanomaly/core";

/** Cell edges along each axis, ascending: eastwards, northwards, upwards. */
export interface MeshEdges {
  readonly easting: Float64Array;
  readonly northing: Float64Array;
  readonly upward: Float64Array;
}

function ascending(from: number, widths: Iterable<number>, count: number): Float64Array {
  const edges = new Float64Array(count + 1);
  edges[0] = from;
  let index = 0;
  for (const width of widths) {
    edges[index + 1] = (edges[index] as number) + width;
    index++;
  }
  return edges;
}

/** Edges of the cells, CRS units and metres upward. The top edge is exactly the mesh's. */
export function meshEdges({ origin, easting, northing, downward }: TensorMesh): MeshEdges {
  const below = ascending(0, downward, downward.length);
  return {
    easting: ascending(origin.easting, easting, easting.length),
    northing: ascending(origin.northing, northing, northing.length),
    upward: below.map((depth) => origin.upward - depth).reverse(),
  };
}

/** The one width of all cells, or `undefined` if they differ by more than rounding. */
export function uniformWidth(widths: Float64Array): number | undefined {
  const first = widths[0] as number;
  return widths.every((width) => Math.abs(width - first) <= 1e-9 * first) ? first : undefined;
}
