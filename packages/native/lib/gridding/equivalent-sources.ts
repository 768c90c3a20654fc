import type { GriddingKernels, SourceFit } from "@geoanomaly/core";
import { checkLength, checkPlaces, checkSourceFit } from "@geoanomaly/core/reference";
import { type AddonRun, type KernelHost, run } from "../run.js";

declare module "../addon.js" {
  interface Addon {
    fitSources(
      easting: Float64Array,
      northing: Float64Array,
      upward: Float64Array,
      values: Float64Array,
      weights: Float64Array | undefined,
      sourceEasting: Float64Array,
      sourceNorthing: Float64Array,
      sourceUpward: Float64Array,
      request: { readonly damping: number; readonly window: number; readonly rounds: number; readonly seed: number },
      charges: Float64Array,
      run: AddonRun,
    ): Promise<Omit<SourceFit, "charges">>;
    sourceField(
      sourceEasting: Float64Array,
      sourceNorthing: Float64Array,
      sourceUpward: Float64Array,
      charges: Float64Array,
      easting: Float64Array,
      northing: Float64Array,
      upward: Float64Array,
      field: Float64Array,
      run: AddonRun,
    ): Promise<void>;
  }
}

export const fitSources =
  (host: KernelHost): GriddingKernels["fitSources"] =>
  async (readings, values, sources, options) => {
    checkSourceFit(readings, values, sources, options);
    const { damping, window, rounds, seed, weights } = options;
    const charges = new Float64Array(sources.easting.length);
    const facts = await run(host, options, (job) =>
      host.addon.fitSources(
        readings.easting,
        readings.northing,
        readings.upward,
        values,
        weights,
        sources.easting,
        sources.northing,
        sources.upward,
        { damping, window, rounds, seed },
        charges,
        job,
      ),
    );
    return { charges, ...facts };
  };

export const sourceField =
  (host: KernelHost): GriddingKernels["sourceField"] =>
  async (sources, charges, targets, options) => {
    checkPlaces("sources", sources);
    checkPlaces("targets", targets);
    checkLength("charges", charges, sources.easting.length);
    const field = new Float64Array(targets.easting.length);
    await run(host, options, (job) =>
      host.addon.sourceField(
        sources.easting,
        sources.northing,
        sources.upward,
        charges,
        targets.easting,
        targets.northing,
        targets.upward,
        field,
        job,
      ),
    );
    return field;
  };
