import { describe, expect, it } from "vitest";
import { sampleRegionProduct } from "../../src/testing/region-sample.js";
import { SAMPLE_PRISMS, sampleGravity } from "../../src/testing/region-sample-field.js";

describe("sampleGravity", () => {
  it("is that of point masses far away", () => {
    const [east, north, upward] = [3000, 3000, 90_000];
    const expected = SAMPLE_PRISMS.map((prism) => {
      const [x, y, z] = [
        (prism.west + prism.east) / 2 - east,
        (prism.south + prism.north) / 2 - north,
        (prism.bottom + prism.top) / 2 - upward,
      ];
      const mass = prism.density * (prism.east - prism.west) * (prism.north - prism.south) * (prism.top - prism.bottom);
      return (-6.6743e-11 * 1e5 * mass * z) / Math.hypot(x, y, z) ** 3;
    });
    expect(sampleGravity(east, north, upward) / (expected[0]! + expected[1]!)).toBeCloseTo(1, 3);
  });
});

describe("sampleRegionProduct", () => {
  const { models, surveys, inversions, layers } = sampleRegionProduct();

  it("holds the mass of the prisms in its model", () => {
    const { mesh, values } = models[0]!.model;
    const [nx, ny] = [mesh.easting.length, mesh.northing.length];
    let mass = 0;
    for (const [index, value] of values.entries()) {
      if (Number.isNaN(value)) continue;
      const cell = mesh.easting[index % nx]! * mesh.northing[Math.floor(index / nx) % ny]! * mesh.downward[Math.floor(index / (nx * ny))]!;
      mass += value * cell;
    }
    expect(mass).toBeCloseTo(1400 * 1200 * 500 * 400 - 700 * 800 * 200 * 500, -3);
  });

  it("has readings that differ from what is predicted by their uncertainty", () => {
    const { points, predicted } = inversions[0]!.data[0]!;
    const chiSquared = points.values.reduce((sum, value, k) => sum + ((value - predicted[k]!) / points.uncertainty![k]!) ** 2, 0);
    // 195 degrees of freedom: within four standard deviations sqrt(2 / 195) of 1.
    expect(Math.abs(chiSquared / points.values.length - 1)).toBeLessThan(0.41);
  });

  it("gives the same numbers each time, and others for another seed", () => {
    expect(sampleRegionProduct()).toEqual(sampleRegionProduct());
    expect(sampleRegionProduct({ seed: 8 }).surveys[0]!.points.values).not.toEqual(surveys[0]!.points.values);
  });

  it("can stand anywhere", () => {
    const local = sampleRegionProduct({ crs: "local" });
    expect(local.layers[0]!.grid.values).toEqual(layers[0]!.grid.values);
    expect(local.layers[0]!.grid.transform[2]).toBe(0);
    expect(local.detections[0]!.table.anomalies[0]!.longitude).toBeNull();
  });
});
