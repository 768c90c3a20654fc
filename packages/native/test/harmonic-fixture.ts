import type { GravityCoefficients, GridGeometry, MagneticCoefficients } from "@geoanomaly/core";
import { seededRandom } from "./seeded-grid.js";

/** Coefficients of a field whose spectrum falls as a planet's does; degree 0 is the central term for gravity. */
function triangle(maxDegree: number, seed: number, amplitude: (degree: number) => number) {
  const random = seededRandom(seed);
  const length = ((maxDegree + 1) * (maxDegree + 2)) / 2;
  const [cosine, sine] = [new Float64Array(length), new Float64Array(length)];
  for (let n = 0, i = 0; n <= maxDegree; n++)
    for (let m = 0; m <= n; m++, i++) {
      cosine[i] = amplitude(n) * (2 * random() - 1);
      sine[i] = m === 0 ? 0 : amplitude(n) * (2 * random() - 1);
    }
  return { cosine, sine };
}

export function seededGravity(maxDegree: number, seed = 1): GravityCoefficients {
  const arrays = triangle(maxDegree, seed, (n) => (n < 2 ? 0 : 1e-5 / n ** 2));
  arrays.cosine[0] = 1;
  if (maxDegree >= 2) arrays.cosine[3] = -4.84165e-4;
  return {
    field: "gravity",
    modelName: "seeded",
    minDegree: 0,
    maxDegree,
    ...arrays,
    referenceRadius: 6378136.3,
    gravitationalConstant: 3.986004415e14,
    tideSystem: "tide-free",
  };
}

export function seededMagnetic(maxDegree: number, seed = 1): MagneticCoefficients {
  const arrays = triangle(maxDegree, seed, (n) => (n === 0 ? 0 : 30000 / 4 ** Math.min(n, 7)));
  return { field: "magnetic", modelName: "seeded", minDegree: 1, maxDegree, ...arrays, referenceRadius: 6371200 };
}

/** Node grid with both poles and, as world files have it, the seam column twice. */
export function nodeGrid(rows: number, cols: number): GridGeometry {
  const [dy, dx] = [180 / (rows - 1), 360 / (cols - 1)];
  return { rows, cols, transform: [dx, 0, -180 - dx / 2, 0, -dy, 90 + dy / 2], registration: "node", crs: "EPSG:4326" };
}

export function areaGrid(rows: number, cols: number, { west = -180, south = -90, east = 180, north = 90 } = {}): GridGeometry {
  return {
    rows,
    cols,
    transform: [(east - west) / cols, 0, west, 0, (south - north) / rows, north],
    registration: "area",
    crs: "EPSG:4326",
  };
}

/** Largest difference, in units of the largest magnitude of `expected`. */
export function relativeDifference(actual: ArrayLike<number>, expected: ArrayLike<number>): number {
  if (actual.length !== expected.length) return Number.POSITIVE_INFINITY;
  let [difference, magnitude] = [0, 0];
  for (let i = 0; i < expected.length; i++) {
    const error = Math.abs(actual[i]! - expected[i]!);
    difference = error <= difference ? difference : Number.isNaN(error) ? Number.POSITIVE_INFINITY : error;
    magnitude = Math.max(magnitude, Math.abs(expected[i]!));
  }
  return magnitude > 0 ? difference / magnitude : difference;
}
