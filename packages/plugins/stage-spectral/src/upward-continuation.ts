import { InvalidParameterError } from "@geoanomaly/core";
import { blurredResolution } from "./resolution.js";
import { spectralStage } from "./spectral-stage.js";

const ID = "upward-continuation";

/**
 * The field as it is `height` metres (>= 0) higher. The header's height is raised; the effective resolution becomes at least half the
 * wavelength that keeps 1/e of its amplitude. Errors shrink with the field: those of the input stay as an upper bound.
 */
export const upwardContinuation = spectralStage({
  id: ID,
  version: "1",
  parameters: { height: { type: "number", minimum: 0, description: "Metres upward" } },
  required: ["height"],
  compute: async ({ grid, given, filter }) => {
    const height = given.number("height", { min: 0 });
    if (height === undefined) throw new InvalidParameterError(`stage ${ID}`, "height", "metres upward", "nothing");
    const { metres, datum } = grid.header.height;
    return {
      header: { height: { metres: metres + height, datum }, effectiveResolution: blurredResolution(grid, Math.PI * height) },
      values: await filter({ kind: "upward-continuation", height }),
      ...(grid.uncertainty && { uncertainty: grid.uncertainty }),
      facts: { height, halfAmplitudeWavelength: (2 * Math.PI * height) / Math.LN2 },
    };
  },
});
