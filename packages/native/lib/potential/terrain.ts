import type { PotentialKernels, Stations } from "@geoanomaly/core";
import { type TerrainPlan, terrainPlan } from "@geoanomaly/core/reference";
import { type AddonRun, type KernelHost, run } from "../run.js";
import { GRAVITY_FACTOR } from "./addon-mesh.js";

declare module "../addon.js" {
  interface Addon {
    terrainEffect(
      terrain: Omit<TerrainPlan, "levels">,
      levels: TerrainPlan["levels"],
      stations: Stations,
      out: Float64Array,
      run: AddonRun,
    ): Promise<void>;
  }
}

export const terrainEffect =
  (host: KernelHost): PotentialKernels["terrainEffect"] =>
  async (request, options) => {
    const { levels, ...terrain } = terrainPlan(request);
    const out = new Float64Array(terrain.stations);
    await run(host, options, (job) => host.addon.terrainEffect(terrain, levels, request.stations, out, job));
    return out.map((value) => GRAVITY_FACTOR * value);
  };
