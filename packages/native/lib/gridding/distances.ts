import type { GriddingKernels } from "@geoanomaly/core";
import { type CellFrame, cellFrame, checkInverseDistance, checkLength, checkReadings, checkScale } from "@geoanomaly/core/reference";
import { type AddonRun, type KernelHost, run } from "../run.js";

interface ScaledPlane {
  readonly scaleE: number;
  readonly scaleN: number;
}

declare module "../addon.js" {
  interface Addon {
    inverseDistance(
      easting: Float64Array,
      northing: Float64Array,
      values: Float64Array,
      frame: CellFrame,
      request: ScaledPlane & { readonly neighbours: number; readonly power: number; readonly radius: number },
      out: Float32Array,
      run: AddonRun,
    ): Promise<void>;
    nearestDistance(
      easting: Float64Array,
      northing: Float64Array,
      values: Float64Array,
      frame: CellFrame,
      request: ScaledPlane,
      out: Float32Array,
      run: AddonRun,
    ): Promise<void>;
    nearestDistanceAt(
      easting: Float64Array,
      northing: Float64Array,
      values: Float64Array,
      atEasting: Float64Array,
      atNorthing: Float64Array,
      request: ScaledPlane,
      out: Float32Array,
      run: AddonRun,
    ): Promise<void>;
  }
}

export const inverseDistance =
  (host: KernelHost): GriddingKernels["inverseDistance"] =>
  async (readings, geometry, options) => {
    checkReadings(readings);
    checkInverseDistance(options);
    checkScale("inverseDistance", options.scale);
    const frame = cellFrame("inverseDistance", geometry);
    const { neighbours, power, radius, scale } = options;
    const request = { neighbours, power, radius, scaleE: scale[0], scaleN: scale[1] };
    const out = new Float32Array(frame.rows * frame.cols);
    await run(host, options, (job) =>
      host.addon.inverseDistance(readings.easting, readings.northing, readings.values, frame, request, out, job),
    );
    return out;
  };

export const nearestDistance =
  (host: KernelHost): GriddingKernels["nearestDistance"] =>
  async (readings, geometry, options) => {
    checkReadings(readings);
    checkScale("nearestDistance", options.scale);
    const frame = cellFrame("nearestDistance", geometry);
    const request = { scaleE: options.scale[0], scaleN: options.scale[1] };
    const out = new Float32Array(frame.rows * frame.cols);
    await run(host, options, (job) =>
      host.addon.nearestDistance(readings.easting, readings.northing, readings.values, frame, request, out, job),
    );
    return out;
  };

export const nearestDistanceAt =
  (host: KernelHost): GriddingKernels["nearestDistanceAt"] =>
  async (readings, places, options) => {
    checkReadings(readings);
    checkLength("northing", places.northing, places.easting.length);
    checkScale("nearestDistanceAt", options.scale);
    const request = { scaleE: options.scale[0], scaleN: options.scale[1] };
    const out = new Float32Array(places.easting.length);
    const { easting, northing, values } = readings;
    await run(host, options, (job) =>
      host.addon.nearestDistanceAt(easting, northing, values, places.easting, places.northing, request, out, job),
    );
    return out;
  };
