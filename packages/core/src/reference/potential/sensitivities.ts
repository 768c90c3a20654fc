import type { PotentialKernels } from "../../contracts/potential-kernels.js";
import { GridMismatchError } from "../../errors.js";
import { prismGravity, prismTensor } from "./prism.js";
import { checkVector, type SensitivityPlan, sensitivityPlan } from "./sensitivity-request.js";

/** @throws GridMismatchError unless `out` is as long as the matrix. */
export function checkMatrixOutput(out: Float32Array | undefined, { rows, cols }: { readonly rows: number; readonly cols: number }): void {
  if (out !== undefined && out.length !== rows * cols)
    throw new GridMismatchError(`out of length ${rows} x ${cols} = ${rows * cols}`, `length ${out.length}`);
}

/** One row of the matrix. */
export function sensitivityRow(plan: SensitivityPlan, station: number, out: Float64Array): void {
  const { easting, northing, upward, cells, tensors, stations } = plan;
  const [nx, ny] = [easting.length - 1, northing.length - 1];
  const [e, n, u] = [stations.easting[station] ?? 0, stations.northing[station] ?? 0, stations.upward[station] ?? 0];
  const between = (planes: Float64Array, i: number, from: number) => [(planes[i] ?? 0) - from, (planes[i + 1] ?? 0) - from] as const;
  for (const [column, cell] of cells.entries()) {
    const [west, east] = between(easting, cell % nx, e);
    const [south, north] = between(northing, Math.floor(cell / nx) % ny, n);
    const [top, bottom] = between(upward, Math.floor(cell / (nx * ny)), u);
    const prism = [west, east, south, north, bottom, top] as const;
    if (tensors.length === 0) out[column] = prismGravity(prism);
    for (const [component, weights] of tensors.entries()) out[component * cells.length + column] = prismTensor(prism, weights);
  }
}

/** Every row in turn, in the same array. */
export function* sensitivityRows(plan: SensitivityPlan, signal?: AbortSignal): Generator<Float64Array> {
  const row = new Float64Array(plan.cols);
  for (let station = 0; station < plan.rows; station++) {
    signal?.throwIfAborted();
    sensitivityRow(plan, station, row);
    yield row;
  }
}

export const sensitivities: PotentialKernels["sensitivities"] = async (request, options) => {
  const plan = sensitivityPlan(request);
  checkMatrixOutput(options?.out, plan);
  const values = options?.out ?? new Float32Array(plan.rows * plan.cols);
  let offset = 0;
  for (const row of sensitivityRows(plan, options?.signal)) {
    values.set(row, offset);
    offset += plan.cols;
  }
  return { rows: plan.rows, cols: plan.cols, values };
};

export const forward: PotentialKernels["forward"] = async (request, model, options) => {
  const plan = sensitivityPlan(request);
  checkVector("model", model, plan.cols);
  const out = new Float64Array(plan.rows);
  let station = 0;
  for (const row of sensitivityRows(plan, options?.signal)) {
    let sum = 0;
    for (let j = 0; j < row.length; j++) sum += (row[j] ?? 0) * (model[j] ?? 0);
    out[station++] = sum;
  }
  return out;
};

/** Sum over stations of a weight times a function of the coefficient. */
async function weightedColumns(
  plan: SensitivityPlan,
  weights: Float64Array,
  signal: AbortSignal | undefined,
  power: 1 | 2,
): Promise<Float64Array> {
  checkVector("one value per station", weights, plan.rows);
  const out = new Float64Array(plan.cols);
  let station = 0;
  for (const row of sensitivityRows(plan, signal)) {
    const weight = weights[station++] ?? 0;
    for (let j = 0; j < row.length; j++) out[j] = (out[j] ?? 0) + weight * (row[j] ?? 0) ** power;
  }
  return out;
}

export const adjoint: PotentialKernels["adjoint"] = async (request, residual, options) =>
  weightedColumns(sensitivityPlan(request), residual, options?.signal, 1);

export const columnSquares: PotentialKernels["columnSquares"] = async (request, weights, options) =>
  weightedColumns(sensitivityPlan(request), weights, options?.signal, 2);
