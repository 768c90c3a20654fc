import type { EulerSolution } from "./euler-solution.js";

/** Neighbours of a window on its lattice, itself included, that must have seen a source to say how they scatter. */
const LEAST_NEIGHBOURS = 4;

const median = (values: number[]): number => {
  const sorted = Float64Array.from(values).sort();
  return sorted.length === 0 ? Number.NaN : (sorted[(sorted.length - 1) >> 1]! + sorted[sorted.length >> 1]!) / 2;
};

/**
 * How much neighbouring windows differ in the depth they see: its standard deviation over 3 x 3 windows as a part of its mean, median over
 * all windows. With the right structural index windows over one body agree; with a wrong one the depth follows the window. NaN where no
 * window has enough neighbours. (Places are left out: along a long body they follow the window in any case.)
 */
export function solutionScatter(solutions: readonly EulerSolution[]): number {
  const key = (col: number, row: number) => `${col} ${row}`;
  const byPlace = new Map(solutions.map(({ window, depth }) => [key(window.latticeCol, window.latticeRow), depth]));
  const scatters: number[] = [];
  for (const { window } of solutions) {
    const depths: number[] = [];
    for (let row = window.latticeRow - 1; row <= window.latticeRow + 1; row++)
      for (let col = window.latticeCol - 1; col <= window.latticeCol + 1; col++) {
        const depth = byPlace.get(key(col, row));
        if (depth !== undefined) depths.push(depth);
      }
    if (depths.length < LEAST_NEIGHBOURS) continue;
    const mean = depths.reduce((sum, depth) => sum + depth, 0) / depths.length;
    scatters.push(Math.sqrt(depths.reduce((sum, depth) => sum + (depth - mean) ** 2, 0) / depths.length) / mean);
  }
  return median(scatters);
}

/** Median of the uncertainty of the depth as a part of it. */
export const relativeUncertainty = (solutions: readonly EulerSolution[]): number =>
  median(solutions.map(({ depth, uncertainty }) => uncertainty / depth));
