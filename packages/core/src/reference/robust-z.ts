import type { Kernels } from "../contracts/kernels.js";
import { GridMismatchError, InvalidParameterError } from "../errors.js";
import { checkLength, tilesOf } from "./grid-arguments.js";

/** Normal-consistent scale from the MAD. R `stats::mad`: constant = 1/qnorm(3/4), rounded. */
const MAD_TO_SIGMA = 1.4826;

interface TileWeight {
  readonly tile: number;
  readonly weight: number;
}

/** Tiles whose centres enclose sample `index` of `count`, with linear weights; one tile beyond the outermost centres unless `wrap`. */
function between(index: number, count: number, size: number, wrap: boolean): readonly TileWeight[] {
  const tiles = Math.ceil(count / size);
  const centre = (tile: number) => (tile * size + Math.min((tile + 1) * size, count)) / 2;
  const position = index + 0.5;
  const left = Array.from({ length: tiles }, (_, tile) => tile).findLast((tile) => centre(tile) <= position) ?? -1;
  if (!wrap && (left < 0 || left === tiles - 1)) return [{ tile: Math.max(left, 0), weight: 1 }];
  const from = left < 0 ? centre(tiles - 1) - count : centre(left);
  const to = left === tiles - 1 ? centre(0) + count : centre(left + 1);
  const fraction = (position - from) / (to - from);
  return [
    { tile: left < 0 ? tiles - 1 : left, weight: 1 - fraction },
    { tile: left === tiles - 1 ? 0 : left + 1, weight: fraction },
  ];
}

/** @throws GridMismatchError, InvalidParameterError; see {@link Kernels.robustZ}. */
export function checkRobustZ(...[values, shape, tile, medians, mads, options]: Parameters<Kernels["robustZ"]>): void {
  const tiles = tilesOf(shape, tile);
  checkLength("medians", medians, tiles.rows * tiles.cols);
  checkLength("mads", mads, tiles.rows * tiles.cols);
  if (options?.out !== undefined) checkLength("out", options.out, values.length);
  const firstRow = options?.firstRow ?? 0;
  const rows = shape.cols === 0 ? 0 : values.length / shape.cols;
  if (
    !Number.isInteger(rows) ||
    !Number.isInteger(firstRow) ||
    firstRow < 0 ||
    firstRow + rows > shape.rows ||
    (rows === 0 && values.length > 0)
  ) {
    throw new GridMismatchError(`whole rows of a ${shape.rows} x ${shape.cols} grid from row ${firstRow}`, `${values.length} samples`);
  }
  const limit = options?.limit ?? 6;
  if (!(limit > 0)) throw new InvalidParameterError("robustZ", "limit", "a number > 0", String(limit));
}

/** Robust z-score: median and MAD of the sample's tile, or the weighted mean of those of the tiles around that have a scale. */
export const robustZ: Kernels["robustZ"] = async (values, shape, tile, medians, mads, options = {}) => {
  checkRobustZ(values, shape, tile, medians, mads, options);
  const { mode = "tile", wrap = false, firstRow = 0, limit = 6, out = new Float32Array(values.length), signal } = options;
  const tileCols = Math.ceil(shape.cols / tile.cols);
  const around = (index: number, count: number, size: number, comesRound: boolean) =>
    mode === "tile" ? [{ tile: Math.floor(index / size), weight: 1 }] : between(index, count, size, comesRound);
  const byColumn = Array.from({ length: shape.cols }, (_, col) => around(col, shape.cols, tile.cols, wrap));
  for (let row = 0; row * shape.cols < values.length; row++) {
    signal?.throwIfAborted();
    const byRow = around(firstRow + row, shape.rows, tile.rows, false);
    for (let col = 0; col < shape.cols; col++) {
      let weight = 0;
      let median = 0;
      let mad = 0;
      for (const r of byRow) {
        for (const c of byColumn[col]!) {
          const index = r.tile * tileCols + c.tile;
          if (!(mads[index]! > 0 && Number.isFinite(mads[index]) && Number.isFinite(medians[index]))) continue;
          weight += r.weight * c.weight;
          median += r.weight * c.weight * medians[index]!;
          mad += r.weight * c.weight * mads[index]!;
        }
      }
      const x = values[row * shape.cols + col]!;
      const z = Number.isFinite(x) && weight > 0 ? (x - median / weight) / (MAD_TO_SIGMA * (mad / weight)) : Number.NaN;
      out[row * shape.cols + col] = Math.max(-limit, Math.min(limit, z));
    }
  }
  return out;
};
