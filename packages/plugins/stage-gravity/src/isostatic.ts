import { parameters, type StagePlugin } from "@geoanomaly/core";
import { gravityPoints } from "./gravity-points.js";
import { inputGrid } from "./input-grid.js";
import { sphericalEffect } from "./spherical-effect.js";

const OWNER = "stage isostatic";
const KEYS = ["crustThickness", "density", "seaDensity", "mantleContrast", "radius"] as const;
const number = (value: number, description: string) => ({ type: "number", exclusiveMinimum: 0, default: value, description });

/**
 * Isostatic residual of a Bouguer anomaly after Airy: minus the attraction of the root that floats the topography. The root below land of
 * height H is `density H / mantleContrast` thick, the antiroot below a sea of depth D `(density - seaDensity) D / mantleContrast`.
 * The topography (`inputs.topography`) is in degrees and should reach well beyond the survey.
 * @throws GridMismatchError for other quantities; InvalidParameterError for readings outside of the topography.
 */
export const isostatic: StagePlugin = {
  kind: "stage",
  id: "isostatic",
  version: "1",
  parameters: {
    type: "object",
    additionalProperties: false,
    properties: {
      crustThickness: number(30e3, "Where the ground is at sea level, metres"),
      density: number(2670, "Of the topography, kg/m3"),
      seaDensity: number(1040, "Of sea water, kg/m3"),
      mantleContrast: number(400, "Mantle minus crust at the root, kg/m3"),
      radius: number(500e3, "Roots farther away are left out, metres"),
    },
  },
  run: async (data, raw, context) => {
    const given = parameters(OWNER, raw, KEYS);
    const value = (key: (typeof KEYS)[number], standard: number) => given.number(key, { min: Number.MIN_VALUE }) ?? standard;
    const [crust, density, seaDensity] = [value("crustThickness", 30e3), value("density", 2670), value("seaDensity", 1040)];
    const [contrast, radius] = [value("mantleContrast", 400), value("radius", 500e3)];
    const { points, heights } = gravityPoints(OWNER, data, ["bouguer-anomaly", "complete-bouguer-anomaly"], context.signal);
    const topography = await inputGrid(OWNER, "topography", "topography", context);
    const block = (ground: number) => {
      if (Number.isNaN(ground)) return undefined;
      const root = (ground >= 0 ? density * ground : (density - seaDensity) * ground) / contrast;
      return root >= 0
        ? { bottom: -crust - root, top: -crust, density: -contrast }
        : { bottom: -crust, top: Math.min(-crust - root, 0), density: contrast };
    };
    const effect = await sphericalEffect(OWNER, points, heights, { topography, radius, block }, context);
    context.report?.({ model: "Airy", crustThickness: crust, density, seaDensity, mantleContrast: contrast, radius });
    context.product?.("root", { kind: "points", points: { ...points, values: effect, quantity: { functional: "unknown", unit: "mGal" } } });
    const values = points.values.map((anomaly, i) => anomaly - (effect[i] as number));
    return { kind: "points", points: { ...points, values, quantity: { functional: "isostatic-anomaly", unit: "mGal" } } };
  },
};
