import type { PotentialKernels, Stations } from "@geoanomaly/core";
import { checkMatrixOutput, checkVector, sensitivityPlan } from "@geoanomaly/core/reference";
import { type AddonRun, type KernelHost, run } from "../run.js";
import { type AddonMesh, addonMesh } from "./addon-mesh.js";

declare module "../addon.js" {
  interface Addon {
    potentialMatrix(mesh: AddonMesh, stations: Stations, matrix: Float32Array, run: AddonRun): Promise<void>;
    potentialForward(mesh: AddonMesh, stations: Stations, model: Float64Array, out: Float64Array, run: AddonRun): Promise<void>;
    /** @param squared Sums of squared coefficients. */
    potentialAdjoint(
      mesh: AddonMesh,
      stations: Stations,
      weights: Float64Array,
      squared: boolean,
      out: Float64Array,
      run: AddonRun,
    ): Promise<void>;
  }
}

export const sensitivities =
  (host: KernelHost): PotentialKernels["sensitivities"] =>
  async (request, options) => {
    const plan = sensitivityPlan(request);
    checkMatrixOutput(options?.out, plan);
    const values = options?.out ?? new Float32Array(plan.rows * plan.cols);
    await run(host, options, (job) => host.addon.potentialMatrix(addonMesh(plan), plan.stations, values, job));
    return { rows: plan.rows, cols: plan.cols, values };
  };

export const forward =
  (host: KernelHost): PotentialKernels["forward"] =>
  async (request, model, options) => {
    const plan = sensitivityPlan(request);
    checkVector("model", model, plan.cols);
    const out = new Float64Array(plan.rows);
    await run(host, options, (job) => host.addon.potentialForward(addonMesh(plan), plan.stations, model, out, job));
    return out;
  };

const weightedColumns =
  (host: KernelHost, squared: boolean): PotentialKernels["adjoint"] =>
  async (request, weights, options) => {
    const plan = sensitivityPlan(request);
    checkVector("one value per station", weights, plan.rows);
    const out = new Float64Array(plan.cols);
    await run(host, options, (job) => host.addon.potentialAdjoint(addonMesh(plan), plan.stations, weights, squared, out, job));
    return out;
  };

export const adjoint = (host: KernelHost) => weightedColumns(host, false);
export const columnSquares = (host: KernelHost) => weightedColumns(host, true);
