import { describe, expect, it } from "vitest";
import { DataExtent, windowGeometry, windowValues } from "../../src/geo/data-extent.js";
import { globalGrid } from "../../src/geo/grid-geometry.js";

const globe = globalGrid(10); // 18 x 36

function withData(cells: readonly (readonly [row: number, col: number])[], cols = globe.cols): Float32Array {
  const values = new Float32Array(globe.rows * cols).fill(Number.NaN);
  for (const [row, col] of cells) values[row * cols + col] = 100 * row + col;
  return values;
}

function windowOf(...layers: Float32Array[]) {
  const extent = new DataExtent(globe);
  for (const values of layers) extent.add(values);
  return extent.window();
}

describe("DataExtent", () => {
  it("is undefined without data", () => {
    expect(windowOf(withData([]))).toBeUndefined();
  });

  it("is the whole grid where all cells have data", () => {
    expect(windowOf(new Float32Array(18 * 36))).toEqual({ firstRow: 0, rows: 18, firstCol: 0, cols: 36 });
  });

  it("holds the data of all layers", () => {
    expect(windowOf(withData([[3, 10]]), withData([[5, 12]]))).toEqual({ firstRow: 3, rows: 3, firstCol: 10, cols: 3 });
  });

  it("crosses the antimeridian where that is shorter", () => {
    const values = withData([
      [4, 34],
      [4, 35],
      [5, 1],
    ]);
    const window = windowOf(values)!;
    expect(window).toEqual({ firstRow: 4, rows: 2, firstCol: 34, cols: 4 });
    expect(windowGeometry(globe, window).transform).toEqual([10, 0, 160, 0, -10, 50]);
    const cut = windowValues(values, globe, window);
    expect([cut[0], cut[1], cut[7]]).toEqual([434, 435, 501]);
  });

  it("does not wrap a grid that does not span all longitudes", () => {
    const strip = { ...globe, cols: 20 };
    const extent = new DataExtent(strip);
    extent.add(
      withData(
        [
          [0, 0],
          [0, 19],
        ],
        20,
      ),
    );
    expect(extent.window()).toEqual({ firstRow: 0, rows: 1, firstCol: 0, cols: 20 });
  });
});

describe("windowValues", () => {
  it("does not copy the whole grid", () => {
    const values = new Float32Array(18 * 36);
    expect(windowValues(values, globe, { firstRow: 0, rows: 18, firstCol: 0, cols: 36 })).toBe(values);
  });
});
