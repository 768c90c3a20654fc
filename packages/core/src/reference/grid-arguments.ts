import type { GridGeometry } from "../contracts/grid.js";
import type { GridWindow, Shape } from "../contracts/kernels.js";
import { GridMismatchError, InvalidParameterError } from "../errors.js";

const describe = (shape: Shape) => `${shape.rows} x ${shape.cols}`;

/** @throws GridMismatchError unless rows and columns are whole and not negative. */
function checkShape(shape: Shape): void {
  for (const count of [shape.rows, shape.cols]) {
    if (!Number.isSafeInteger(count) || count < 0) throw new GridMismatchError("a shape of whole numbers", describe(shape));
  }
}

/** @throws GridMismatchError unless `values` has one sample per cell of `shape`. */
export function checkSamples(what: string, values: { readonly length: number }, shape: Shape): void {
  checkShape(shape);
  if (values.length !== shape.rows * shape.cols) {
    throw new GridMismatchError(`${what} of ${describe(shape)} = ${shape.rows * shape.cols} samples`, `${values.length}`);
  }
}

/** @throws GridMismatchError unless both arrays have the same length. */
export function checkLength(what: string, array: { readonly length: number }, length: number): void {
  if (array.length !== length) throw new GridMismatchError(`${what} of length ${length}`, `length ${array.length}`);
}

/** @throws GridMismatchError unless there is one weight per row; InvalidParameterError unless each is finite and not negative. */
export function checkRowWeights(weights: Float64Array | undefined, rows: number): void {
  if (weights === undefined) return;
  checkLength("rowWeights", weights, rows);
  const wrong = weights.findIndex((weight) => !(weight >= 0 && weight < Number.POSITIVE_INFINITY));
  if (wrong >= 0) throw new InvalidParameterError("rowWeights", `[${wrong}]`, "a finite weight >= 0", String(weights[wrong]));
}

/** Tiles that cover a grid; those at the southern and eastern edge may be cut. @throws GridMismatchError unless a tile has rows and columns. */
export function tilesOf(shape: Shape, tile: Shape): Shape {
  checkShape(shape);
  checkShape(tile);
  if (tile.rows < 1 || tile.cols < 1) throw new GridMismatchError("a tile of at least 1 x 1", describe(tile));
  return { rows: Math.ceil(shape.rows / tile.rows), cols: Math.ceil(shape.cols / tile.cols) };
}

/** @throws GridMismatchError unless the grid is north-up: columns run east, rows south, without rotation. */
function checkNorthUp(what: string, { transform: [a, b, , d, e] }: GridGeometry): void {
  if (!(b === 0 && d === 0 && a > 0 && e < 0)) {
    throw new GridMismatchError(
      `${what} with columns running east and rows south, not rotated`,
      `column step (${a}, ${d}), row step (${b}, ${e})`,
    );
  }
}

/** @throws GridMismatchError unless `source` can be resampled to `target`, and to `out` if given. */
export function checkRegrid(source: GridWindow, target: GridGeometry, out: Float32Array | undefined): void {
  checkSamples("a source", source.values, source.geometry);
  checkShape(target);
  checkNorthUp("a source", source.geometry);
  checkNorthUp("a target", target);
  if (source.geometry.crs !== target.crs) throw new GridMismatchError(`a source in ${target.crs}`, source.geometry.crs);
  if (out !== undefined) checkSamples("out", out, target);
}
