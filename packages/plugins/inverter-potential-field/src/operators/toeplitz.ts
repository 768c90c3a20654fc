import type { KernelRun, PotentialKernels, SensitivityRequest } from "@geoanomaly/core";
import { normalProduct } from "./normal-product.js";
import type { SensitivityOperator } from "./sensitivity-operator.js";

/**
 * Convolution layer by layer, for readings on a lattice at the pitch of a mesh of equal cells. The kernels know all cells of the mesh;
 * here the inactive ones are zero going in and left out coming back.
 * @param cells Mesh index of each active cell.
 */
export async function toeplitzOperator(
  kernels: PotentialKernels,
  request: SensitivityRequest,
  run: KernelRun,
  cells: Uint32Array,
): Promise<SensitivityOperator> {
  const { mesh, stations, field } = request;
  const whole: SensitivityRequest = { mesh, stations, field };
  const operator = await kernels.toeplitz(whole, run);
  const count = mesh.easting.length * mesh.northing.length * mesh.downward.length;
  const components = operator.cols / count;
  const scatter = (x: Float64Array) => {
    if (cells.length === count) return x;
    const all = new Float64Array(operator.cols);
    for (let c = 0; c < components; c++) {
      for (let i = 0; i < cells.length; i++) all[c * count + cells[i]!] = x[c * cells.length + i]!;
    }
    return all;
  };
  const gather = (all: Float64Array) => {
    if (cells.length === count) return all;
    const x = new Float64Array(components * cells.length);
    for (let c = 0; c < components; c++) {
      for (let i = 0; i < cells.length; i++) x[c * cells.length + i] = all[c * count + cells[i]!]!;
    }
    return x;
  };
  const halves = {
    apply: (x: Float64Array) => kernels.toeplitzApply(operator, scatter(x), run),
    adjoint: async (y: Float64Array) => gather(await kernels.toeplitzAdjoint(operator, y, run)),
  };
  return {
    rows: operator.rows,
    cols: components * cells.length,
    ...halves,
    normal: normalProduct(halves),
    columnSquares: async (weights) => {
      const squares = await kernels.toeplitz(whole, { ...run, squared: true });
      const sums = gather(await kernels.toeplitzAdjoint(squares, weights, run));
      // Rounding of a transform is relative to the largest sum; squares are not negative.
      for (let i = 0; i < sums.length; i++) if (sums[i]! < 0) sums[i] = 0;
      return sums;
    },
  };
}
