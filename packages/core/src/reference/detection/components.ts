import type { DetectionKernels } from "../../contracts/detection-kernels.js";
import type { Shape } from "../../contracts/kernels.js";
import { InvalidParameterError } from "../../errors.js";
import { checkSamples } from "../grid-arguments.js";

/** @throws InvalidParameterError, GridMismatchError */
export function checkComponents(score: Float32Array, shape: Shape, { low, high }: { readonly low: number; readonly high: number }): void {
  checkSamples("score", score, shape);
  if (!(low > 0 && high >= low)) throw new InvalidParameterError("components", "low, high", "0 < low <= high", `${low}, ${high}`);
}

/** Flood fill from every cell that is high enough, in row-major order; what no such cell reaches is left out. */
export const components: DetectionKernels["components"] = async (score, shape, { low, high, wrap = false, signal }) => {
  checkComponents(score, shape, { low, high });
  signal?.throwIfAborted();
  const { rows, cols } = shape;
  const region = new Int32Array(rows * cols); // -1 visited but without a high cell
  const kept: number[][] = [];
  for (let start = 0; start < score.length; start++) {
    if (region[start] !== 0 || !(Math.abs(score[start]!) >= low)) continue;
    const sign = Math.sign(score[start]!);
    const cells = [start];
    region[start] = -1;
    for (let next = 0; next < cells.length; next++) {
      const row = Math.floor(cells[next]! / cols);
      const col = cells[next]! % cols;
      for (let i = Math.max(row - 1, 0); i <= Math.min(row + 1, rows - 1); i++)
        for (let j = col - 1; j <= col + 1; j++) {
          if (!wrap && (j < 0 || j >= cols)) continue;
          const cell = i * cols + ((j + cols) % cols);
          if (region[cell] !== 0 || !(score[cell]! * sign >= low)) continue;
          region[cell] = -1;
          cells.push(cell);
        }
    }
    if (cells.some((cell) => Math.abs(score[cell]!) >= high)) kept.push(cells);
  }
  const labels = new Int32Array(rows * cols);
  kept.forEach((cells, k) => {
    for (const cell of cells) labels[cell] = k + 1;
  });
  return { labels, count: kept.length };
};
