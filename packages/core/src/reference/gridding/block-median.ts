import type { GriddingKernels } from "../../contracts/gridding-kernels.js";
import { cellFrame, cellOf, checkColumns } from "./arguments.js";

/** Normal-consistent scale from the MAD. R `stats::mad`: constant = 1/qnorm(3/4), rounded. */
const MAD_TO_SIGMA = 1.4826;

/** NaN if empty; the mean of the two middle ones for an even count. */
function median(values: Float64Array): number {
  if (values.length === 0) return Number.NaN;
  const sorted = values.slice().sort();
  return 0.5 * (sorted[Math.floor((sorted.length - 1) / 2)]! + sorted[Math.floor(sorted.length / 2)]!);
}

export const blockMedian: GriddingKernels["blockMedian"] = async (columns, geometry, options = {}) => {
  checkColumns(columns);
  const frame = cellFrame("blockMedian", geometry);
  options.signal?.throwIfAborted();
  const [easting, northing, values] = columns as [Float64Array, Float64Array, Float64Array];
  const blocks = new Map<number, number[]>();
  for (let i = 0; i < values.length; i++) {
    const cell = Number.isFinite(values[i]) ? cellOf(frame, easting[i]!, northing[i]!) : -1;
    if (cell < 0) continue;
    const block = blocks.get(cell);
    if (block === undefined) blocks.set(cell, [i]);
    else block.push(i);
  }
  const filled = [...blocks.keys()].sort((a, b) => a - b).map((cell) => blocks.get(cell)!);
  const members = (column: Float64Array, block: readonly number[]) =>
    Float64Array.from(block, (i) => column[i]!).filter((value) => Number.isFinite(value));
  const medians = columns.map((column) => Float64Array.from(filled, (block) => median(members(column, block))));
  const scatter = Float64Array.from(
    filled,
    (block, i) => MAD_TO_SIGMA * median(members(values, block).map((value) => Math.abs(value - medians[2]![i]!))),
  );
  return { columns: medians, scatter, count: Uint32Array.from(filled, (block) => block.length) };
};
