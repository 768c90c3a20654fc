import {
  GridMismatchError,
  InvalidParameterError,
  type PlaneGrid,
  type PluginContext,
  parameters,
  planeGrid,
  type StagePlugin,
} from "@geoanomaly/core";
import { type Acceptance, type EulerSolution, eulerSolution, type Rejection } from "./euler-solution.js";
import { type EulerWindow, eulerWindow } from "./euler-window.js";
import { type FieldGradient, fieldGradient, GRADIENT_BYTES_PER_SAMPLE, quantile, totalSize } from "./field-gradient.js";
import { sourcePoints } from "./source-points.js";
import { relativeUncertainty, solutionScatter } from "./structural-index.js";

const OWNER = "stage euler";
/** Contact, dyke or step, cylinder, sphere of a magnetic field; a gravity field has one less. Half steps are bodies in between. */
const SCAN = [0, 0.5, 1, 1.5, 2, 2.5, 3];
const CRITERIA = ["uncertainty", "scatter"] as const;
/** Fewer sources than this, or than this part of what another index sees, are too few to choose an index by. Wrong ones see more, not fewer. */
const LEAST_SOURCES = 4;
const LEAST_PART = 0.05;

interface Windows {
  readonly solvable: readonly EulerWindow[];
  readonly counts: { readonly windows: number; readonly weak: number; readonly unsolvable: number };
}

function allWindows(
  grid: PlaneGrid,
  gradient: FieldGradient,
  size: number,
  stride: number,
  signal: number,
  { signal: abort, progress }: PluginContext,
): Windows {
  const { rows, cols } = grid.shape;
  const strengths = Float64Array.from(grid.values, (_, i) => totalSize(gradient, i));
  const least = quantile(strengths, signal);
  const solvable: EulerWindow[] = [];
  let [windows, weak, unsolvable] = [0, 0, 0];
  for (let firstRow = 0, latticeRow = 0; firstRow + size <= rows; firstRow += stride, latticeRow++) {
    abort.throwIfAborted();
    for (let firstCol = 0, latticeCol = 0; firstCol + size <= cols; firstCol += stride, latticeCol++) {
      windows++;
      let strongest = 0;
      for (let row = firstRow; row < firstRow + size; row++)
        for (let i = row * cols + firstCol; i < row * cols + firstCol + size; i++) if (strengths[i]! > strongest) strongest = strengths[i]!;
      if (strongest < least) {
        weak++;
        continue;
      }
      const window = eulerWindow(grid, gradient, { firstRow, firstCol, size, latticeRow, latticeCol });
      if (window) solvable.push(window);
      else unsolvable++;
    }
    progress(firstRow / rows);
  }
  return { solvable, counts: { windows, weak, unsolvable } };
}

interface Attempt {
  readonly index: number;
  readonly solutions: readonly EulerSolution[];
  readonly rejected: Readonly<Record<Rejection, number>>;
}

function attempt(windows: readonly EulerWindow[], index: number, size: number, grid: PlaneGrid, accept: Acceptance): Attempt {
  const rejected = { aboveLevel: 0, tooDeep: 0, outsideWindow: 0, uncertain: 0 };
  const solutions: EulerSolution[] = [];
  for (const window of windows) {
    const solution = eulerSolution(window, index, size, grid, accept);
    if (typeof solution === "string") rejected[solution]++;
    else solutions.push(solution);
  }
  return { index, solutions, rejected };
}

/** The attempt with the least of a criterion among those that took enough windows; the first of equals. */
function best(attempts: readonly Attempt[], measure: (solutions: readonly EulerSolution[]) => number): Attempt {
  const most = Math.max(...attempts.map(({ solutions }) => solutions.length));
  const ranked = attempts.map((made) => ({
    made,
    value: made.solutions.length >= Math.max(LEAST_SOURCES, LEAST_PART * most) ? measure(made.solutions) : Number.NaN,
  }));
  return ranked.reduce((lead, next) => (next.value < lead.value || (Number.isNaN(lead.value) && !Number.isNaN(next.value)) ? next : lead))
    .made;
}

/**
 * Euler deconvolution: from windows of a field in mGal or nT to sources with place and depth. The structural index is given, or scanned
 * over 0 (contact) to 3 (magnetic sphere; a gravity sphere is 2) in halves: the one whose depths are least uncertain (median of the error
 * over the depth), or whose neighbouring windows agree best (`scatter`), is used for the whole grid, and all of them are reported. The base level is solved for in each window.
 * A source is taken if it lies below its window and the standard error of its depth is small beside the depth; those of windows over one
 * body are not merged. Standard errors hold for residuals that are independent, which those of smooth grids are not: a lower bound.
 * Depths are below the ground or the level of observation, see `depthBelow` of the report.
 */
export const euler: StagePlugin = {
  kind: "stage",
  id: "euler",
  version: "1",
  parameters: {
    type: "object",
    additionalProperties: false,
    properties: {
      window: { type: "integer", minimum: 3, maximum: 101, default: 11, description: "Samples along the side of a window" },
      stride: { type: "integer", minimum: 1, description: "Samples between windows; default: half a window" },
      structuralIndex: { type: "number", minimum: 0, maximum: 3, description: "Default: scanned" },
      criterion: { enum: CRITERIA, default: "uncertainty", description: "Of the scan" },
      tolerance: { type: "number", exclusiveMinimum: 0, maximum: 1, default: 0.1, description: "Largest error of a depth as a part of it" },
      maximumDepth: { type: "number", exclusiveMinimum: 0, description: "Metres; default: twice the width of a window" },
      reach: {
        type: "number",
        exclusiveMinimum: 0,
        maximum: 4,
        default: 1,
        description: "Of a source from the middle of its window, in half widths",
      },
      signal: {
        type: "number",
        minimum: 0,
        maximum: 1,
        default: 0.25,
        description: "Windows whose total gradient stays below this quantile are left out",
      },
    },
  },
  run: async (data, raw, context) => {
    const given = parameters(OWNER, raw, [
      "window",
      "stride",
      "structuralIndex",
      "criterion",
      "tolerance",
      "maximumDepth",
      "reach",
      "signal",
    ]);
    const size = given.number("window", { min: 3, max: 101, integer: true }) ?? 11;
    const stride = given.number("stride", { min: 1, integer: true }) ?? Math.max(1, size >> 1);
    const fixed = given.number("structuralIndex", { min: 0, max: 3 });
    const criterion = given.choice("criterion", CRITERIA) ?? "uncertainty";
    const signal = given.number("signal", { min: 0, max: 1 }) ?? 0.25;
    const grid = await planeGrid(OWNER, data, context, GRADIENT_BYTES_PER_SAMPLE);
    const { unit } = grid.header.quantity;
    if (unit !== "mGal" && unit !== "nT") throw new GridMismatchError(`a field in mGal or nT as input of ${OWNER}`, unit);
    if (size > Math.min(grid.shape.rows, grid.shape.cols))
      throw new InvalidParameterError(
        OWNER,
        "window",
        `at most the ${grid.shape.rows} x ${grid.shape.cols} samples of the grid`,
        String(size),
      );
    const accept: Acceptance = {
      tolerance: given.number("tolerance", { min: Number.MIN_VALUE, max: 1 }) ?? 0.1,
      maximumDepth: given.number("maximumDepth", { min: Number.MIN_VALUE }) ?? 2 * size * Math.max(grid.spacing.east, grid.spacing.north),
      reach: given.number("reach", { min: Number.MIN_VALUE, max: 4 }) ?? 1,
    };
    const { solvable, counts } = allWindows(grid, await fieldGradient(grid, context), size, stride, signal, context);
    const attempts = (fixed === undefined ? SCAN : [fixed]).map((index) => attempt(solvable, index, size, grid, accept));
    const chosen = best(attempts, criterion === "scatter" ? solutionScatter : relativeUncertainty);
    const {
      data: points,
      aboveGround,
      depthBelow,
    } = sourcePoints(
      grid,
      chosen.solutions.map(({ window, east, north, depth, uncertainty }) => ({
        col: window.col + east / grid.spacing.east,
        row: window.row - north / grid.spacing.north,
        depth,
        uncertainty,
      })),
    );
    const finite = (value: number) => (Number.isNaN(value) ? null : value);
    context.report?.({
      structuralIndex: chosen.index,
      structuralIndexFrom: fixed === undefined ? criterion : "parameter",
      scan: attempts.map(({ index, solutions }) => ({
        structuralIndex: index,
        accepted: solutions.length,
        scatter: finite(solutionScatter(solutions)),
        relativeUncertainty: finite(relativeUncertainty(solutions)),
      })),
      ...counts,
      ...chosen.rejected,
      aboveGround,
      accepted: chosen.solutions.length - aboveGround,
      depthBelow,
      window: size,
      stride,
      ...accept,
      signal,
    });
    if (chosen.solutions.length === aboveGround)
      context.logger.log("warn", "euler: no window saw a source that can be accepted", { ...counts, ...chosen.rejected });
    return points;
  },
};
