import type { GravityCoefficients, GridGeometry, ReferenceEllipsoid } from "@geoanomaly/core";

/** A sphere that neither rotates nor flattens, of unit potential: the field of C_nm = 1 is P_nm cos m lambda itself. */
export const RADIUS = 6371000;
export const SPHERE: ReferenceEllipsoid = {
  name: "sphere",
  semiMajorAxis: RADIUS,
  flattening: 0,
  gravitationalConstant: RADIUS,
  angularVelocity: 0,
};

export const coefficientCount = (maxDegree: number) => ((maxDegree + 1) * (maxDegree + 2)) / 2;
export const coefficientIndex = (degree: number, order: number) => (degree * (degree + 1)) / 2 + order;

/** A model on {@link SPHERE} with GM = R. */
export function sphereModel(
  maxDegree: number,
  cosine = new Float64Array(coefficientCount(maxDegree)),
  sine = new Float64Array(coefficientCount(maxDegree)),
): GravityCoefficients {
  const rest = {
    modelName: "test",
    minDegree: 0,
    referenceRadius: RADIUS,
    gravitationalConstant: RADIUS,
    tideSystem: "tide-free",
  } as const;
  return { field: "gravity", maxDegree, cosine, sine, ...rest };
}

/** Numbers -1 < x < 1 from a seed: a 32-bit linear congruential generator. */
export function seededNumbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 31 - 1;
  };
}

/** Random coefficients with amplitude(degree); `minDegree` and above. */
export function randomModel(maxDegree: number, seed: number, amplitude: (degree: number) => number, minDegree = 0): GravityCoefficients {
  const model = sphereModel(maxDegree);
  const next = seededNumbers(seed);
  for (let n = minDegree; n <= maxDegree; n++)
    for (let m = 0; m <= n; m++) {
      model.cosine[coefficientIndex(n, m)] = amplitude(n) * next();
      model.sine[coefficientIndex(n, m)] = m === 0 ? 0 : amplitude(n) * next();
    }
  return model;
}

/** Whole globe by cell centres. */
export function cells(rows: number, cols: number): GridGeometry {
  return { rows, cols, transform: [360 / cols, 0, -180, 0, -180 / rows, 90], registration: "area", crs: "EPSG:4326" };
}

/** Whole globe by nodes: poles included, the seam column once. */
export function nodes(rows: number, cols: number): GridGeometry {
  const [dx, dy] = [360 / cols, 180 / (rows - 1)];
  return { rows, cols, transform: [dx, 0, -dx / 2, 0, -dy, 90 + dy / 2], registration: "node", crs: "EPSG:4326" };
}

export const latitudeOf = ({ transform }: GridGeometry, row: number) => transform[5] + transform[4] * (row + 0.5);
export const longitudeOf = ({ transform }: GridGeometry, col: number) => transform[2] + transform[0] * (col + 0.5);
export const radians = (degrees: number) => (degrees * Math.PI) / 180;

export function largest(values: Iterable<number>): number {
  let result = 0;
  for (const value of values)
    result = Math.abs(value) <= result ? result : Number.isNaN(value) ? Number.POSITIVE_INFINITY : Math.abs(value);
  return result;
}
