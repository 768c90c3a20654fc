import type { GriddingKernels, Places } from "../../contracts/gridding-kernels.js";
import { checkLength } from "../grid-arguments.js";
import { checkPlaces, checkSourceFit } from "./arguments.js";

const inverseRange = (a: Places, i: number, b: Places, j: number) =>
  1 / Math.sqrt((a.easting[i]! - b.easting[j]!) ** 2 + (a.northing[i]! - b.northing[j]!) ** 2 + (a.upward[i]! - b.upward[j]!) ** 2);

const fieldAt = (targets: Places, i: number, sources: Places, charges: Float64Array) =>
  charges.reduce((sum, charge, j) => (charge === 0 ? sum : sum + charge * inverseRange(targets, i, sources, j)), 0);

export const sourceField: GriddingKernels["sourceField"] = async (sources, charges, targets, options = {}) => {
  checkPlaces("sources", sources);
  checkPlaces("targets", targets);
  checkLength("charges", charges, sources.easting.length);
  return Float64Array.from(targets.easting, (_, i) => {
    options.signal?.throwIfAborted();
    return fieldAt(targets, i, sources, charges);
  });
};

/** Windows of 2 x 2 square cells of half a window, row by row from the south-west; those without readings or sources are left out. */
function windowsOf(readings: Places, sources: Places, window: number): { readings: number[]; sources: number[] }[] {
  const range = (axis: "easting" | "northing") => {
    const all = [...readings[axis], ...sources[axis]];
    return [all.reduce((a, b) => Math.min(a, b)), all.reduce((a, b) => Math.max(a, b))] as const;
  };
  const [[west, east], [south, north]] = [range("easting"), range("northing")];
  const side = 0.5 * Math.min(window, Math.max(east - west, north - south, 1e-9));
  const cells = (extent: number) => Math.max(2, Math.ceil(extent / side));
  const [across, up] = [cells(east - west), cells(north - south)];
  const cellOf = (places: Places, i: number) => [
    Math.min(across - 1, Math.floor((places.easting[i]! - west) / side)),
    Math.min(up - 1, Math.floor((places.northing[i]! - south) / side)),
  ];
  const inside = (places: Places, col: number, row: number) =>
    [...places.easting.keys()].filter((i) => {
      const [c, r] = cellOf(places, i) as [number, number];
      return (c === col || c === col + 1) && (r === row || r === row + 1);
    });
  const windows = [];
  for (let row = 0; row < up - 1; row++) {
    for (let col = 0; col < across - 1; col++) {
      const members = { readings: inside(readings, col, row), sources: inside(sources, col, row) };
      if (members.readings.length > 0 && members.sources.length > 0) windows.push(members);
    }
  }
  return windows;
}

/** Solution of a symmetric positive definite system by Cholesky's method; `matrix` is overwritten. A vanishing pivot gives 0. */
function solve(matrix: Float64Array[], right: Float64Array, smallest: number): Float64Array {
  const n = right.length;
  for (let k = 0; k < n; k++) {
    const root = matrix[k]![k]! > smallest ? 1 / Math.sqrt(matrix[k]![k]!) : 0;
    for (let j = k; j < n; j++) matrix[k]![j]! *= root;
    right[k]! *= root;
    for (let i = k + 1; i < n; i++) {
      const factor = matrix[k]![i]!;
      for (let j = i; j < n; j++) matrix[i]![j]! -= factor * matrix[k]![j]!;
      right[i]! -= factor * right[k]!;
    }
  }
  for (let k = n - 1; k >= 0; k--) {
    for (let j = k + 1; j < n; j++) right[k]! -= matrix[k]![j]! * right[j]!;
    right[k] = matrix[k]![k]! > 0 ? right[k]! / matrix[k]![k]! : 0;
  }
  return right;
}

export const fitSources: GriddingKernels["fitSources"] = async (readings, values, sources, options) => {
  checkSourceFit(readings, values, sources, options);
  const { damping, rounds, seed, weights, signal } = options;
  const charges = new Float64Array(sources.easting.length);
  if (values.length === 0 || charges.length === 0) return { charges, windows: 0, largestSources: 0, largestReadings: 0 };
  const windows = windowsOf(readings, sources, options.window);
  let state = seed;
  for (let round = 0; round < rounds; round++) {
    const order = [...windows.keys()];
    for (let i = order.length - 1; i > 0; i--) {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0; // Numerical Recipes' generator drives a Fisher-Yates shuffle
      const other = Math.floor((state * (i + 1)) / 2 ** 32);
      [order[i], order[other]] = [order[other]!, order[i]!];
    }
    for (const visit of order) {
      signal?.throwIfAborted();
      const window = windows[visit]!;
      const count = window.sources.length;
      const normal = Array.from({ length: count }, () => new Float64Array(count));
      const right = new Float64Array(count);
      for (const reading of window.readings) {
        const weight = weights?.[reading] ?? 1;
        const residual = values[reading]! - fieldAt(readings, reading, sources, charges);
        const row = window.sources.map((source) => inverseRange(readings, reading, sources, source));
        for (let i = 0; i < count; i++) {
          right[i]! += weight * row[i]! * residual;
          for (let j = i; j < count; j++) normal[i]![j]! += weight * row[i]! * row[j]!;
        }
      }
      const mean = normal.reduce((sum, row, i) => sum + row[i]!, 0) / count;
      for (let i = 0; i < count; i++) normal[i]![i]! += damping * mean;
      solve(normal, right, 1e-14 * mean).forEach((change, i) => {
        charges[window.sources[i]!]! += change;
      });
    }
  }
  return {
    charges,
    windows: windows.length,
    largestSources: Math.max(...windows.map((window) => window.sources.length)),
    largestReadings: Math.max(...windows.map((window) => window.readings.length)),
  };
};
