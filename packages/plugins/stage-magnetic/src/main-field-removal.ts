import { GridMismatchError, type StagePlugin } from "@geoanomaly/core";
import { MAIN_FIELD_PARAMETERS, surveyField } from "./survey-field.js";

const OWNER = "stage main-field-removal";

/**
 * Total field to total-field anomaly: takes the size of the main field off every reading, at its place, height and epoch. The main field
 * is the packaged World Magnetic Model (2015 to 2030) or what `inputs` gives: IGRF or another model, read at the epochs around the survey.
 * Reports the main field at the middle of the survey as `mainField`, declination from grid north.
 * @throws GridMismatchError for anything but readings of the total field in nT; others as of the main field of a survey.
 */
export const mainFieldRemoval: StagePlugin = {
  kind: "stage",
  id: "main-field-removal",
  version: "1",
  parameters: { type: "object", additionalProperties: false, properties: MAIN_FIELD_PARAMETERS },
  run: async (data, raw, context) => {
    if (data.kind !== "points") throw new GridMismatchError(`points as input of ${OWNER}`, data.kind);
    const { points } = data;
    const { functional, unit } = points.quantity;
    if (functional !== "total-field" || unit !== "nT")
      throw new GridMismatchError(`total-field in nT as input of ${OWNER}`, `${functional} in ${unit}`);
    const { intensity, centre, details } = await surveyField(OWNER, points, raw, context);
    const values = points.values.map((value, index) => value - (intensity[index] as number));
    const [least, greatest] = intensity.reduce(([low, high], size) => [Math.min(low, size), Math.max(high, size)], [Infinity, -Infinity] as [number, number]); // biome-ignore format: one pass
    context.report?.({ mainField: centre, mainFieldDetails: details, removed: { min: least, max: greatest } });
    return { kind: "points", points: { ...points, values, quantity: { functional: "total-field-anomaly", unit } } };
  },
};
