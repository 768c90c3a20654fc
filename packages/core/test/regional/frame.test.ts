import { describe, expect, it } from "vitest";
import { frameGrid } from "../../src/regional/frame.js";

const readings = { west: 3, south: -7, east: 98, north: 41 };
const frame = { crs: "local", spacing: 10, memoryMegabytes: 100, degrade: false } as const;

describe("frameGrid", () => {
  it("rounds the extent of readings outwards to cells", () => {
    expect(frameGrid(frame, readings).grid).toEqual({
      rows: 6,
      cols: 10,
      transform: [10, 0, 0, 0, -10, 50],
      registration: "area",
      crs: "local",
    });
  });

  it("takes declared bounds as they are", () => {
    const { grid } = frameGrid({ ...frame, bounds: { west: 5, south: 5, east: 25, north: 35 } }, readings);
    expect([grid.rows, grid.cols, grid.transform[2], grid.transform[5]]).toEqual([3, 2, 5, 35]);
  });

  it("refuses with numbers what does not fit into memory", () => {
    const huge = { ...frame, bounds: { west: 0, south: 0, east: 1e6, north: 1e6 } };
    expect(() => frameGrid(huge, readings)).toThrow(/100000 x 100000 cells of 10 need about 480000 MB, memoryMegabytes is 100.*--degrade/);
  });

  it("doubles the cells until it fits where it may, and says so", () => {
    const { grid, degraded } = frameGrid({ ...frame, degrade: true, bounds: { west: 0, south: 0, east: 32000, north: 32000 } }, readings);
    expect(grid.transform[0]).toBe(40);
    expect(degraded).toBe("grids have cells of 40 instead of 10, to fit into 100 MB");
  });

  it("covers bounds that its cells do not divide", () => {
    const { grid } = frameGrid({ ...frame, spacing: 80, bounds: { west: 0, south: 0, east: 8100, north: 80 } }, readings);
    expect([grid.cols, grid.rows]).toEqual([102, 1]);
  });
});
