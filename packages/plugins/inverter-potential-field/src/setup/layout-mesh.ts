import {
  activeCells,
  cellCentres,
  cellCount,
  designMesh,
  type Grid,
  GridMismatchError,
  gridBounds,
  sampleGrid,
  type TensorMesh,
} from "@geoanomaly/core";
import type { InverterOptions } from "../options/inverter-options.js";
import type { Readings } from "./readings.js";

/** Height of the ground above the middle of each column of a mesh; beyond the topography, that at its nearest border. */
export function groundOfColumns(mesh: TensorMesh, topography: Grid): Float64Array {
  const centres = cellCentres(mesh);
  const { west, east, south, north } = gridBounds(topography);
  const within = (value: number, low: number, high: number) => Math.min(Math.max(value, low), high);
  const ground = new Float64Array(centres.easting.length * centres.northing.length);
  let [column, sum, known] = [0, 0, 0];
  for (const y of centres.northing) {
    for (const x of centres.easting) {
      const height = sampleGrid(topography, within(x, west, east), within(y, south, north));
      if (!Number.isNaN(height)) {
        sum += height;
        known++;
      }
      ground[column++] = height;
    }
  }
  if (known === 0) throw new GridMismatchError("a topography with data above the mesh", "none");
  return ground.map((height) => (Number.isNaN(height) ? sum / known : height));
}

function extentOf(readings: readonly Readings[]) {
  const extent = { west: Infinity, east: -Infinity, south: Infinity, north: -Infinity };
  let [lowest, count] = [Infinity, 0];
  for (const { stations } of readings) {
    count += stations.easting.length;
    for (let i = 0; i < stations.easting.length; i++) {
      extent.west = Math.min(extent.west, stations.easting[i]!);
      extent.east = Math.max(extent.east, stations.easting[i]!);
      extent.south = Math.min(extent.south, stations.northing[i]!);
      extent.north = Math.max(extent.north, stations.northing[i]!);
      lowest = Math.min(lowest, stations.upward[i]!);
    }
  }
  return { extent, lowest, count };
}

/**
 * A mesh for readings where none is given. Without a topography its top, the ground, is as high as the lowest reading; with one, as the
 * highest ground above it.
 */
export function designFor(
  readings: readonly Readings[],
  topography: Grid | undefined,
  crs: TensorMesh["crs"],
  options: InverterOptions["mesh"],
): TensorMesh {
  const { extent, lowest, count } = extentOf(readings);
  const [width, height] = [extent.east - extent.west, extent.north - extent.south];
  const longest = Math.max(width, height);
  const spacing = width > 0 && height > 0 ? Math.sqrt((width * height) / count) : Math.max(longest / Math.max(count - 1, 1), 1);
  const cell = options.cell ?? ([spacing, spacing, spacing / 2] as const);
  const smaller = Math.min(width, height) > 0 ? Math.min(width, height) : longest;
  const depth = options.depth ?? Math.max(smaller / 2, cell[2]);
  const design = {
    crs,
    extent,
    cell,
    depth,
    padding: options.padding,
    ...(options.coreDepth !== undefined && { coreDepth: options.coreDepth }),
  };
  if (topography === undefined) return designMesh({ ...design, top: lowest });
  const ground = groundOfColumns(designMesh({ ...design, top: 0 }), topography);
  const [low, high] = [ground.reduce((a, b) => Math.min(a, b)), ground.reduce((a, b) => Math.max(a, b))];
  // The depth counts from the lowest ground, so that it is reached everywhere.
  return designMesh({
    ...design,
    top: high,
    depth: depth + (high - low),
    ...(options.coreDepth !== undefined && { coreDepth: options.coreDepth + (high - low) }),
  });
}

export interface Ground {
  /** 1 for each cell that is ground. */
  readonly active: Uint8Array;
  /** Height of the ground of each column. */
  readonly height: Float64Array;
}

/** Without a topography every cell is ground. */
export function groundOf(mesh: TensorMesh, topography: Grid | undefined): Ground {
  if (topography === undefined) {
    return {
      active: new Uint8Array(cellCount(mesh)).fill(1),
      height: new Float64Array(mesh.easting.length * mesh.northing.length).fill(mesh.origin.upward),
    };
  }
  if (topography.crs !== mesh.crs) throw new GridMismatchError(`a topography in the CRS of the mesh, ${mesh.crs}`, topography.crs);
  const height = groundOfColumns(mesh, topography);
  return { active: activeCells(mesh, height), height };
}
