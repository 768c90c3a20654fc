import { InvalidParameterError, type Kernels } from "@geoanomaly/core";
import { checkSurface, degreeRange, type Graticule, graticule } from "@geoanomaly/core/reference";
import { type AddonModel, type AddonSurface, addonModel } from "./harmonic-arguments.js";
import { type AddonRun, type KernelHost, run } from "./run.js";

declare module "./addon.js" {
  interface Addon {
    /** @param components Positions in {@link COMPONENTS}, one output each. */
    harmonicComponents(
      model: AddonModel,
      grid: Graticule,
      surface: AddonSurface,
      components: readonly number[],
      outputs: readonly Float64Array[],
      run: AddonRun,
    ): Promise<void>;
  }
}

/** In the order of the addon's enumeration. */
const COMPONENTS = ["potential", "radial", "north", "east"] as const;

export const synthesise =
  (host: KernelHost): Kernels["synthesise"] =>
  async (model, target, options) => {
    const grid = graticule(target);
    const range = degreeRange("synthesise", model, options.degrees);
    checkSurface("synthesise", model, options.ellipsoid, options.height);
    const components = options.components.map((component) => COMPONENTS.indexOf(component));
    if (components.includes(-1) || components.length === 0)
      throw new InvalidParameterError("synthesise", "components", `some of ${COMPONENTS.join(", ")}`, `[${options.components.join(", ")}]`);
    const outputs = components.map(() => new Float64Array(grid.rows * grid.cols));
    const surface = { ...options.ellipsoid, height: options.height };
    await run(host, options, (job) => host.addon.harmonicComponents(addonModel(model, range), grid, surface, components, outputs, job));
    return outputs;
  };
