import type { Shape } from "../../contracts/kernels.js";

interface Level extends Shape {
  /** NaN marks what is still to be filled. */
  readonly values: Float64Array;
  /** Cells to fill: those with an even sum of row and column, then the others. */
  readonly gaps: readonly [even: number[], odd: number[]];
}

function level(values: Float64Array, { rows, cols }: Shape): Level {
  const gaps: [number[], number[]] = [[], []];
  for (let i = 0; i < values.length; i++) if (Number.isNaN(values[i])) gaps[(Math.floor(i / cols) + (i % cols)) % 2]!.push(i);
  return { rows, cols, values, gaps };
}

/** Means of the finite samples of blocks of 2 x 2. */
function coarser({ rows, cols, values }: Level): Level {
  const shape = { rows: Math.ceil(rows / 2), cols: Math.ceil(cols / 2) };
  const means = new Float64Array(shape.rows * shape.cols);
  for (let row = 0; row < shape.rows; row++)
    for (let col = 0; col < shape.cols; col++) {
      let [sum, count] = [0, 0];
      for (let r = 2 * row; r < Math.min(2 * row + 2, rows); r++)
        for (let c = 2 * col; c < Math.min(2 * col + 2, cols); c++) {
          const value = values[r * cols + c]!;
          if (!Number.isNaN(value)) [sum, count] = [sum + value, count + 1];
        }
      means[row * shape.cols + col] = sum / count;
    }
  return level(means, shape);
}

/** Bilinear value of a coarse level at a cell of the finer one: 3/4 of the cell it lies in, 1/4 of the nearest neighbour. */
function interpolated({ rows, cols, values }: Level, row: number, col: number): number {
  const near = (i: number) => i >> 1;
  const far = (i: number, count: number) => Math.min(Math.max((i >> 1) + (i % 2 === 0 ? -1 : 1), 0), count - 1);
  const [r0, r1, c0, c1] = [near(row), far(row, rows), near(col), far(col, cols)];
  const at = (r: number, c: number) => values[r * cols + c]!;
  return 0.75 * (0.75 * at(r0, c0) + 0.25 * at(r0, c1)) + 0.25 * (0.75 * at(r1, c0) + 0.25 * at(r1, c1));
}

/** Mean of the neighbours that exist: Laplace's equation, with no slope across the edges. */
function relax({ rows, cols, values }: Level, i: number): void {
  const [row, col] = [Math.floor(i / cols), i % cols];
  let [sum, count] = [0, 0];
  if (row > 0) [sum, count] = [sum + values[i - cols]!, count + 1];
  if (row < rows - 1) [sum, count] = [sum + values[i + cols]!, count + 1];
  if (col > 0) [sum, count] = [sum + values[i - 1]!, count + 1];
  if (col < cols - 1) [sum, count] = [sum + values[i + 1]!, count + 1];
  values[i] = sum / count;
}

/** Sweeps on a level: few where there are many cells, because what is smooth was settled on the coarser ones. */
export const sweepsOf = (depth: number): number => Math.min(8 * 2 ** depth, 256);

/** Fills NaN in place, from coarse levels to fine ones (cascadic multigrid with red-black Gauss-Seidel). All-NaN values stay so. */
export function fillGapsInPlace(values: Float64Array, shape: Shape): void {
  const levels = [level(values, shape)];
  for (let last = levels[0]!; last.gaps[0].length + last.gaps[1].length > 0; last = levels.at(-1)!) {
    if (last.rows * last.cols <= 1) return;
    levels.push(coarser(last));
  }
  for (let depth = levels.length - 2; depth >= 0; depth--) {
    const [fine, coarse] = [levels[depth]!, levels[depth + 1]!];
    for (const gaps of fine.gaps) for (const i of gaps) fine.values[i] = interpolated(coarse, Math.floor(i / fine.cols), i % fine.cols);
    for (let sweep = 0; sweep < sweepsOf(depth); sweep++) for (const gaps of fine.gaps) for (const i of gaps) relax(fine, i);
  }
}
