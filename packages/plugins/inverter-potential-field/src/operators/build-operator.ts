import type { KernelRun, OperatorPlan, PotentialKernels } from "@geoanomaly/core";
import type { InverterOptions } from "../options/inverter-options.js";
import type { DataPart } from "../setup/layout.js";
import { compressedOperator } from "./compressed.js";
import { denseOperator } from "./dense.js";
import { matrixFreeOperator } from "./matrix-free.js";
import type { SensitivityOperator } from "./sensitivity-operator.js";
import { stackedOperator } from "./stacked.js";
import { toeplitzOperator } from "./toeplitz.js";

/** The operator of one property: that of its data set, or those of several one below the other. */
export async function buildOperator(
  kernels: PotentialKernels,
  parts: readonly DataPart[],
  cells: Uint32Array,
  plan: OperatorPlan,
  { compressionTolerance }: Pick<InverterOptions, "compressionTolerance">,
  run: KernelRun,
): Promise<SensitivityOperator> {
  const operators: SensitivityOperator[] = [];
  for (const { request, cols } of parts) {
    switch (plan.operator) {
      case "toeplitz":
        operators.push(await toeplitzOperator(kernels, request, run, cells));
        break;
      case "compressed":
        operators.push(await compressedOperator(kernels, request, run, compressionTolerance));
        break;
      case "matrix-free":
        operators.push(matrixFreeOperator(kernels, request, run, cols));
        break;
      default:
        operators.push(await denseOperator(kernels, request, run));
    }
  }
  return stackedOperator(operators);
}
