import { InvalidParameterError } from "@geoanomaly/core";
import { gradientOf } from "./field-quantity.js";
import { spectralStage } from "./spectral-stage.js";

const ID = "derivative";
const DIRECTIONS = ["east", "north", "up", "down"] as const;

/**
 * Derivative of a field in mGal or nT along one axis. `up` is positive where the field grows upward, so it is negative over a
 * compact dense body; `down` is the vertical gradient of most maps.
 */
export const derivative = spectralStage({
  id: ID,
  version: "1",
  parameters: {
    direction: { enum: DIRECTIONS, description: "Axis along which the field is derived" },
    order: { type: "integer", minimum: 1, maximum: 4, default: 1, description: "Above 1 the unit has no name in GAM: it is reported" },
  },
  required: ["direction"],
  compute: async ({ grid, given, filter }) => {
    const direction = given.choice("direction", DIRECTIONS);
    if (direction === undefined) throw new InvalidParameterError(`stage ${ID}`, "direction", DIRECTIONS.join(", "), "nothing");
    const order = given.number("order", { min: 1, max: 4, integer: true }) ?? 1;
    const { quantity, unit } = gradientOf(`stage ${ID}`, grid.header.quantity, order);
    return { header: { quantity }, values: await filter({ kind: "derivative", direction, order }), facts: { direction, order, unit } };
  },
});
