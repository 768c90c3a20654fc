import type { Kernels } from "../contracts/kernels.js";
import { checkFuse } from "./fuse.js";
import { checkRowWeights, checkSamples } from "./grid-arguments.js";

/** Fewest common cells that say anything. */
const MIN_CELLS = 3;

/** Weighted Pearson correlation over the cells where both are finite and the weight is > 0; 0 where a layer does not vary there. */
function pearson(a: Float32Array, b: Float32Array, weightOf: (cell: number) => number): number {
  const cells = Array.from(a.keys()).filter((cell) => Number.isFinite(a[cell]) && Number.isFinite(b[cell]) && weightOf(cell) > 0);
  if (cells.length < MIN_CELLS) return 0;
  const sum = (term: (cell: number) => number) => cells.reduce((total, cell) => total + weightOf(cell) * term(cell), 0);
  const total = sum(() => 1);
  const meanA = sum((cell) => a[cell]!) / total;
  const meanB = sum((cell) => b[cell]!) / total;
  const varianceA = sum((cell) => (a[cell]! - meanA) ** 2);
  const varianceB = sum((cell) => (b[cell]! - meanB) ** 2);
  if (!(varianceA > 0 && varianceB > 0)) return 0;
  const covariance = sum((cell) => (a[cell]! - meanA) * (b[cell]! - meanB));
  return Math.max(-1, Math.min(1, covariance / Math.sqrt(varianceA) / Math.sqrt(varianceB)));
}

export const correlation: Kernels["correlation"] = async (layers, { shape, rowWeights } = {}) => {
  const length = checkFuse(layers, undefined, undefined);
  const rows = shape?.rows ?? rowWeights?.length ?? 1;
  checkSamples("a layer", layers[0]!, shape ?? { rows, cols: rows === 0 ? 0 : length / rows });
  checkRowWeights(rowWeights, rows);
  const cols = length / rows;
  const weightOf = (cell: number) => rowWeights?.[Math.floor(cell / cols)] ?? 1;
  return layers.map((a, i) => layers.map((b, j) => (i === j ? 1 : i < j ? pearson(a, b, weightOf) : pearson(b, a, weightOf))));
};
