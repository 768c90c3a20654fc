import { createRequire } from "node:module";
import { CoefficientTriangle, type DecimalYear, type MagneticCoefficients } from "@geoanomaly/core";
import { between, type MainFieldModel } from "./main-field-model.js";

/** One release as npm `geomagnetism` packages it; degree n, order m at `n (n + 1) / 2 + m`, nT and nT/year. */
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

/** Geomagnetic reference radius, metres. @see Alken et al. (2021), IGRF-13, equation 1 */
const REFERENCE_RADIUS = 6_371_200;

/** Releases by the year they begin to hold. */
const RELEASES = [
  [2015, "wmm-2015v2.json"],
  [2020, "wmm-2020.json"],
  [2025, "wmm-2025.json"],
] as const;

const YEARS_OF_A_RELEASE = 5;

/** Coefficients of a release at its epoch, and five years on by its secular variation. */
function ends(file: string): readonly [start: MagneticCoefficients, end: MagneticCoefficients] {
  const model = require(`geomagnetism/data/${file}`) as PackagedModel;
  const at = (years: number): MagneticCoefficients => {
    const triangle = new CoefficientTriangle();
    for (let degree = 1; degree <= model.n_max; degree++) {
      for (let order = 0; order <= degree; order++) {
        const index = (degree * (degree + 1)) / 2 + order;
        const value = (main: readonly number[], rate: readonly number[]) => (main[index] ?? 0) + years * (rate[index] ?? 0);
        triangle.set(degree, order, value(model.main_field_coeff_g, model.secular_var_coeff_g), value(model.main_field_coeff_h, model.secular_var_coeff_h)); // biome-ignore format: one coefficient
      }
    }
    const range = { minDegree: 1, maxDegree: model.n_max };
    return {
      field: "magnetic",
      modelName: model.name,
      ...range,
      ...triangle.arrays(),
      referenceRadius: REFERENCE_RADIUS,
      epoch: model.epoch + years,
    };
  };
  return [at(0), at(YEARS_OF_A_RELEASE)];
}

/** The World Magnetic Model, degrees 1 to 12, in its releases of 2015 (the corrected one), 2020 and 2025. */
export function worldMagneticModel(): MainFieldModel {
  const releases = RELEASES.map(([from, file]) => ({ from, ends: ends(file) }));
  return {
    name: "WMM",
    from: 2015,
    to: 2030,
    maxDegree: 12,
    elsewhere: "IGRF covers 1900 to 2030: read its .shc file as a survey at the epochs on both sides and give those as inputs",
    at: (epoch: DecimalYear) => {
      const release = releases.findLast(({ from }) => epoch >= from) ?? (releases[0] as (typeof releases)[number]);
      return between(...release.ends, (epoch - release.from) / YEARS_OF_A_RELEASE, epoch);
    },
  };
}
