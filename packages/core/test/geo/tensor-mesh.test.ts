import { describe, expect, it } from "vitest";
import type { Grid, TensorMesh } from "../../src/index.js";
import {
  activeCells,
  cellAt,
  cellCentres,
  cellCount,
  cellEdges,
  cellVolumes,
  coarsenMesh,
  designMesh,
  meshShape,
  sampleGrid,
} from "../../src/index.js";

const mesh: TensorMesh = {
  crs: "local",
  origin: { easting: 1000, northing: 2000, upward: 50 },
  easting: Float64Array.of(10, 20, 40),
  northing: Float64Array.of(5, 15),
  downward: Float64Array.of(2, 4),
};

describe("a tensor mesh", () => {
  it("has edges from west, south and top, and centres half-way between", () => {
    const edges = cellEdges(mesh);
    expect([...edges.easting]).toEqual([1000, 1010, 1030, 1070]);
    expect([...edges.northing]).toEqual([2000, 2005, 2020]);
    expect([...edges.upward]).toEqual([50, 48, 44]);
    const centres = cellCentres(mesh);
    expect([...centres.easting]).toEqual([1005, 1020, 1050]);
    expect([...centres.upward]).toEqual([49, 46]);
  });

  it("counts cells, and their volumes fill its box", () => {
    expect(meshShape(mesh)).toEqual({ easting: 3, northing: 2, downward: 2 });
    const volumes = cellVolumes(mesh);
    expect(volumes).toHaveLength(cellCount(mesh));
    expect(volumes.reduce((sum, volume) => sum + volume, 0)).toBe(70 * 20 * 6);
    // Cell (2, 0, 1): index (1 * 2 + 0) * 3 + 2.
    expect(volumes[8]).toBe(40 * 5 * 4);
  });

  it("is ground where the centre of a cell lies below the ground of its column", () => {
    const ground = Float64Array.of(50, 49, 48, 46, 45, 100);
    expect([...activeCells(mesh, ground)]).toEqual([1, 0, 0, 0, 0, 1, 1, 1, 1, 0, 0, 1]);
  });

  it("finds the cell of a coordinate on ascending and descending axes", () => {
    const { easting, upward } = cellEdges(mesh);
    expect([999, 1000, 1009, 1010, 1069, 1070, 1071].map((x) => cellAt(easting, x))).toEqual([-1, 0, 0, 1, 2, 2, -1]);
    expect([51, 50, 48.5, 48, 44, 43].map((u) => cellAt(upward, u))).toEqual([-1, 0, 0, 1, 1, -1]);
  });

  it("keeps its extent when it is made coarser", () => {
    const coarse = coarsenMesh(mesh);
    expect([...coarse.easting]).toEqual([30, 40]);
    expect([...coarse.northing]).toEqual([20]);
    expect([...coarse.downward]).toEqual([6]);
    expect(coarse.origin).toEqual(mesh.origin);
  });
});

describe("designMesh", () => {
  const extent = { west: 50, east: 950, south: 0, north: 410 };

  it("puts readings at the pitch of the cells above cell centres", () => {
    const designed = designMesh({ crs: "local", extent, top: 0, cell: [100, 100, 50], depth: 200, padding: { cells: 0, factor: 1 } });
    expect([...cellCentres(designed).easting]).toEqual([50, 150, 250, 350, 450, 550, 650, 750, 850, 950]);
    expect(designed.northing).toHaveLength(5);
    expect([...designed.downward]).toEqual([50, 50, 50, 50]);
  });

  it("grows outwards in its padding and downwards below the core", () => {
    const designed = designMesh({
      crs: "local",
      extent,
      top: 80,
      cell: [100, 100, 50],
      depth: 400,
      coreDepth: 100,
      padding: { cells: 2, factor: 2 },
    });
    expect([...designed.easting.subarray(0, 3)]).toEqual([400, 200, 100]);
    expect([...designed.easting.subarray(-3)]).toEqual([100, 200, 400]);
    expect([...designed.downward]).toEqual([50, 50, 100, 200]);
    expect(designed.origin.easting).toBe(500 - 500 - 600);
    expect(designed.origin.upward).toBe(80);
  });
});

describe("sampleGrid", () => {
  const grid: Grid = {
    rows: 2,
    cols: 3,
    transform: [10, 0, 0, 0, -10, 20],
    registration: "area",
    crs: "local",
    quantity: { functional: "topography", unit: "m" },
    height: { metres: 0, datum: "geoid" },
    effectiveResolution: 10,
    // A plane: value = x / 10 + y, at (5, 15), (15, 15) ...
    values: Float32Array.of(15.5, 16.5, 17.5, 5.5, 6.5, 7.5),
  };

  it("gives a plane exactly between samples", () => {
    expect(sampleGrid(grid, 12, 9)).toBeCloseTo(10.2, 12);
    expect(sampleGrid(grid, 5, 5)).toBe(5.5);
    expect(sampleGrid(grid, 25, 15)).toBe(17.5);
  });

  it("holds the border within half a cell, and has nothing beyond", () => {
    expect(sampleGrid(grid, 0, 20)).toBe(15.5);
    expect(sampleGrid(grid, 30, 0)).toBe(7.5);
    expect(sampleGrid(grid, 30.1, 0)).toBeNaN();
  });

  it("leaves samples without data out", () => {
    const holed = { ...grid, values: Float32Array.of(15.5, Number.NaN, 17.5, 5.5, 6.5, 7.5) };
    expect(sampleGrid(holed, 10, 15)).toBe(15.5);
    expect(sampleGrid({ ...grid, values: new Float32Array(6).fill(Number.NaN) }, 10, 10)).toBeNaN();
  });
});
