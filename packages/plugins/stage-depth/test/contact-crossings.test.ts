import { metricSpacing, type PlaneGrid } from "@geoanomaly/core";
import { expect, it } from "vitest";
import { contactCrossings } from "../src/contact-crossings.js";
import { HEADER } from "./field-grid.js";

it("gives the depth of a long contact exactly where the derivatives are exact", () => {
  const depth = 430;
  const shape = { rows: HEADER.rows, cols: HEADER.cols };
  const at = (i: number) => ((i % shape.cols) - 44.3) * 50; // east of a contact between two columns
  const field = (f: (east: number) => number) => Float32Array.from({ length: shape.rows * shape.cols }, (_, i) => f(at(i)));
  const gradient = {
    east: field((east) => depth / (east ** 2 + depth ** 2)),
    north: field(() => 0),
    down: field((east) => east / (east ** 2 + depth ** 2)),
  };
  const grid: PlaneGrid = { header: HEADER, shape, values: field((east) => Math.atan(east / depth)), spacing: metricSpacing(HEADER) };
  const { estimates, counts } = contactCrossings(grid, gradient, { maximumDepth: 1000, tolerance: 0.1, signal: 0 });
  expect(counts).toEqual({ crossings: shape.rows, weak: 0, unbounded: 0, lopsided: 0 });
  for (const estimate of estimates) {
    expect(estimate.depth / depth).toBeCloseTo(1, 5);
    expect(estimate.col).toBeCloseTo(44.3, 4);
    expect(estimate.uncertainty).toBeLessThan(0.01);
  }
  expect(contactCrossings(grid, gradient, { maximumDepth: 400, tolerance: 0.1, signal: 0 }).counts.unbounded).toBe(shape.rows);
});
