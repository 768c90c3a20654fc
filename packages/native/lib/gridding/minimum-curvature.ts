import type { CurvatureSurface, GriddingKernels } from "@geoanomaly/core";
import { type CellFrame, cellFrame, checkCurvature, checkReadings } from "@geoanomaly/core/reference";
import { type AddonRun, type KernelHost, run } from "../run.js";

declare module "../addon.js" {
  interface Addon {
    minimumCurvature(
      easting: Float64Array,
      northing: Float64Array,
      values: Float64Array,
      frame: CellFrame,
      request: { readonly tension: number; readonly aspect: number; readonly convergence: number; readonly maximumIterations: number },
      out: Float32Array,
      run: AddonRun,
    ): Promise<Omit<CurvatureSurface, "values">>;
  }
}

export const minimumCurvature =
  (host: KernelHost): GriddingKernels["minimumCurvature"] =>
  async (readings, geometry, options) => {
    checkReadings(readings);
    checkCurvature(options);
    const frame = cellFrame("minimumCurvature", geometry);
    const { tension, aspect, convergence, maximumIterations } = options;
    const request = { tension, aspect, convergence, maximumIterations };
    const values = new Float32Array(frame.rows * frame.cols);
    const facts = await run(host, options, (job) =>
      host.addon.minimumCurvature(readings.easting, readings.northing, readings.values, frame, request, values, job),
    );
    return { values, ...facts };
  };
