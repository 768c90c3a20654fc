import { headerOf, parameters, residentGrid, type StagePlugin, VerificationError } from "@geoanomaly/core";
import { gridInput } from "./grid-input.js";
import { residentValues } from "./resident-values.js";

const OWNER = "stage qc";

/**
 * Checks a layer and passes it on unchanged: enough cells with data, values within what is physically possible.
 * @throws VerificationError where `onFailure` is `stop`; otherwise failures are warnings.
 */
export const qualityControl: StagePlugin = {
  kind: "stage",
  id: "qc",
  version: "1",
  parameters: {
    type: "object",
    additionalProperties: false,
    properties: {
      minimumFiniteFraction: { type: "number", minimum: 0, maximum: 1, default: 0, description: "Least part of cells with data" },
      range: {
        type: "array",
        prefixItems: [{ type: "number" }, { type: "number" }],
        minItems: 2,
        maxItems: 2,
        description: "Possible values, in the unit of the grid",
      },
      unit: { type: "string", description: "Unit the layer must have" },
      onFailure: { enum: ["stop", "warn"], default: "warn" },
    },
  },
  run: async (data, raw, context) => {
    const grid = gridInput(OWNER, data);
    const given = parameters(OWNER, raw, ["minimumFiniteFraction", "range", "unit", "onFailure"]);
    const least = given.number("minimumFiniteFraction", { min: 0, max: 1 }) ?? 0;
    const [low, high] = given.range("range") ?? [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
    const unit = given.text("unit");
    const stop = given.choice("onFailure", ["stop", "warn"]) === "stop";
    const { quantity } = grid;
    const values = await residentValues(OWNER, grid, context);
    let [finite, outside] = [0, 0];
    let [min, max] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
    for (const value of values) {
      if (Number.isNaN(value)) continue;
      finite++;
      if (value < low || value > high) outside++;
      if (value < min) min = value;
      if (value > max) max = value;
    }
    const fraction = finite / values.length;
    const flags = [
      fraction < least && `expected data in at least ${(100 * least).toFixed(1)} % of the cells, found ${(100 * fraction).toFixed(1)} %`,
      outside > 0 && `expected values within ${low}..${high} ${quantity.unit}, found ${min}..${max} (${outside} cells outside)`,
      unit !== undefined && unit !== quantity.unit && `expected the unit ${unit}, found ${quantity.unit}`,
    ].filter((flag) => flag !== false);
    for (const flag of flags) {
      if (stop) throw new VerificationError(`Quality control of ${quantity.functional}: ${flag}`);
      context.logger.log("warn", `quality control of ${quantity.functional}: ${flag}`);
    }
    const { readUncertainty } = grid;
    const resident = residentGrid(headerOf(grid), { values });
    return {
      kind: "grid",
      grid: { ...resident, ...(readUncertainty && { readUncertainty: readUncertainty.bind(grid) }), close: () => grid.close() },
    };
  },
};
