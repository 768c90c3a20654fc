import { GridMismatchError } from "@geoanomaly/core";
import { gradientOf } from "./field-quantity.js";
import { gradient } from "./gradient.js";
import { spectralStage } from "./spectral-stage.js";

const ID = "total-gradient";

/** Size of the gradient in three dimensions (amplitude of the analytic signal) of a field in mGal or nT, per metre. */
export const totalGradient = spectralStage({
  id: ID,
  version: "1",
  parameters: {},
  compute: async (call) => {
    const { quantity } = gradientOf(`stage ${ID}`, call.grid.header.quantity);
    if (quantity.functional === "unknown")
      throw new GridMismatchError(`a field as input of stage ${ID}`, call.grid.header.quantity.functional);
    const { east, north, down } = await gradient(call);
    const values = down.map((vertical, i) => Math.sqrt(east[i]! ** 2 + north[i]! ** 2 + vertical ** 2));
    return { header: { quantity: { functional: "total-gradient", unit: quantity.unit } }, values, facts: {} };
  },
});
