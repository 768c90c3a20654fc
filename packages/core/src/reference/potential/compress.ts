import type { CompressedOperator, PotentialKernels, SensitivityRequest } from "../../contracts/potential-kernels.js";
import { InvalidParameterError } from "../../errors.js";
import { multiwavelets } from "./multiwavelets.js";
import { columnSquares, sensitivityRows } from "./sensitivities.js";
import { checkVector, type SensitivityPlan, sensitivityPlan } from "./sensitivity-request.js";
import { transformBlock } from "./transform-block.js";

/** Rows that the scales of layers are estimated from. */
const SAMPLED_ROWS = 32;

/** @throws InvalidParameterError unless 0 < tolerance < 1. */
export function checkTolerance(tolerance: number): void {
  if (!(tolerance > 0 && tolerance < 1)) throw new InvalidParameterError("compress", "tolerance", "0 < tolerance < 1", String(tolerance));
}

/** Some stations, evenly spread over their list. */
export function sampledStations(request: SensitivityRequest): SensitivityRequest {
  const step = Math.max(1, Math.ceil(request.stations.easting.length / SAMPLED_ROWS));
  const some = (values: Float64Array) => values.filter((_, i) => i % step === step >> 1);
  const { easting, northing, upward } = request.stations;
  return { ...request, stations: { easting: some(easting), northing: some(northing), upward: some(upward) } };
}

/** Root mean square coefficient of each layer of each component; 1 for a layer without active cells. */
export function layerScales(plan: SensitivityPlan, squares: Float64Array, stations: number): Float64Array {
  const perLayer = (plan.easting.length - 1) * (plan.northing.length - 1);
  const layers = plan.upward.length - 1;
  const scales = new Float64Array(layers * Math.max(1, plan.tensors.length));
  const counts = new Float64Array(scales.length);
  for (const [column, square] of squares.entries()) {
    const component = Math.floor(column / plan.cells.length);
    const layer = component * layers + Math.floor((plan.cells[column % plan.cells.length] ?? 0) / perLayer);
    scales[layer] = (scales[layer] ?? 0) + square;
    counts[layer] = (counts[layer] ?? 0) + stations;
  }
  return scales.map((sum, layer) => (sum > 0 ? Math.sqrt(sum / (counts[layer] ?? 1)) : 1));
}

/** Places between the vectors of a request (active cells, component slowest) and whole meshes, one for each component. */
function scatter(
  operator: Pick<CompressedOperator, "cells" | "layerScale" | "shape">,
  component: number,
  visit: (cell: number, column: number, scale: number) => void,
) {
  const { cells, layerScale, shape } = operator;
  for (const [i, cell] of cells.entries()) {
    const layer = component * shape.layers + Math.floor(cell / (shape.easting * shape.northing));
    visit(cell, component * cells.length + i, layerScale[layer] ?? 1);
  }
}

export const compress: PotentialKernels["compress"] = async (request, options) => {
  checkTolerance(options.tolerance);
  const plan = sensitivityPlan(request);
  const sample = sampledStations(request);
  const sampled = sample.stations.easting.length;
  const squares = await columnSquares(sample, new Float64Array(sampled).fill(1));
  const layerScale = layerScales(plan, squares, sampled);
  const shape = { easting: plan.easting.length - 1, northing: plan.northing.length - 1, layers: plan.upward.length - 1 };
  const bases = waveletBases(shape);
  const components = Math.max(1, plan.tensors.length);
  const size = shape.easting * shape.northing * shape.layers;
  const columns: number[] = [];
  const values: number[] = [];
  const offsets = [0];
  let [dropped, total] = [0, 0];
  for (const row of sensitivityRows(plan, options.signal)) {
    const spectrum = new Float64Array(components * size);
    for (let component = 0; component < components; component++) {
      const block = spectrum.subarray(component * size, (component + 1) * size);
      scatter({ cells: plan.cells, layerScale, shape }, component, (cell, column, scale) => (block[cell] = (row[column] ?? 0) / scale));
      transformBlock(block, shape, bases, "forward");
    }
    const energy = spectrum.reduce((sum, value) => sum + value * value, 0);
    const order = Uint32Array.from(spectrum.keys()).sort((a, b) => Math.abs(spectrum[a] ?? 0) - Math.abs(spectrum[b] ?? 0));
    let lost = 0;
    const kept = new Set<number>(order);
    for (const index of order) {
      const square = (spectrum[index] ?? 0) ** 2;
      if (lost + square > options.tolerance ** 2 * energy) break;
      lost += square;
      kept.delete(index);
    }
    for (const index of [...kept].sort((a, b) => a - b)) {
      columns.push(index);
      values.push(spectrum[index] ?? 0);
    }
    offsets.push(columns.length);
    dropped += lost;
    total += energy;
  }
  return compressedOperator({
    rows: plan.rows,
    cols: plan.cols,
    shape,
    components,
    cells: plan.cells,
    bases,
    layerScale,
    offsets: Float64Array.from(offsets),
    columns: Uint32Array.from(columns),
    values: Float32Array.from(values),
    relativeError: total > 0 ? Math.sqrt(dropped / total) : 0,
  });
};

export function waveletBases(shape: CompressedOperator["shape"]): CompressedOperator["bases"] {
  return { easting: multiwavelets(shape.easting), northing: multiwavelets(shape.northing), layers: multiwavelets(shape.layers) };
}

/** Adds up the bytes. */
export function compressedOperator(parts: Omit<CompressedOperator, "bytes">): CompressedOperator {
  const { cells, bases, layerScale, offsets, columns, values } = parts;
  return {
    ...parts,
    bytes: [cells, ...Object.values(bases), layerScale, offsets, columns, values].reduce((sum, array) => sum + array.byteLength, 0),
  };
}

export const compressedApply: PotentialKernels["compressedApply"] = async (operator, x, options) => {
  checkVector("x", x, operator.cols);
  options?.signal?.throwIfAborted();
  const { shape, bases, components, offsets, columns, values } = operator;
  const size = shape.easting * shape.northing * shape.layers;
  const spectrum = new Float64Array(components * size);
  for (let component = 0; component < components; component++) {
    const block = spectrum.subarray(component * size, (component + 1) * size);
    scatter(operator, component, (cell, column, scale) => (block[cell] = (x[column] ?? 0) * scale));
    transformBlock(block, shape, bases, "forward");
  }
  return Float64Array.from({ length: operator.rows }, (_, row) => {
    let sum = 0;
    for (let k = offsets[row] ?? 0; k < (offsets[row + 1] ?? 0); k++) sum += (values[k] ?? 0) * (spectrum[columns[k] ?? 0] ?? 0);
    return sum;
  });
};

export const compressedAdjoint: PotentialKernels["compressedAdjoint"] = async (operator, y, options) => {
  checkVector("y", y, operator.rows);
  options?.signal?.throwIfAborted();
  const { shape, bases, components, offsets, columns, values } = operator;
  const size = shape.easting * shape.northing * shape.layers;
  const spectrum = new Float64Array(components * size);
  for (const [row, value] of y.entries())
    for (let k = offsets[row] ?? 0; k < (offsets[row + 1] ?? 0); k++) {
      const column = columns[k] ?? 0;
      spectrum[column] = (spectrum[column] ?? 0) + (values[k] ?? 0) * value;
    }
  const out = new Float64Array(operator.cols);
  for (let component = 0; component < components; component++) {
    const block = spectrum.subarray(component * size, (component + 1) * size);
    transformBlock(block, shape, bases, "inverse");
    scatter(operator, component, (cell, column, scale) => (out[column] = (block[cell] ?? 0) * scale));
  }
  return out;
};
