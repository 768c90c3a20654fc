import type { PotentialKernels, ToeplitzOperator } from "../../contracts/potential-kernels.js";
import { sensitivityRow } from "./sensitivities.js";
import { checkVector, sensitivityPlan } from "./sensitivity-request.js";
import { toeplitzLattice } from "./toeplitz-lattice.js";

/** The reference keeps the coefficients themselves, not their spectra, and sums as the dense product does. */
export const toeplitz: PotentialKernels["toeplitz"] = async (request, options) => {
  const { cells, lattice, places, table } = toeplitzLattice(request);
  const plan = sensitivityPlan(table);
  const coefficients = new Float64Array(plan.cols);
  sensitivityRow(plan, 0, coefficients);
  const blocks = options?.squared ? coefficients.map((value) => value * value) : coefficients;
  const spectra = options?.precision === "double" ? blocks : Float32Array.from(blocks);
  const layers = request.mesh.downward.length * Math.max(1, plan.tensors.length);
  return {
    rows: places.length,
    cols: cells.easting * cells.northing * layers,
    paddedEasting: cells.easting + lattice.easting - 1,
    paddedNorthing: cells.northing + lattice.northing - 1,
    layers,
    bytes: spectra.byteLength + places.byteLength,
    spectra,
    cells,
    lattice,
    places,
  };
};

/** Calls `visit(station, cell, coefficient)` for each pair. */
function eachPair(
  operator: ToeplitzOperator,
  visit: (row: number, column: number, coefficient: number) => void,
  signal?: AbortSignal,
): void {
  const { cells, lattice, places, spectra, paddedEasting, paddedNorthing, layers } = operator;
  for (const [row, place] of places.entries()) {
    signal?.throwIfAborted();
    const shiftEast = lattice.easting - 1 - (place % lattice.easting);
    const shiftNorth = lattice.northing - 1 - Math.floor(place / lattice.easting);
    let column = 0;
    for (let layer = 0; layer < layers; layer++)
      for (let j = 0; j < cells.northing; j++) {
        const start = (layer * paddedNorthing + j + shiftNorth) * paddedEasting + shiftEast;
        for (let i = 0; i < cells.easting; i++) visit(row, column++, spectra[start + i] ?? 0);
      }
  }
}

export const toeplitzApply: PotentialKernels["toeplitzApply"] = async (operator, x, options) => {
  checkVector("x", x, operator.cols);
  const out = new Float64Array(operator.rows);
  eachPair(operator, (row, column, coefficient) => (out[row] = (out[row] ?? 0) + coefficient * (x[column] ?? 0)), options?.signal);
  return out;
};

export const toeplitzAdjoint: PotentialKernels["toeplitzAdjoint"] = async (operator, y, options) => {
  checkVector("y", y, operator.rows);
  const out = new Float64Array(operator.cols);
  eachPair(operator, (row, column, coefficient) => (out[column] = (out[column] ?? 0) + coefficient * (y[row] ?? 0)), options?.signal);
  return out;
};
