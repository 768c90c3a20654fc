import type { PotentialKernels, TerrainRequest } from "../../contracts/potential-kernels.js";
import { GridMismatchError, InvalidParameterError } from "../../errors.js";
import { prismGravity } from "./prism.js";
import { checkStations } from "./sensitivity-request.js";

/** Block means of a landscape: level l has blocks of 2^l x 2^l cells, those at the southern and eastern edge cut. */
export interface TerrainLevel {
  readonly rows: number;
  readonly cols: number;
  /** Mean of the ground above height 0, and of that below, metres; 0 where the ground is not known. */
  readonly above: Float64Array;
  readonly below: Float64Array;
}

export interface TerrainPlan {
  readonly stations: number;
  readonly west: number;
  readonly north: number;
  /** Of a cell, metres. */
  readonly width: number;
  readonly height: number;
  readonly rows: number;
  readonly cols: number;
  readonly levels: readonly TerrainLevel[];
  readonly density: number;
  readonly belowDensity: number;
  readonly nearRadius: number;
  readonly coarsening: number;
  readonly maximumRadius: number;
}

/** @throws GridMismatchError or InvalidParameterError naming what is wrong. */
export function terrainPlan(request: TerrainRequest): TerrainPlan {
  const { values, geometry } = request.topography;
  const { rows, cols, crs } = geometry;
  const [width, shearX, west, shearY, step, north] = geometry.transform;
  if (values.length !== rows * cols || values.length === 0)
    throw new GridMismatchError(`topography of ${rows} x ${cols} samples`, `${values.length}`);
  if (!(shearX === 0 && shearY === 0 && width > 0 && step < 0))
    throw new GridMismatchError("topography with columns running east and rows south", geometry.transform.join(", "));
  if (crs === "EPSG:4326") throw new GridMismatchError("topography in a CRS of metres", crs);
  const height = -step;
  const plan = {
    density: request.density,
    belowDensity: request.belowDensity ?? 0,
    nearRadius: request.nearRadius ?? 10 * Math.max(width, height),
    coarsening: request.coarsening ?? 20,
    maximumRadius: request.maximumRadius ?? Number.POSITIVE_INFINITY,
  };
  for (const [name, value] of Object.entries(plan))
    if (Number.isNaN(value) || (!name.endsWith("ensity") && value <= 0))
      throw new InvalidParameterError("terrainEffect", name, "a positive number", String(value));
  const levels = [groundLevel(values, rows, cols)];
  for (let last = levels[0] as TerrainLevel; last.rows * last.cols > 1; last = levels.at(-1) as TerrainLevel)
    levels.push(coarser(last, rows, cols, 2 ** (levels.length - 1)));
  return { stations: checkStations(request.stations), west, north, width, height, rows, cols, levels, ...plan };
}

function groundLevel(values: Float32Array, rows: number, cols: number): TerrainLevel {
  const known = Float64Array.from(values, (ground) => (Number.isNaN(ground) ? 0 : ground));
  const [above, below] = [known.map((ground) => Math.max(ground, 0)), known.map((ground) => Math.min(ground, 0))];
  return { rows, cols, above, below };
}

/** Means of two by two blocks, each weighing as many cells as it covers. */
function coarser(fine: TerrainLevel, rows: number, cols: number, cells: number): TerrainLevel {
  const [outRows, outCols] = [Math.ceil(fine.rows / 2), Math.ceil(fine.cols / 2)];
  const span = (index: number, count: number) => Math.min(count, (index + 1) * cells) - index * cells;
  const mean = (values: Float64Array) =>
    Float64Array.from({ length: outRows * outCols }, (_, block) => {
      const [row, col] = [2 * Math.floor(block / outCols), 2 * (block % outCols)];
      let [sum, weight] = [0, 0];
      for (let r = row; r < Math.min(row + 2, fine.rows); r++)
        for (let c = col; c < Math.min(col + 2, fine.cols); c++) {
          const area = span(r, rows) * span(c, cols);
          sum += area * (values[r * fine.cols + c] ?? 0);
          weight += area;
        }
      return sum / weight;
    });
  return { rows: outRows, cols: outCols, above: mean(fine.above), below: mean(fine.below) };
}

/** Blocks from coarse to fine, each either taken as one column or opened. */
export const terrainEffect: PotentialKernels["terrainEffect"] = async (request, options) => {
  const plan = terrainPlan(request);
  const { easting, northing, upward } = request.stations;
  const effect = (e: number, n: number, u: number, level: number, row: number, col: number): number => {
    const cells = 2 ** level;
    const west = plan.west + col * cells * plan.width - e;
    const east = plan.west + Math.min(plan.cols, (col + 1) * cells) * plan.width - e;
    const north = plan.north - row * cells * plan.height - n;
    const south = plan.north - Math.min(plan.rows, (row + 1) * cells) * plan.height - n;
    const distance = Math.hypot(Math.max(west, -east, 0), Math.max(south, -north, 0));
    if (distance > plan.maximumRadius) return 0;
    const block = plan.levels[level] as TerrainLevel;
    const small = Math.max(east - west, north - south) * plan.coarsening <= distance;
    if (level > 0 && !(small && distance >= plan.nearRadius)) {
      const finer = plan.levels[level - 1] as TerrainLevel;
      let sum = 0;
      for (let r = 2 * row; r < Math.min(2 * row + 2, finer.rows); r++)
        for (let c = 2 * col; c < Math.min(2 * col + 2, finer.cols); c++) sum += effect(e, n, u, level - 1, r, c);
      return sum;
    }
    if (Math.hypot(west + east, south + north) / 2 > plan.maximumRadius) return 0;
    const above = block.above[row * block.cols + col] ?? 0;
    const below = block.below[row * block.cols + col] ?? 0;
    let sum = 0;
    if (above > 0) sum += plan.density * prismGravity([west, east, south, north, -u, above - u]);
    if (below < 0) sum += plan.belowDensity * prismGravity([west, east, south, north, below - u, -u]);
    return sum;
  };
  return Float64Array.from({ length: plan.stations }, (_, i) => {
    options?.signal?.throwIfAborted();
    return effect(easting[i] ?? 0, northing[i] ?? 0, upward[i] ?? 0, plan.levels.length - 1, 0, 0);
  });
};
