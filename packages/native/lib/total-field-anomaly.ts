import type { Kernels } from "@geoanomaly/core";
import { checkOutput, checkSurface, degreeRange, type Graticule, graticule } from "@geoanomaly/core/reference";
import { type AddonModel, type AddonSurface, addonModel } from "./harmonic-arguments.js";
import { type AddonRun, type KernelHost, run } from "./run.js";

declare module "./addon.js" {
  interface Addon {
    harmonicTotalField(
      crust: AddonModel,
      main: AddonModel,
      grid: Graticule,
      surface: AddonSurface,
      out: Float32Array | Float64Array,
      run: AddonRun,
    ): Promise<void>;
  }
}

const OWNER = "totalFieldAnomaly";

export const totalFieldAnomaly =
  (host: KernelHost): Kernels["totalFieldAnomaly"] =>
  async (crust, main, target, options) => {
    const grid = graticule(target);
    const surface = { ...options.ellipsoid, height: options.height };
    const [anomalous, direction] = (
      [
        [crust, options.crustDegrees],
        [main, options.mainDegrees],
      ] as const
    ).map(([model, degrees]) => {
      checkSurface(OWNER, model, options.ellipsoid, options.height);
      return addonModel(model, degreeRange(OWNER, model, degrees));
    }) as [AddonModel, AddonModel];
    checkOutput(OWNER, options.out, grid);
    const out = options.out ?? new Float64Array(grid.rows * grid.cols);
    await run(host, options, (job) => host.addon.harmonicTotalField(anomalous, direction, grid, surface, out, job));
    return out;
  };
