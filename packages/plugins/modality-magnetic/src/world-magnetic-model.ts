import { createRequire } from "node:module";
import { CoefficientTriangle, InvalidParameterError, type MagneticCoefficients } from "@geoanomaly/core";

/** One release of the World Magnetic Model as npm `geomagnetism` packages it; degree n, order m at `n (n + 1) / 2 + m`, nT and nT/year. */
interface PackagedModel {
  readonly name: string;
  readonly epoch: number;
  readonly n_max: number;
  readonly main_field_coeff_g: readonly number[];
  readonly main_field_coeff_h: readonly number[];
  readonly secular_var_coeff_g: readonly number[];
  readonly secular_var_coeff_h: readonly number[];
}

const require = createRequire(import.meta.url);

/** Releases by the year they begin to hold; each holds for five years. */
const RELEASES: readonly (readonly [from: number, file: string])[] = [
  [2025, "wmm-2025.json"],
  [2020, "wmm-2020.json"],
  [2015, "wmm-2015v2.json"],
];

/** Default epoch of the main field's direction. */
export const WMM_EPOCH = 2025;

/** File of the release that {@link WMM_EPOCH} is taken from. */
export const wmmFile = (): string => require.resolve("geomagnetism/data/wmm-2025.json");

/**
 * Main field of the World Magnetic Model, degrees 1 to 12, at a decimal year.
 * @throws InvalidParameterError outside 2015..2030.
 */
export function worldMagneticModel(epoch: number): MagneticCoefficients {
  const release = RELEASES.find(([from]) => epoch >= from && epoch <= from + 5);
  if (!release)
    throw new InvalidParameterError("stage synthesise-total-field", "epoch", "a decimal year within 2015..2030 (WMM)", String(epoch));
  const model = require(`geomagnetism/data/${release[1]}`) as PackagedModel;
  const years = epoch - model.epoch;
  const triangle = new CoefficientTriangle();
  for (let degree = 1; degree <= model.n_max; degree++) {
    for (let order = 0; order <= degree; order++) {
      const index = (degree * (degree + 1)) / 2 + order;
      const at = (list: readonly number[]) => list[index] ?? 0;
      const g = at(model.main_field_coeff_g) + years * at(model.secular_var_coeff_g);
      const h = at(model.main_field_coeff_h) + years * at(model.secular_var_coeff_h);
      triangle.set(degree, order, g, h);
    }
  }
  const range = { minDegree: 1, maxDegree: model.n_max };
  return { field: "magnetic", modelName: model.name, ...range, ...triangle.arrays(), referenceRadius: 6_371_200, epoch };
}
