import type { Kernels } from "@geoanomaly/core";
import { type Graticule, undeterminedError, wholeSphere } from "@geoanomaly/core/reference";
import type { AddonSurface } from "./harmonic-arguments.js";
import { type AddonRun, type KernelHost, run } from "./run.js";

declare module "./addon.js" {
  interface Addon {
    /** Settles with -1, or with an order whose coefficients the grid does not determine. */
    harmonicAnalysis(
      values: Float64Array,
      grid: Graticule,
      surface: AddonSurface,
      options: {
        readonly withPoles: boolean;
        readonly onSphere: boolean;
        readonly referenceRadius: number;
        readonly maxDegree: number;
      },
      cosine: Float64Array,
      sine: Float64Array,
      run: AddonRun,
    ): Promise<number>;
  }
}

export const analyse =
  (host: KernelHost): Kernels["analyse"] =>
  async (values, geometry, options) => {
    const { maxDegree, referenceRadius } = options;
    const { grid, ellipsoid, withPoles } = wholeSphere(values, geometry, options);
    const [cosine, sine] = [0, 1].map(() => new Float64Array(((maxDegree + 1) * (maxDegree + 2)) / 2)) as [Float64Array, Float64Array];
    const details = { withPoles, onSphere: options.surface === "sphere", referenceRadius, maxDegree };
    const undetermined = await run(host, options, (job) =>
      host.addon.harmonicAnalysis(values, grid, { ...ellipsoid, height: 0 }, details, cosine, sine, job),
    );
    if (undetermined >= 0) throw undeterminedError(maxDegree, undetermined, grid);
    return { cosine, sine };
  };
