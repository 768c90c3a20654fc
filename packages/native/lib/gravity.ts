import { InvalidParameterError, type Kernels } from "@geoanomaly/core";
import {
  checkOutput,
  checkSurface,
  degreeRange,
  disturbingModel,
  GRAVITY_FUNCTIONALS,
  type Graticule,
  graticule,
} from "@geoanomaly/core/reference";
import { type AddonModel, type AddonSurface, addonModel } from "./harmonic-arguments.js";
import { type AddonRun, type KernelHost, run } from "./run.js";

declare module "./addon.js" {
  interface Addon {
    /**
     * @param functional Position in {@link GRAVITY_FUNCTIONALS}, which is the order of the addon's enumeration.
     * @param residual The model is the disturbing potential T, not W.
     */
    harmonicGravity(
      model: AddonModel,
      grid: Graticule,
      surface: AddonSurface,
      functional: number,
      residual: boolean,
      out: Float32Array | Float64Array,
      run: AddonRun,
    ): Promise<void>;
  }
}

export const gravity =
  (host: KernelHost): Kernels["gravity"] =>
  async (model, target, options) => {
    const { ellipsoid, height } = options;
    const grid = graticule(target);
    const range = degreeRange("gravity", model, options.degrees);
    checkSurface("gravity", model, ellipsoid, height);
    checkOutput("gravity", options.out, grid);
    const functional = GRAVITY_FUNCTIONALS.indexOf(options.functional);
    if (functional < 0)
      throw new InvalidParameterError("gravity", "functional", GRAVITY_FUNCTIONALS.join(", "), String(options.functional));
    const out = options.out ?? new Float64Array(grid.rows * grid.cols);
    const band = range.first > 0;
    const source = addonModel(band ? disturbingModel(model, ellipsoid) : model, range);
    await run(host, options, (job) => host.addon.harmonicGravity(source, grid, { ...ellipsoid, height }, functional, band, out, job));
    return out;
  };
