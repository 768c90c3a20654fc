import { describe, expect, it } from "vitest";
import { seamStatistics } from "../../src/verification/seams.js";

const shape = { rows: 20, cols: 40 };
const CELLS = 10;

function seamsOf(value: (row: number, col: number) => number, chosen: (row: number, col: number) => boolean = () => true) {
  const grid = Float32Array.from({ length: shape.rows * shape.cols }, (_, i) => value(Math.floor(i / shape.cols), i % shape.cols));
  const read = async (first: number, count: number) => grid.slice(first * shape.cols, (first + count) * shape.cols);
  return seamStatistics(shape, CELLS, chosen, read);
}

describe("seamStatistics", () => {
  it("counts every shared edge once, the antimeridian included", async () => {
    const { pairs } = await seamsOf(() => 1);
    expect(pairs).toBe(20 * 4 + 40); // four meridians of 20 rows, one parallel of 40 columns
  });

  it("has no ratio for a constant, since there is no step to compare with", async () => {
    await expect(seamsOf(() => 1)).resolves.toMatchObject({ meanDifference: 0, stdDifference: 0, stepRatio: null });
  });

  it("is 1 for a field that steps alike everywhere", async () => {
    const { stepRatio } = await seamsOf((row, col) => (row + col) % 2);
    expect(stepRatio).toBe(1);
  });

  it("is the ratio of the step at the edge to the step beside it", async () => {
    // Steps of 1 from column to column and from row to row; 5 where a tile begins. The antimeridian closes the circle with its own step.
    const place = (index: number) => index + 4 * Math.floor(index / CELLS);
    const { stepRatio, meanDifference } = await seamsOf(
      (row, col) => place(row) + place(col),
      (_, col) => col < 2,
    );
    expect(meanDifference).toBe(5);
    expect(stepRatio).toBe(5);
  });

  it("leaves out pairs with a cell without data and edges of tiles that were not chosen", async () => {
    const { pairs } = await seamsOf(
      (row) => (row === 0 ? Number.NaN : 1),
      (tileRow, tileCol) => tileRow === 0 && tileCol < 2,
    );
    expect(pairs).toBe(9); // one meridian of one tile, less its first row
  });
});
