import type { GridWindow } from "@geoanomaly/core";
import { describe, expect, it } from "vitest";
import { kernelSets, prismMesh, seeded, stationsAt } from "./potential-fixture.js";

const G = 6.6743e-11 * 1e5;
const RADIUS = 6371008.8;

/** North-up, cell 100 m, north-western corner at (0, 0). */
function landscape(rows: number, cols: number, height: (row: number, col: number) => number): GridWindow {
  const values = Float32Array.from({ length: rows * cols }, (_, i) => height(Math.floor(i / cols), i % cols));
  return { values, geometry: { rows, cols, transform: [100, 0, 0, 0, -100, 0], registration: "area", crs: "EPSG:32613" } };
}

/** Blocks of one shell, parallels of `step` degrees, thinner towards the poles. */
function shell(step: number, bottom: number, top: number) {
  const bounds: number[][] = [];
  for (let south = -90; south < 90; south += step)
    for (let west = -180; west < 180; west += step) bounds.push([west, west + step, south, south + step, bottom, top, 1000]);
  const column = (i: number) => Float64Array.from(bounds, (bound) => bound[i] ?? Number.NaN);
  return { west: column(0), east: column(1), south: column(2), north: column(3), bottom: column(4), top: column(5), density: column(6) };
}

describe.each(kernelSets)("terrain of the %s kernels", (_, kernels) => {
  it("of constant height is one prism", async () => {
    const stations = stationsAt([2050, -1500, 300], [2050, -1500, 350], [-400, 300, 10]);
    const effect = await kernels.terrainEffect({ stations, topography: landscape(31, 45, () => 300), density: 2670 });
    const slab = await kernels.forward(
      { mesh: prismMesh([0, 4500, -3100, 0, 0, 300]), stations, field: { kind: "gravity" } },
      Float64Array.of(2670),
    );
    for (const [i, value] of slab.entries()) expect(Math.abs((effect[i] ?? Number.NaN) / value - 1)).toBeLessThan(1e-9);
  });

  it("is the sum of its columns, and blocks far away come close to it", async () => {
    const noise = seeded(60 * 47);
    const topography = landscape(
      60,
      47,
      (row, col) => 400 * Math.sin(row / 9) + 300 * Math.cos(col / 7) + 60 * (noise[row * 47 + col] ?? 0),
    );
    const stations = stationsAt([2050, -1500, 900], [800, -4700, 450], [4000, -5000, 800]);
    const request = { stations, topography, density: 2670, belowDensity: 1040 - 2670 };
    const exact = await kernels.terrainEffect({ ...request, coarsening: 1e9 });
    const columns = Float64Array.from(exact, () => 0);
    for (const [i, ground] of topography.values.entries()) {
      const [west, north] = [100 * (i % 47), -100 * Math.floor(i / 47)];
      const mesh = prismMesh([west, west + 100, north - 100, north, Math.min(ground, 0), Math.max(ground, 0)]);
      const column = await kernels.forward(
        { mesh, stations, field: { kind: "gravity" } },
        Float64Array.of(ground > 0 ? 2670 : 1040 - 2670),
      );
      for (const s of columns.keys()) columns[s] = (columns[s] ?? 0) + (column[s] ?? 0);
    }
    const blocks = await kernels.terrainEffect({ ...request, coarsening: 10, nearRadius: 500 });
    for (const [i, value] of columns.entries()) {
      expect(Math.abs((exact[i] ?? Number.NaN) - value)).toBeLessThan(1e-8 * Math.abs(value) + 1e-12);
      expect(blocks[i]).not.toBe(exact[i]);
      expect(Math.abs((blocks[i] ?? Number.NaN) - value)).toBeLessThan(0.02);
    }
  });

  it("has no mass where the ground is not known, nor beyond the radius", async () => {
    const stations = stationsAt([1050, -1050, 500]);
    const all = landscape(21, 21, () => 200);
    const disc = landscape(21, 21, (row, col) => (Math.hypot(row - 10, col - 10) <= 8 ? 200 : Number.NaN));
    const [within = 0] = await kernels.terrainEffect({ stations, topography: all, density: 2670, maximumRadius: 801 });
    const [masked = 1] = await kernels.terrainEffect({ stations, topography: disc, density: 2670 });
    expect(within).toBeCloseTo(masked, 10);
  });

  it("refuses degrees", async () => {
    const topography = landscape(3, 3, () => 1);
    const geometry = { ...topography.geometry, crs: "EPSG:4326" as const };
    await expect(
      kernels.terrainEffect({ stations: stationsAt([0, 0, 0]), topography: { ...topography, geometry }, density: 2670 }),
    ).rejects.toThrow(/CRS of metres/);
  });
});

describe.each(kernelSets)("tesseroids of the %s kernels", (_, kernels) => {
  const stations = {
    longitude: Float64Array.of(0, 13, -91.3, 170, 5),
    latitude: Float64Array.of(0, 47, -88, 90, -33.3),
    height: Float64Array.of(10, 2000, 50_000, 260_000, 1200),
  };

  it("of a whole shell attract as a point mass in its centre", async () => {
    const [bottom, top] = [-30_000, 0];
    const attraction = await kernels.tesseroidGravity({ stations, tesseroids: shell(15, bottom, top) });
    for (const [i, height] of stations.height.entries()) {
      const mass = (4 / 3) * Math.PI * 1000 * ((RADIUS + top) ** 3 - (RADIUS + bottom) ** 3);
      expect(Math.abs((attraction[i] ?? Number.NaN) / ((G * mass) / (RADIUS + height) ** 2) - 1)).toBeLessThan(1e-4);
    }
  });

  it("come closer to it the farther away they are split", async () => {
    const gap = async (distanceSizeRatio: number) => {
      const [value = 0] = await kernels.tesseroidGravity({
        stations: { longitude: Float64Array.of(3), latitude: Float64Array.of(21), height: Float64Array.of(1000) },
        tesseroids: shell(30, -10_000, 0),
        distanceSizeRatio,
      });
      const mass = (4 / 3) * Math.PI * 1000 * (RADIUS ** 3 - (RADIUS - 10_000) ** 3);
      return Math.abs(value / ((G * mass) / (RADIUS + 1000) ** 2) - 1);
    };
    expect(await gap(6)).toBeLessThan(0.2 * (await gap(1.5)));
  });

  it("are nearly prisms when they are small", async () => {
    const size = 0.01;
    const metres = (RADIUS * size * Math.PI) / 180;
    const [tesseroid = 0] = await kernels.tesseroidGravity({
      stations: { longitude: Float64Array.of(0.002), latitude: Float64Array.of(0.003), height: Float64Array.of(100) },
      tesseroids: {
        west: Float64Array.of(0),
        east: Float64Array.of(size),
        south: Float64Array.of(0),
        north: Float64Array.of(size),
        bottom: Float64Array.of(-500),
        top: Float64Array.of(0),
        density: Float64Array.of(2670),
      },
    });
    const mesh = prismMesh([0, metres, 0, metres, -500, 0]);
    const [prism = 1] = await kernels.forward(
      { mesh, stations: stationsAt([0.2 * metres, 0.3 * metres, 100]), field: { kind: "gravity" } },
      Float64Array.of(2670),
    );
    expect(Math.abs(tesseroid / prism - 1)).toBeLessThan(2e-4);
  });

  it("refuse bounds in the wrong order", async () => {
    const tesseroids = { ...shell(90, 0, 1), north: new Float64Array(8).fill(-90) };
    await expect(kernels.tesseroidGravity({ stations, tesseroids })).rejects.toThrow(/tesseroids\[4\].*south <= north/);
  });
});
