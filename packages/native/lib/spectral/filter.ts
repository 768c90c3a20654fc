import type { SpectralKernels } from "@geoanomaly/core";
import { filterRequest } from "@geoanomaly/core/reference";
import { type AddonRun, type KernelHost, run } from "../run.js";

interface Axis {
  readonly samples: number;
  readonly length: number;
  readonly offset: number;
}

declare module "../addon.js" {
  interface Addon {
    /** @returns Plane that was taken off (centre, slopes east and north per metre) and the number of samples filled. */
    spectralFilter(
      values: Float32Array,
      options: {
        readonly row: Axis;
        readonly col: Axis;
        readonly east: number;
        readonly north: number;
        readonly detrend: boolean;
        readonly planeGain: number;
        readonly eastGain: number;
        readonly northGain: number;
      },
      steps: Float64Array,
      out: Float32Array,
      run: AddonRun,
    ): Promise<[centre: number, east: number, north: number, filled: number]>;
  }
}

export const filter =
  (host: KernelHost): SpectralKernels["filter"] =>
  async (values, shape, spacing, operations, options) => {
    const { steps, planeGain, row, col, detrend } = filterRequest(values, shape, spacing, operations, options);
    const out = options?.out ?? new Float32Array(values.length);
    const request = {
      row,
      col,
      ...spacing,
      detrend,
      planeGain: planeGain.plane,
      eastGain: planeGain.east,
      northGain: planeGain.north,
    };
    const [centre, east, north, filled] = await run(host, options, (job) => host.addon.spectralFilter(values, request, steps, out, job));
    return { values: out, padded: { rows: row.length, cols: col.length }, plane: { centre, east, north }, filled };
  };
