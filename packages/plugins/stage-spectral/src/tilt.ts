import { gradientOf } from "./field-quantity.js";
import { gradient } from "./gradient.js";
import { spectralStage } from "./spectral-stage.js";

const ID = "tilt";

/**
 * Tilt angle in degrees: arctangent of the downward derivative over the size of the horizontal gradient, -90..90; positive over a body
 * that attracts, 0 near its vertical edges (of a field that is, or is reduced, to the pole). A flat field has no tilt: NaN.
 */
export const tilt = spectralStage({
  id: ID,
  version: "1",
  parameters: {},
  compute: async (call) => {
    gradientOf(`stage ${ID}`, call.grid.header.quantity);
    const { east, north, down } = await gradient(call);
    const values = down.map((vertical, i) => {
      const horizontal = Math.sqrt(east[i]! ** 2 + north[i]! ** 2);
      return vertical === 0 && horizontal === 0 ? Number.NaN : (Math.atan2(vertical, horizontal) * 180) / Math.PI;
    });
    return { header: { quantity: { functional: "tilt", unit: "degree" } }, values, facts: {} };
  },
});
