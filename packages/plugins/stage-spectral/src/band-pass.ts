import { InvalidParameterError } from "@geoanomaly/core";
import { residualOf } from "./field-quantity.js";
import { blurredResolution } from "./resolution.js";
import { spectralStage } from "./spectral-stage.js";
import { WINDOW_PARAMETERS, windowOf } from "./window-parameters.js";

const ID = "band-pass";

/**
 * Keeps wavelengths between `shortest` and `longest` (metres; one of them may be left out: low-pass or high-pass). The gain is 1/2 at
 * either. A field that lost its long wavelengths is a residual.
 */
export const bandPass = spectralStage({
  id: ID,
  version: "1",
  parameters: {
    shortest: { type: "number", exclusiveMinimum: 0, description: "Shortest wavelength to keep, metres" },
    longest: { type: "number", exclusiveMinimum: 0, description: "Longest wavelength to keep, metres" },
    ...WINDOW_PARAMETERS,
  },
  compute: async ({ grid, given, filter }) => {
    const [shortest, longest] = [given.number("shortest", { min: 0 }), given.number("longest", { min: 0 })];
    if (shortest === undefined && longest === undefined)
      throw new InvalidParameterError(`stage ${ID}`, "shortest", "shortest, longest or both, metres", "neither");
    const limits = { ...(shortest !== undefined && { shortest }), ...(longest !== undefined && { longest }) };
    const shape = windowOf(given);
    return {
      header: {
        ...(longest !== undefined && { quantity: residualOf(grid.header.quantity) }),
        ...(shortest !== undefined && { effectiveResolution: blurredResolution(grid, shortest / 2) }),
      },
      values: await filter({ kind: "band-pass", ...limits, ...shape }),
      ...(grid.uncertainty && { uncertainty: grid.uncertainty }),
      facts: { ...limits, ...shape },
    };
  },
});
