import { checkTotalFieldAnomaly } from "./field-quantity.js";
import { DIRECTION_PARAMETERS, directions } from "./main-field-parameters.js";
import { spectralStage } from "./spectral-stage.js";

const ID = "reduce-to-pole";

/**
 * A total-field anomaly as vertical magnetisation in a vertical field would give it: its maxima stand over the bodies.
 * Below `guard` degrees of inclination the amplitude along directions that the field hardly sees is limited (the phase is not); the
 * report says so, and a warning is logged.
 */
export const reduceToPole = spectralStage({
  id: ID,
  version: "1",
  parameters: DIRECTION_PARAMETERS,
  compute: async ({ grid, given, context, filter }) => {
    checkTotalFieldAnomaly(`stage ${ID}`, grid.header.quantity);
    const { facts, ...along } = directions(`stage ${ID}`, given);
    if (facts.guardApplied)
      context.logger.log(
        "warn",
        `${ID}: the inclination is below ${along.guard} degrees; north-south features keep too small an amplitude`,
        facts,
      );
    return {
      header: { quantity: { functional: "reduced-to-pole", unit: "nT" } },
      values: await filter({ kind: "reduction-to-pole", ...along }),
      facts,
    };
  },
});
