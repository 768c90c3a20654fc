import { headerOf, parameters, residentGrid, type StagePlugin } from "@geoanomaly/core";
import { gridInput } from "./grid-input.js";
import { residentValues } from "./resident-values.js";

const OWNER = "stage outliers";

/** MAD to standard deviation of a normal distribution, as in R's `mad`. */
const MAD_TO_SIGMA = 1.4826;

/**
 * Replaces samples by NaN that lie outside `range`, or more than `limit` robust standard deviations from the median.
 * Geophysical fields have heavy tails (Kursk is 80 standard deviations high), so neither has a default.
 */
export const outliers: StagePlugin = {
  kind: "stage",
  id: "outliers",
  version: "1",
  parameters: {
    type: "object",
    additionalProperties: false,
    properties: {
      limit: { type: "number", exclusiveMinimum: 0, description: "Robust standard deviations (1.4826 MAD) from the median" },
      range: {
        type: "array",
        prefixItems: [{ type: "number" }, { type: "number" }],
        minItems: 2,
        maxItems: 2,
        description: "Plausible values, in the unit of the grid",
      },
    },
  },
  run: async (data, raw, context) => {
    const grid = gridInput(OWNER, data);
    const given = parameters(OWNER, raw, ["limit", "range"]);
    const limit = given.number("limit", { min: Number.MIN_VALUE });
    const range = given.range("range");
    const values = await residentValues(OWNER, grid, context);
    let [low, high] = range ?? [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
    if (limit !== undefined) {
      const { median, mad } = await context.kernels.statistics(values, { signal: context.signal, threads: context.threads });
      const reach = limit * MAD_TO_SIGMA * mad;
      // A field without scale has no outliers.
      if (reach > 0) [low, high] = [Math.max(low, median - reach), Math.min(high, median + reach)];
    }
    let removed = 0;
    for (let i = 0; i < values.length; i++) {
      const value = values[i] as number;
      if (value < low || value > high) {
        values[i] = Number.NaN;
        removed++;
      }
    }
    if (removed > 0)
      context.logger.log("warn", `${removed} samples outside ${low}..${high} ${grid.quantity.unit} removed`, { removed, low, high });
    const resident = residentGrid(headerOf(grid), { values });
    const { readUncertainty } = grid;
    return {
      kind: "grid",
      grid: { ...resident, ...(readUncertainty && { readUncertainty: readUncertainty.bind(grid) }), close: () => grid.close() },
    };
  },
};
