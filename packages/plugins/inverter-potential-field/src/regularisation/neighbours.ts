import { cellCentres, type TensorMesh } from "@geoanomaly/core";

/** Pairs of active cells that share a face, by number of active cell. */
export interface Neighbours {
  /** The western, southern or upper cell. */
  readonly first: Uint32Array;
  readonly second: Uint32Array;
  /** Distance of the centres, metres. */
  readonly distance: Float64Array;
}

/** A cell of the mesh that has no number. */
export const INACTIVE = 0xffffffff;

/** Number of each cell of the mesh among the active ones, in mesh order; {@link INACTIVE} above the ground. */
export function numberCells(active: Uint8Array): { readonly cells: Uint32Array; readonly numbers: Uint32Array } {
  const numbers = new Uint32Array(active.length).fill(INACTIVE);
  let count = 0;
  for (let cell = 0; cell < active.length; cell++) if (active[cell] === 1) numbers[cell] = count++;
  const cells = new Uint32Array(count);
  for (let cell = 0; cell < active.length; cell++) if (numbers[cell] !== INACTIVE) cells[numbers[cell]!] = cell;
  return { cells, numbers };
}

/** Neighbours along each axis of the mesh. */
export function neighboursOf(mesh: TensorMesh, cells: Uint32Array, numbers: Uint32Array): Readonly<Record<"x" | "y" | "z", Neighbours>> {
  const centres = cellCentres(mesh);
  const cols = mesh.easting.length;
  const layer = cols * mesh.northing.length;
  const along = (stride: number, length: number, at: (cell: number) => number, centre: Float64Array): Neighbours => {
    const partner = (cell: number) => (at(cell) + 1 < length ? numbers[cell + stride]! : INACTIVE);
    let count = 0;
    for (const cell of cells) if (partner(cell) !== INACTIVE) count++;
    const pairs = { first: new Uint32Array(count), second: new Uint32Array(count), distance: new Float64Array(count) };
    let pair = 0;
    for (let i = 0; i < cells.length; i++) {
      const second = partner(cells[i]!);
      if (second === INACTIVE) continue;
      const place = at(cells[i]!);
      pairs.first[pair] = i;
      pairs.second[pair] = second;
      pairs.distance[pair++] = Math.abs(centre[place + 1]! - centre[place]!);
    }
    return pairs;
  };
  return {
    x: along(1, cols, (cell) => cell % cols, centres.easting),
    y: along(cols, mesh.northing.length, (cell) => Math.floor((cell % layer) / cols), centres.northing),
    z: along(layer, mesh.downward.length, (cell) => Math.floor(cell / layer), centres.upward),
  };
}
