import { describe, expect, it } from "vitest";
import { footprints, shapeOf } from "../src/body/footprint.js";
import { outlineOf } from "../src/body/outline.js";
import { cellAreas } from "../src/geometry.js";
import { seededRandom, square } from "./scene.js";

const labelsOf = (picture: readonly string[]) => Int32Array.from(picture.join(""), (mark) => (mark === "#" ? 1 : 0));
const areaOf = (ring: readonly (readonly [number, number])[]) =>
  ring.slice(0, -1).reduce((sum, [x, y], k) => {
    const [nx, ny] = ring[k + 1] as readonly [number, number];
    return sum + x * ny - nx * y;
  }, 0) / 2;

describe("outlineOf", () => {
  it("goes round a block counter-clockwise, along the edges of its cells", () => {
    const geometry = { ...square(4, 10), rows: 3, cols: 4 };
    const [footprint] = footprints(labelsOf(["....", ".##.", "...."]), 1, geometry, false);
    const [ring, ...others] = outlineOf(footprint!, geometry);
    expect(others).toEqual([]);
    expect(ring).toHaveLength(5);
    expect(ring!.at(-1)).toEqual(ring![0]);
    expect(areaOf(ring!)).toBe(200);
    expect([...new Set(ring!.map(([x, y]) => `${x},${y}`))].sort()).toEqual(["10,20", "10,30", "30,20", "30,30"]);
  });

  it("gives holes as rings of their own, clockwise, after the outer one", () => {
    const geometry = { ...square(5, 1), rows: 5, cols: 5 };
    const [footprint] = footprints(labelsOf([".....", ".###.", ".#.#.", ".###.", "....."]), 1, geometry, false);
    expect(outlineOf(footprint!, geometry).map(areaOf)).toEqual([9, -1]);
  });

  it("closes every ring of random footprints; their areas add up to the cells and those that join corners", () => {
    const random = seededRandom(5);
    for (let trial = 0; trial < 30; trial++) {
      const geometry = { ...square(9, 1), rows: 9, cols: 9 };
      const labels = Int32Array.from({ length: 81 }, () => (random() < 0.5 ? 1 : 0));
      const [footprint] = footprints(labels, 1, geometry, false);
      const rings = outlineOf(footprint!, geometry);
      for (const ring of rings) {
        expect(ring.at(-1)).toEqual(ring[0]);
        const corners = ring.slice(0, -1).map(String);
        expect(new Set(corners).size, "no ring touches itself").toBe(corners.length);
      }
      expect(rings.reduce((sum, ring) => sum + areaOf(ring), 0)).toBeGreaterThanOrEqual(footprint!.cells.length);
    }
  });
});

describe("shapeOf", () => {
  it("finds the centre of a footprint across the antimeridian, and its area on the ellipsoid", () => {
    const globe = {
      rows: 180,
      cols: 360,
      transform: [1, 0, -180, 0, -1, 90] as const,
      registration: "area" as const,
      crs: "EPSG:4326" as const,
    };
    const labels = new Int32Array(180 * 360);
    for (const col of [357, 358, 359, 0, 1]) labels[89 * 360 + col] = 1;
    const [footprint] = footprints(labels, 1, globe, true);
    const areas = cellAreas(globe);
    const shape = shapeOf(footprint!, globe, areas, () => 1);
    expect([shape.easting, shape.northing]).toEqual([179.5, 0.5]);
    const [ring] = outlineOf(footprint!, globe);
    expect([Math.min(...ring!.map(([x]) => x)), Math.max(...ring!.map(([x]) => x))]).toEqual([177, 182]);
    // The whole ellipsoid: 510,065,621.724 km2 (WGS84).
    expect(areas.reduce((sum, area) => sum + 360 * area, 0) / 1e12).toBeCloseTo(510.065621724, 6);
  });

  it("tells length, width and direction of a line of cells", () => {
    const geometry = square(20, 50);
    const labels = new Int32Array(400);
    for (let k = 4; k < 16; k++) for (const side of [0, 1]) labels[(19 - k) * 20 + Math.min(19, k + side)] = 1; // towards the north-east
    const [footprint] = footprints(labels, 1, geometry, false);
    const shape = shapeOf(footprint!, geometry, cellAreas(geometry), () => 1);
    expect(shape.elongation).toBeGreaterThan(5);
    expect(Math.abs(shape.strike - 45)).toBeLessThan(3);
    expect(shape.areaSquareMetres).toBe(24 * 2500);
  });
});
