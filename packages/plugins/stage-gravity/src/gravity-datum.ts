import { parameters, type StagePlugin } from "@geoanomaly/core";
import { gravityPoints } from "./gravity-points.js";

const OWNER = "stage gravity-datum";

/** Potsdam values are about this much too high. @see Morelli et al. (1974), The International Gravity Standardization Net 1971 */
const POTSDAM_EXCESS = 14.0;

/**
 * Absolute gravity on the Potsdam datum to IGSN71: minus 14.0 mGal. Old networks differ from that by some tenths of a mGal, so a known
 * local tie may be given instead.
 */
export const gravityDatum: StagePlugin = {
  kind: "stage",
  id: "gravity-datum",
  version: "1",
  parameters: {
    type: "object",
    additionalProperties: false,
    properties: {
      offset: { type: "number", default: -POTSDAM_EXCESS, description: "Added to every value, mGal; default: Potsdam to IGSN71" },
    },
  },
  run: async (data, raw, context) => {
    const { points } = gravityPoints(OWNER, data, ["gravity"], context.signal);
    const offset = parameters(OWNER, raw, ["offset"]).number("offset") ?? -POTSDAM_EXCESS;
    context.report?.({ gravityDatum: "IGSN71", offset });
    return { kind: "points", points: { ...points, values: points.values.map((value) => value + offset) } };
  },
};
