import type { Grid, GridSource } from "../contracts/grid.js";
import type { PointSet } from "../contracts/points.js";
import type { RawData } from "../contracts/raw-data.js";
import { GridMismatchError } from "../errors.js";
import { headerOf } from "../geo/grid-geometry.js";
import { sampleGrid } from "../geo/sample-grid.js";

/** Samples of a grid as readings at their places; samples without data are no readings. */
async function gridReadings(grid: GridSource, signal: AbortSignal): Promise<PointSet> {
  const { rows, cols, transform, crs, quantity, height, epoch } = headerOf(grid);
  const values = await (grid.readDouble?.(0, rows, signal) ?? grid.read(0, rows, signal));
  const heights = await grid.readHeight?.(0, rows, signal);
  const uncertainty = await grid.readUncertainty?.(0, rows, signal);
  const kept = Uint32Array.from(values.keys()).filter((i) => Number.isFinite(values[i]));
  const pick = (of: (i: number) => number) => Float64Array.from(kept, of);
  return {
    easting: pick((i) => transform[2] + transform[0] * ((i % cols) + 0.5)),
    northing: pick((i) => transform[5] + transform[4] * (Math.floor(i / cols) + 0.5)),
    values: pick((i) => values[i] as number),
    ...(heights ? { upward: pick((i) => heights[i] as number) } : {}),
    ...(uncertainty ? { uncertainty: pick((i) => uncertainty[i] as number) } : {}),
    crs,
    quantity,
    height,
    ...(epoch === undefined ? {} : { epoch }),
  };
}

/**
 * Readings as an inversion wants them: with a value, in the CRS of the mesh, each with its height. Readings without a value are left
 * out and counted by the caller, which compares lengths.
 * @param topography Needed where heights are above the ground.
 * @throws GridMismatchError for data of another kind or CRS, or heights above a ground that is not known.
 */
export async function inversionReadings(
  data: RawData,
  name: string,
  crs: string,
  topography: Grid | undefined,
  signal: AbortSignal,
): Promise<PointSet> {
  if (data.kind !== "grid" && data.kind !== "points") throw new GridMismatchError(`${name} as readings or a grid`, data.kind);
  const points = data.kind === "grid" ? await gridReadings(data.grid, signal) : data.points;
  if (points.crs !== crs) throw new GridMismatchError(`readings of ${name} in ${crs}, the CRS of the frame (stage project)`, points.crs);
  const upward = absoluteHeights(points, name, topography);
  const kept = Uint32Array.from(points.values.keys()).filter((i) => Number.isFinite(points.values[i]));
  const pick = (array: Float64Array) => Float64Array.from(kept, (i) => array[i] as number);
  return {
    easting: pick(points.easting),
    northing: pick(points.northing),
    upward: pick(upward),
    values: pick(points.values),
    ...(points.uncertainty ? { uncertainty: pick(points.uncertainty) } : {}),
    ...(points.sourceLines ? { sourceLines: Uint32Array.from(kept, (i) => points.sourceLines?.[i] as number) } : {}),
    crs: points.crs,
    quantity: points.quantity,
    height:
      points.height.datum === "terrain" ? { metres: points.height.metres, datum: topography?.height.datum ?? "unknown" } : points.height,
    ...(points.epoch === undefined ? {} : { epoch: points.epoch }),
  };
}

function absoluteHeights({ easting, northing, upward, height }: PointSet, name: string, topography: Grid | undefined): Float64Array {
  const own = upward ?? new Float64Array(easting.length).fill(height.metres);
  if (height.datum !== "terrain") return own;
  if (!topography)
    throw new GridMismatchError(`heights of ${name} above a datum, or topography for the inversion`, "heights above the ground");
  return own.map((above, i) => above + sampleGrid(topography, easting[i] as number, northing[i] as number));
}
