import {
  type GridGeometry,
  GridMismatchError,
  type GridSource,
  headerOf,
  type PluginContext,
  parameters,
  type RegridMethod,
  type StagePlugin,
} from "@geoanomaly/core";
import { gridInput } from "./grid-input.js";

const OWNER = "stage regrid";

/** Part of a sample by which axes may differ and still be the same. */
const SLACK = 1e-9;

/** Rows of the source that can have a say in target rows `firstRow ..`: their extent, and what the widest kernel reaches beyond it. */
function sourceRows(
  source: GridGeometry,
  target: GridGeometry,
  firstRow: number,
  rowCount: number,
): { readonly first: number; readonly count: number } {
  const [, , , , step, top] = source.transform;
  const [, , , , targetStep, targetTop] = target.transform;
  const margin = Math.ceil(Math.max(1, targetStep / step)) + 1;
  const begin = (targetTop + targetStep * firstRow - top) / step;
  const end = (targetTop + targetStep * (firstRow + rowCount) - top) / step;
  const first = Math.min(Math.max(0, Math.floor(begin) - margin), source.rows - 1);
  const last = Math.max(Math.min(source.rows, Math.ceil(end) + margin), first + 1);
  return { first, count: last - first };
}

const bandOf = (source: GridGeometry, first: number, rows: number): GridGeometry => {
  const { cols, registration, crs } = source;
  const [a, b, c, d, e, f] = source.transform;
  return { rows, cols, registration, crs, transform: [a, b, c, d, e, f + e * first] };
};

type Rows = (firstRow: number, rowCount: number, signal: AbortSignal) => Promise<Float32Array>;

/**
 * Resamples on demand. A caller that reads band after band gets the source rows of the next band read while the kernel
 * works on this one.
 */
function resampledRows(source: GridSource, read: Rows, target: GridGeometry, method: RegridMethod, context: PluginContext): Rows {
  let ahead: { readonly first: number; readonly count: number; readonly values: Promise<Float32Array> } | undefined;
  const fetch = (firstRow: number, rowCount: number, signal: AbortSignal) => {
    const range = sourceRows(source, target, firstRow, rowCount);
    const values = read(range.first, range.count, signal);
    values.catch(() => {}); // whoever awaits it sees the error; a band nobody asks for must not crash the process
    return { ...range, values };
  };
  return async (firstRow, rowCount, signal) => {
    const wanted = sourceRows(source, target, firstRow, rowCount);
    const band = ahead?.first === wanted.first && ahead.count === wanted.count ? ahead : fetch(firstRow, rowCount, signal);
    const values = await band.values;
    const next = Math.min(rowCount, target.rows - firstRow - rowCount);
    ahead = next > 0 ? fetch(firstRow + rowCount, next, signal) : undefined;
    const window = { values, geometry: bandOf(source, band.first, band.count) };
    return context.kernels.regrid(window, bandOf(target, firstRow, rowCount), { method, signal, threads: context.threads });
  };
}

/** `average` where the source is finer than the target along either axis, else `bilinear`. */
function naturalMethod(source: GridGeometry, target: GridGeometry): RegridMethod {
  const finer = (axis: 0 | 4) => Math.abs(source.transform[axis]) < Math.abs(target.transform[axis]) * (1 - SLACK);
  return finer(0) || finer(4) ? "average" : "bilinear";
}

/**
 * Resamples to the cells of the run's grid, in bands. Uncertainties are resampled by the same method as values, which takes the
 * errors within a cell as fully correlated: an upper bound of the error of a mean.
 */
export const regrid: StagePlugin = {
  kind: "stage",
  id: "regrid",
  version: "2",
  parameters: {
    type: "object",
    additionalProperties: false,
    properties: {
      method: {
        enum: ["average", "bilinear"],
        description: "Default: average where the source is finer than the grid of the run, else bilinear",
      },
    },
  },
  run: async (data, raw, context) => {
    const source = gridInput(OWNER, data);
    const { target } = context;
    if (source.crs !== target.crs) {
      throw new GridMismatchError(`a source in ${target.crs}`, `${source.crs}; warp it with the reader gdal, or give the right crs`);
    }
    const method = parameters(OWNER, raw, ["method"]).choice("method", ["average", "bilinear"]) ?? naturalMethod(source, target);
    const { readUncertainty } = source;
    const errors = readUncertainty && resampledRows(source, readUncertainty.bind(source), target, method, context);
    return {
      kind: "grid",
      grid: {
        ...headerOf(source),
        ...target,
        effectiveResolution: Math.max(source.effectiveResolution, target.transform[0]), // coarser cells carry less, finer ones no more
        read: resampledRows(source, source.read.bind(source), target, method, context),
        ...(errors && { readUncertainty: errors }),
        close: () => source.close(),
      },
    };
  },
};
