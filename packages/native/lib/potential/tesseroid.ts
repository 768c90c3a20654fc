import type { PotentialKernels } from "@geoanomaly/core";
import { MAX_HALVINGS, tesseroidPlan } from "@geoanomaly/core/reference";
import { type AddonRun, type KernelHost, run } from "../run.js";
import { GRAVITY_FACTOR } from "./addon-mesh.js";

declare module "../addon.js" {
  interface Addon {
    /**
     * @param tesseroids West, east, south, north (degrees), bottom, top (metres from the centre), density of each.
     * @param stations Longitude, latitude (degrees), distance from the centre (metres) of each.
     */
    tesseroidGravity(
      tesseroids: Float64Array,
      stations: Float64Array,
      options: { readonly ratio: number; readonly maxHalvings: number },
      out: Float64Array,
      run: AddonRun,
    ): Promise<void>;
  }
}

export const tesseroidGravity =
  (host: KernelHost): PotentialKernels["tesseroidGravity"] =>
  async (request, options) => {
    const plan = tesseroidPlan(request);
    const { west, east, south, north, bottom, top, density } = request.tesseroids;
    const { longitude, latitude, height } = request.stations;
    const bodies = interleaved([west, east, south, north, bottom.map((h) => plan.radius + h), top.map((h) => plan.radius + h), density]);
    const places = interleaved([longitude, latitude, height.map((h) => plan.radius + h)]);
    const out = new Float64Array(plan.stations);
    const splitting = { ratio: plan.ratio, maxHalvings: MAX_HALVINGS };
    await run(host, options, (job) => host.addon.tesseroidGravity(bodies, places, splitting, out, job));
    return out.map((value) => GRAVITY_FACTOR * value);
  };

/** The i-th of every column, then the next. */
function interleaved(columns: readonly Float64Array[]): Float64Array {
  const out = new Float64Array(columns.length * (columns[0]?.length ?? 0));
  for (const [c, column] of columns.entries()) for (const [i, value] of column.entries()) out[i * columns.length + c] = value;
  return out;
}
