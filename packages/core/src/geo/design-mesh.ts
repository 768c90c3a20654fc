import type { Crs } from "../contracts/grid.js";
import type { TensorMesh } from "../contracts/mesh.js";

/** What a mesh must cover, and with what cells. Metres. */
export interface MeshDesign {
  readonly crs: Crs;
  /** Extent of the readings. */
  readonly extent: { readonly west: number; readonly east: number; readonly south: number; readonly north: number };
  /** Top of the mesh: the highest ground. */
  readonly top: number;
  /** Widths of the cells below the readings: easting, northing, downward. */
  readonly cell: readonly [number, number, number];
  /** Depth of the bottom below `top`. */
  readonly depth: number;
  /** Down to here all cells have the thickness `cell[2]`; below, each is thicker than the one above by the padding factor. Default: `depth`. */
  readonly coreDepth?: number;
  /** Cells added on each side and how much each is wider than its inner neighbour. */
  readonly padding: { readonly cells: number; readonly factor: number };
}

function growing(first: number, factor: number, count: number): number[] {
  return Array.from({ length: count }, (_, i) => first * factor ** (i + 1));
}

/** Widths of one horizontal axis and where it starts; the core is centred on the readings. */
function horizontalAxis(low: number, high: number, width: number, { cells, factor }: MeshDesign["padding"]) {
  // n readings at the pitch of the cells span n - 1 widths and get n cells.
  const core = Math.floor((high - low) / width + 1e-6) + 1;
  const padding = growing(width, factor, cells);
  const widths = Float64Array.from([...padding.toReversed(), ...new Array<number>(core).fill(width), ...padding]);
  const reach = padding.reduce((sum, w) => sum + w, 0);
  return { widths, start: (low + high) / 2 - (core * width) / 2 - reach };
}

function thicknesses(depth: number, coreDepth: number, thickness: number, factor: number): Float64Array {
  const layers: number[] = [];
  let reached = 0;
  while (reached < depth - 1e-9 * depth) {
    const growth = reached < coreDepth - 1e-9 * depth ? thickness : (layers.at(-1) ?? thickness) * factor;
    layers.push(growth);
    reached += growth;
  }
  return Float64Array.from(layers);
}

/**
 * A tensor mesh below readings: a core of equal cells centred on them, so that readings on a grid at the pitch of the cells stand above
 * cell centres, padding that grows outwards, and layers that reach at least `depth`.
 */
export function designMesh({ crs, extent, top, cell, depth, coreDepth = depth, padding }: MeshDesign): TensorMesh {
  const easting = horizontalAxis(extent.west, extent.east, cell[0], padding);
  const northing = horizontalAxis(extent.south, extent.north, cell[1], padding);
  return {
    crs,
    origin: { easting: easting.start, northing: northing.start, upward: top },
    easting: easting.widths,
    northing: northing.widths,
    downward: thicknesses(depth, coreDepth, cell[2], padding.factor),
  };
}
