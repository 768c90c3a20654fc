import {
  type GridGeometry,
  InvalidParameterError,
  type PluginContext,
  type PointSet,
  parameters,
  type StagePlugin,
} from "@geoanomaly/core";
import { pointsInput, usableReadings } from "./points-input.js";
import { valueFacts } from "./statistics.js";

const OWNER = "stage block-median";

/** A robust scatter of fewer readings says nothing. */
const ENOUGH = 3;

/** Blocks that cover the readings; their lattice passes through the run's grid, so that blocks of its step are its cells. */
function blockLattice(points: PointSet, spacing: number | undefined, { target }: PluginContext): GridGeometry {
  const [stepX, , west, , stepY, north] = target.transform;
  const aligned = points.crs === target.crs;
  const [width, height] = [spacing ?? stepX, spacing ?? -stepY];
  if (spacing === undefined && !aligned) {
    throw new InvalidParameterError(OWNER, "spacing", `a number: readings are in ${points.crs}, the grid in ${target.crs}`, "nothing");
  }
  const extent = { west: Infinity, east: -Infinity, south: Infinity, north: -Infinity };
  for (let i = 0; i < points.values.length; i++) {
    const [x, y] = [points.easting[i] as number, points.northing[i] as number];
    if (!(Number.isFinite(points.values[i]) && Number.isFinite(x) && Number.isFinite(y))) continue;
    extent.west = Math.min(extent.west, x);
    extent.east = Math.max(extent.east, x);
    extent.south = Math.min(extent.south, y);
    extent.north = Math.max(extent.north, y);
  }
  const [originX, originY] = aligned ? [west, north] : [0, 0];
  const none = !(extent.east >= extent.west);
  const firstCol = none ? 0 : Math.floor((extent.west - originX) / width);
  const firstRow = none ? 0 : Math.floor((originY - extent.north) / height);
  return {
    cols: none ? 1 : Math.floor((extent.east - originX) / width) - firstCol + 1,
    rows: none ? 1 : Math.floor((originY - extent.south) / height) - firstRow + 1,
    // One lattice for every survey: an origin that moved with the readings would move the blocks.
    transform: [width, 0, originX + firstCol * width, 0, -height, originY - firstRow * height],
    registration: "area",
    crs: points.crs,
  };
}

/** Root of the mean square of the scatters that stand on enough readings; NaN if none does. */
function pooledScatter(scatter: Float64Array, count: Uint32Array): number {
  const known = scatter.filter((_, i) => (count[i] as number) >= ENOUGH);
  return Math.sqrt(known.reduce((sum, value) => sum + value * value, 0) / known.length);
}

/**
 * One reading per block: medians of value, place and height. Its uncertainty is the robust scatter (1.4826 MAD) over the square root of the number
 * of readings; where fewer than three readings or all equal ones say nothing about scatter, the pooled scatter of all blocks stands in; and the
 * reported uncertainty of single readings is never undercut. Lines, times and source lines do not outlive the mixing of readings.
 */
export const blockMedian: StagePlugin = {
  kind: "stage",
  id: "block-median",
  version: "1",
  parameters: {
    type: "object",
    additionalProperties: false,
    properties: {
      spacing: { type: "number", exclusiveMinimum: 0, description: "Side of a block, CRS units; default: the cells of the run's grid" },
    },
  },
  run: async (data, raw, context) => {
    const points = pointsInput(OWNER, data);
    const spacing = parameters(OWNER, raw, ["spacing"]).number("spacing", { min: Number.MIN_VALUE });
    const lattice = blockLattice(points, spacing, context);
    const others = [points.upward, points.groundHeight, points.uncertainty];
    const columns = [points.easting, points.northing, points.values, ...others.filter((column) => column !== undefined)];
    const { signal, threads } = context;
    const blocks = await context.kernels.gridding.blockMedian(columns, lattice, { signal, threads });
    const [easting, northing, values, ...rest] = blocks.columns as [Float64Array, Float64Array, Float64Array, ...Float64Array[]];
    const [upward, groundHeight, reported] = others.map((column) => (column === undefined ? undefined : rest.shift()));

    const pooled = pooledScatter(blocks.scatter, blocks.count);
    const uncertainty = blocks.scatter.map((scatter, i) => {
      const count = blocks.count[i] as number;
      const own = count >= ENOUGH && scatter > 0 ? scatter : pooled;
      return Math.max(own || 0, reported?.[i] || 0) / Math.sqrt(count);
    });
    const known = reported !== undefined || pooled > 0;

    const used = usableReadings(points);
    const withoutValue = points.values.length - used;
    if (withoutValue > 0) context.logger.log("info", `${withoutValue} readings without a value or place are left out`, { withoutValue });
    context.report?.({
      unit: points.quantity.unit,
      readings: points.values.length,
      withoutValue,
      blocks: values.length,
      blockSize: [lattice.transform[0], -lattice.transform[4]],
      largestBlock: blocks.count.reduce((a, b) => Math.max(a, b), 0),
      singleReadings: blocks.count.reduce((n, count) => n + (count === 1 ? 1 : 0), 0),
      pooledScatter: Number.isFinite(pooled) ? pooled : null,
      before: valueFacts(points.values),
      after: valueFacts(values),
    });
    const { crs, quantity, height, epoch } = points;
    return {
      kind: "points",
      points: {
        easting,
        northing,
        values,
        crs,
        quantity,
        height,
        ...(epoch !== undefined && { epoch }),
        ...(upward && { upward }),
        ...(groundHeight && { groundHeight }),
        ...(known && { uncertainty }),
      },
    };
  },
};
