import { type Grid, InvalidParameterError, type PluginContext, type PointSet } from "@geoanomaly/core";
import { geographic } from "./gravity-points.js";
import { type BlockOfCell, CellsAround } from "./topography-tesseroids.js";

/** So many groups of stations are with the kernel at once. */
const GROUPS_AT_ONCE = 32;

/** Stations that see the same blocks. */
interface Group {
  readonly cell: number;
  readonly ground: number;
  readonly stations: number[];
}

export interface SphericalEffect {
  readonly topography: Grid;
  /** Cells whose middle is farther than this from that of the station's cell are left out, metres. */
  readonly radius: number;
  readonly block: BlockOfCell;
  /** Height of the ground at each station, for the cell it stands on: coarse topography runs above or below it. Default: the topography's. */
  readonly ground?: Float64Array;
}

/**
 * Attraction of the blocks around each station on a sphere, mGal, positive down. Geodetic latitudes are taken for spherical ones.
 * @throws InvalidParameterError naming a station outside of the topography.
 */
export async function sphericalEffect(
  owner: string,
  points: PointSet,
  heights: Float64Array,
  { topography, radius, block, ground }: SphericalEffect,
  context: PluginContext,
): Promise<Float64Array> {
  const cells = new CellsAround(topography);
  const { longitude, latitude } = await geographic(points);
  const groups = new Map<string, Group>();
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
    const own = (ground ? ground[i] : topography.values[cell]) as number;
    const key = `${cell}:${own}`;
    const others = groups.get(key);
    if (others) others.stations.push(i);
    else groups.set(key, { cell, ground: own, stations: [i] });
  }
  const effect = new Float64Array(longitude.length);
  const run = { signal: context.signal, threads: 1 };
  const pending = [...groups.values()];
  for (let first = 0; first < pending.length; first += GROUPS_AT_ONCE) {
    context.signal.throwIfAborted();
    await Promise.all(
      pending.slice(first, first + GROUPS_AT_ONCE).map(async ({ cell, ground: own, stations: indices }) => {
        const pick = (array: Float64Array) => Float64Array.from(indices, (i) => array[i] as number);
        const stations = { longitude: pick(longitude), latitude: pick(latitude), height: pick(heights) };
        const tesseroids = cells.tesseroids(cell, radius, own, block);
        const found = await context.kernels.potential.tesseroidGravity({ stations, tesseroids }, run);
        for (const [k, i] of indices.entries()) effect[i] = found[k] as number;
      }),
    );
    context.progress(Math.min(1, (first + GROUPS_AT_ONCE) / pending.length));
  }
  return effect;
}
