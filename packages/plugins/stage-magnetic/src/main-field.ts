import { GridMismatchError, type StagePlugin } from "@geoanomaly/core";
import { MAIN_FIELD_PARAMETERS, surveyField } from "./survey-field.js";

const OWNER = "stage main-field";

/**
 * Passes readings on as they are and reports the main field at their middle as `mainField` (inclination, declination from grid north,
 * intensity), for reduction to the pole and inversion: for surveys that come as anomalies.
 * @throws as the main field of a survey
 */
export const mainField: StagePlugin = {
  kind: "stage",
  id: "main-field",
  version: "1",
  parameters: { type: "object", additionalProperties: false, properties: MAIN_FIELD_PARAMETERS },
  run: async (data, raw, context) => {
    if (data.kind !== "points") throw new GridMismatchError(`points as input of ${OWNER}`, data.kind);
    const { centre, details } = await surveyField(OWNER, data.points, raw, context);
    context.report?.({ mainField: centre, mainFieldDetails: details });
    return data;
  },
};
