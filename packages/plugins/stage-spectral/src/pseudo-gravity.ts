import { checkTotalFieldAnomaly } from "./field-quantity.js";
import { DIRECTION_PARAMETERS, directions } from "./main-field-parameters.js";
import { spectralStage } from "./spectral-stage.js";

const ID = "pseudo-gravity";

/**
 * The gravity (mGal) that the magnetic body would have if each A/m of its magnetisation were `densityPerMagnetisation` kg/m3, by
 * Poisson's relation. The mean and the plane of a field say nothing about it: they are left out.
 */
export const pseudoGravity = spectralStage({
  id: ID,
  version: "1",
  parameters: {
    ...DIRECTION_PARAMETERS,
    densityPerMagnetisation: { type: "number", exclusiveMinimum: 0, default: 100, description: "kg/m3 for each A/m" },
  },
  compute: async ({ grid, given, filter }) => {
    checkTotalFieldAnomaly(`stage ${ID}`, grid.header.quantity);
    const { facts, ...along } = directions(`stage ${ID}`, given);
    const densityPerMagnetisation = given.number("densityPerMagnetisation", { min: Number.MIN_VALUE }) ?? 100;
    return {
      header: { quantity: { functional: "pseudo-gravity", unit: "mGal" } },
      values: await filter({ kind: "pseudo-gravity", ...along, densityPerMagnetisation }),
      facts: { ...facts, densityPerMagnetisation },
    };
  },
});
