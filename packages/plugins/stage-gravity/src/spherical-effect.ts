import { type Grid, InvalidParameterError, type PluginContext, type PointSet } from "@geoanomaly/core";
import { geographic } from "./gravity-points.js";
import { type BlockOfCell, CellsAround } from "./topography-tesseroids.js";

/** Stations of so many cells are sent to the kernel before the next are looked at. */
const CELLS_AT_ONCE = 32;

export interface SphericalEffect {
  readonly topography: Grid;
  /** Cells whose middle is farther than this from that of the station's cell are left out, metres. */
  readonly radius: number;
  readonly block: BlockOfCell;
  /** The ground of a station's own cell; default: the mean height of the stations in it, so that none lies inside of it. */
  readonly ownGround?: "stations" | "topography";
}

/**
 * Attraction of the blocks around each station on a sphere, mGal, positive down. Geodetic latitudes are taken for spherical ones.
 * @throws InvalidParameterError naming a station outside of the topography.
 */
export async function sphericalEffect(
  owner: string,
  points: PointSet,
  heights: Float64Array,
  { topography, radius, block, ownGround = "stations" }: SphericalEffect,
  context: PluginContext,
): Promise<Float64Array> {
  const cells = new CellsAround(topography);
  const { longitude, latitude } = await geographic(points);
  const stationsOf = new Map<number, number[]>();
  for (let i = 0; i < longitude.length; i++) {
    const cell = cells.cellOf(longitude[i] as number, latitude[i] as number);
    if (cell < 0) {
      const line = points.sourceLines ? ` (line ${points.sourceLines[i]})` : "";
      throw new InvalidParameterError(
        owner,
        "inputs.topography",
        "topography around all readings",
        `none at ${longitude[i]} ${latitude[i]}${line}`,
      );
    }
    const others = stationsOf.get(cell);
    if (others) others.push(i);
    else stationsOf.set(cell, [i]);
  }
  const effect = new Float64Array(longitude.length);
  const run = { signal: context.signal, threads: 1 };
  const pending = [...stationsOf];
  for (let first = 0; first < pending.length; first += CELLS_AT_ONCE) {
    context.signal.throwIfAborted();
    await Promise.all(
      pending.slice(first, first + CELLS_AT_ONCE).map(async ([cell, indices]) => {
        const pick = (array: Float64Array) => Float64Array.from(indices, (i) => array[i] as number);
        const lowest = indices.reduce((least, i) => Math.min(least, heights[i] as number), Number.POSITIVE_INFINITY);
        const own = ownGround === "stations" ? lowest : (topography.values[cell] as number);
        const stations = { longitude: pick(longitude), latitude: pick(latitude), height: pick(heights) };
        const tesseroids = cells.tesseroids(cell, radius, own, block);
        const found = await context.kernels.potential.tesseroidGravity({ stations, tesseroids }, run);
        for (const [k, i] of indices.entries()) effect[i] = found[k] as number;
      }),
    );
    context.progress(Math.min(1, (first + CELLS_AT_ONCE) / pending.length));
  }
  return effect;
}
