import { type GravityCoefficients, GridMismatchError, normalGravity, parameters, type StagePlugin, WGS84 } from "@geoanomaly/core";
import { preciseRows, rowLatitude } from "./grid-rows.js";
import { normalZonals } from "./normal-zonals.js";

const OWNER = "stage geoid-to-coefficients";

/**
 * A gravity model from a global geoid grid: the disturbing potential on the ellipsoid is T = N gamma (Bruns), its harmonic analysis
 * gives the coefficients, and the zonals of the level ellipsoid make it a model of the whole field.
 *
 * Degrees 0 and 1 are left out: the zero-degree term of a published geoid (-0.53 m for EGM96) is the choice of W0, not mass.
 * A geoid is not the height anomaly: over mountains N carries a correction of metres, which shows in the gravity derived from it.
 * @see Heiskanen and Moritz (1967), Physical Geodesy, equation 2-144 (Bruns' formula)
 */
export const geoidToCoefficients: StagePlugin = {
  kind: "stage",
  id: "geoid-to-coefficients",
  version: "1",
  parameters: {
    type: "object",
    additionalProperties: false,
    properties: { maxDegree: { type: "integer", minimum: 2, description: "Default: what the grid can carry, at most 360" } },
  },
  run: async (data, raw, context) => {
    if (data.kind !== "grid") throw new GridMismatchError(`a grid of geoid heights as input of ${OWNER}`, data.kind);
    const { grid } = data;
    const { rows, cols, transform, registration, crs, quantity, tideSystem = "unknown" } = grid;
    if (quantity.functional !== "geoid-height" || quantity.unit !== "m") {
      throw new GridMismatchError("geoid heights in m", `${quantity.functional} in ${quantity.unit}`);
    }
    const nyquist = Math.floor(180 / Math.max(transform[0], -transform[4]));
    const maxDegree =
      parameters(OWNER, raw, ["maxDegree"]).number("maxDegree", { min: 2, max: nyquist, integer: true }) ?? Math.min(360, nyquist);
    const potential = await preciseRows(grid, 0, rows, context.signal);
    for (let row = 0; row < rows; row++) {
      const gamma = normalGravity(WGS84, rowLatitude(grid, row), 0);
      for (let i = row * cols; i < (row + 1) * cols; i++) potential[i] = (potential[i] as number) * gamma;
    }
    await grid.close();
    context.progress(0.2);
    const referenceRadius = WGS84.semiMajorAxis;
    const { cosine, sine } = await context.kernels.analyse(
      potential,
      { rows, cols, transform, registration, crs },
      { maxDegree, referenceRadius, surface: WGS84, signal: context.signal, threads: context.threads },
    );
    const scale = referenceRadius / WGS84.gravitationalConstant;
    const model: GravityCoefficients = {
      field: "gravity",
      modelName: "from geoid",
      minDegree: 0,
      maxDegree,
      cosine: cosine.map((value, index) => (index < 3 ? 0 : value * scale)),
      sine: sine.map((value, index) => (index < 3 ? 0 : value * scale)),
      referenceRadius,
      gravitationalConstant: WGS84.gravitationalConstant,
      tideSystem,
    };
    for (const [degree, zonal] of normalZonals(WGS84)) {
      const index = (degree * (degree + 1)) / 2;
      if (degree <= maxDegree) model.cosine[index] = (model.cosine[index] as number) + zonal;
    }
    return { kind: "coefficients", coefficients: model };
  },
};
