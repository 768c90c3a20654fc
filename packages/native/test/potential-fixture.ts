import type { PotentialField, PotentialKernels, SensitivityRequest, Stations, TensorMesh } from "@geoanomaly/core";
import { referenceKernels } from "@geoanomaly/core/reference";
import { potential } from "../lib/potential/index.js";
import { nativeHost } from "./native-host.js";

/** Laws of physics are tested of both. */
export const kernelSets: readonly (readonly [name: string, kernels: PotentialKernels])[] = [
  ["reference", referenceKernels.potential],
  ["native", potential(nativeHost())],
];

/** Numbers in -1 .. 1. */
export function seeded(length: number, seed = 1): Float64Array {
  let state = seed;
  return Float64Array.from({ length }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 31 - 1;
  });
}

export function stationsAt(...places: readonly (readonly [easting: number, northing: number, upward: number])[]): Stations {
  const axis = (i: 0 | 1 | 2) => Float64Array.from(places, (place) => place[i]);
  return { easting: axis(0), northing: axis(1), upward: axis(2) };
}

/** A mesh of one cell. */
export function prismMesh([west, east, south, north, bottom, top]: readonly [number, number, number, number, number, number]): TensorMesh {
  return {
    crs: "local",
    origin: { easting: west, northing: south, upward: top },
    easting: Float64Array.of(east - west),
    northing: Float64Array.of(north - south),
    downward: Float64Array.of(top - bottom),
  };
}

export const gravity: PotentialField = { kind: "gravity" };
export const mainField = { inclination: 62, declination: 7.5, intensity: 50000 };
export const magnetic: PotentialField = { kind: "magnetic", mainField };
export const magneticVector: PotentialField = { kind: "magnetic-vector", mainField };
export const fields = [gravity, magnetic, magneticVector] as const;

/** Coefficients in double precision: the matrix times unit vectors. Row-major. */
export async function coefficients(kernels: PotentialKernels, request: SensitivityRequest): Promise<Float64Array[]> {
  const count = request.stations.easting.length;
  const rows: Float64Array[] = [];
  for (let i = 0; i < count; i++)
    rows.push(
      await kernels.adjoint(
        request,
        Float64Array.from({ length: count }, (_, j) => (i === j ? 1 : 0)),
      ),
    );
  return rows;
}

/** Widths that grow outwards, two flat layers on top, stations over, between, on and in the cells. */
export function irregularRequest(field: PotentialField): SensitivityRequest {
  const widths = (...values: number[]) => Float64Array.from(values);
  const mesh: TensorMesh = {
    crs: "EPSG:32613",
    origin: { easting: 499_000, northing: 4_100_000, upward: 310 },
    easting: widths(900, 300, 100, 60, 50, 50, 50, 55, 60, 75, 100, 250, 700),
    northing: widths(800, 250, 100, 100, 80, 80, 80, 120, 300, 1000),
    downward: widths(10, 20, 40, 60, 90, 250),
  };
  const [scatterE, scatterN, scatterU] = [seeded(12, 3), seeded(12, 4), seeded(12, 5)];
  const places = Array.from(
    scatterE,
    (e, i) => [500_250 + 900 * e, 4_101_300 + 1100 * (scatterN[i] ?? 0), 330 + 20 * (scatterU[i] ?? 0)] as const,
  );
  const stations = stationsAt(
    ...places,
    [499_900, 4_101_050, 310],
    [500_400, 4_101_150, 310],
    [500_360, 4_101_210, 280],
    [530_000, 4_100_000, 400],
  );
  const active = Uint8Array.from({ length: 780 }, (_, cell) => (cell % 7 === 3 || (cell < 130 && cell % 3 === 0) ? 0 : 1));
  return { mesh, active, stations, field };
}

/** Stations on a lattice of the pitch of the cells, offset by a part of one. */
export function regularRequest(
  field: PotentialField,
  cells: readonly [number, number, number],
  lattice: readonly [number, number],
): SensitivityRequest {
  const [nx, ny, nz] = cells;
  const mesh: TensorMesh = {
    crs: "EPSG:32613",
    origin: { easting: 499_000, northing: 4_100_000, upward: 310 },
    easting: new Float64Array(nx).fill(50),
    northing: new Float64Array(ny).fill(40),
    downward: Float64Array.from({ length: nz }, (_, k) => 20 + 7 * k),
  };
  const places = Array.from(
    { length: lattice[0] * lattice[1] },
    (_, i) => [499_112 + 50 * (i % lattice[0]), 4_099_907 + 40 * Math.floor(i / lattice[0]), 340] as const,
  );
  return { mesh, stations: stationsAt(...places), field };
}

/** Largest difference over the largest value. */
export function relativeDifference(actual: ArrayLike<number>, expected: ArrayLike<number>): number {
  let [difference, largest] = [actual.length === expected.length ? 0 : Number.POSITIVE_INFINITY, 0];
  for (let i = 0; i < expected.length; i++) {
    const gap = Math.abs((actual[i] ?? Number.NaN) - (expected[i] ?? Number.NaN));
    difference = Math.max(difference, gap);
    largest = Math.max(largest, Math.abs(expected[i] ?? 0));
  }
  return difference / largest;
}

export const dot = (a: Float64Array, b: Float64Array) => a.reduce((sum, value, i) => sum + value * (b[i] ?? 0), 0);
