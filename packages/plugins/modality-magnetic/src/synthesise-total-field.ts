import { GridMismatchError, InvalidParameterError, parameters, residentGrid, type StagePlugin, WGS84 } from "@geoanomaly/core";
import { WMM_EPOCH, worldMagneticModel } from "./world-magnetic-model.js";

const OWNER = "stage synthesise-total-field";
const DEGREE = { min: 1, integer: true };

/**
 * Total-field anomaly of a magnetic model at the cell centres of the run's grid: the crustal field (`degrees`) along the direction of
 * the main field (`mainDegrees`), nT, at `height` metres above the WGS84 ellipsoid.
 */
export const synthesiseTotalField: StagePlugin = {
  kind: "stage",
  id: "synthesise-total-field",
  version: "1",
  parameters: {
    type: "object",
    additionalProperties: false,
    properties: {
      degrees: {
        type: "array",
        items: { type: "integer", minimum: 1 },
        minItems: 2,
        maxItems: 2,
        description: "Degrees of the crust; default: 16 to the model's last",
      },
      mainDegrees: { type: "array", items: { type: "integer", minimum: 1 }, minItems: 2, maxItems: 2, default: [1, 15] },
      mainField: {
        enum: ["model", "wmm"],
        default: "model",
        description: "Main field of the model itself, or of the World Magnetic Model",
      },
      epoch: { type: "number", description: "Decimal year of the World Magnetic Model; default 2025" },
      height: { type: "number", minimum: 0, default: 4000, description: "Metres above the WGS84 ellipsoid" },
    },
  },
  run: async (data, raw, context) => {
    if (data.kind !== "coefficients" || data.coefficients.field !== "magnetic") {
      throw new GridMismatchError(
        `coefficients of a magnetic model as input of ${OWNER}`,
        data.kind === "coefficients" ? "a gravity model" : data.kind,
      );
    }
    const crust = data.coefficients;
    const given = parameters(OWNER, raw, ["degrees", "mainDegrees", "mainField", "epoch", "height"]);
    const crustDegrees =
      given.range("degrees", { ...DEGREE, max: crust.maxDegree }) ?? ([Math.min(16, crust.maxDegree), crust.maxDegree] as const);
    const mainDegrees = given.range("mainDegrees", DEGREE) ?? ([1, 15] as const);
    const height = given.number("height", { min: 0 }) ?? 4000;
    const ownMain = (given.choice("mainField", ["model", "wmm"]) ?? "model") === "model";
    if (ownMain && crust.minDegree > mainDegrees[0]) {
      throw new InvalidParameterError(OWNER, "mainField", `wmm, since ${crust.modelName} begins at degree ${crust.minDegree}`, "model");
    }
    const main = ownMain ? crust : worldMagneticModel(given.number("epoch") ?? WMM_EPOCH);
    const { target, signal, threads } = context;
    const values = new Float32Array(target.rows * target.cols);
    await context.kernels.totalFieldAnomaly(crust, main, target, {
      height,
      ellipsoid: WGS84,
      crustDegrees,
      mainDegrees: [mainDegrees[0], Math.min(mainDegrees[1], main.maxDegree)],
      out: values,
      signal,
      threads,
    });
    const header = {
      ...target,
      quantity: { functional: "total-field-anomaly", unit: "nT" },
      height: { metres: height, datum: "ellipsoid" },
      effectiveResolution: Math.max(180 / crustDegrees[1], target.transform[0]),
      ...(crust.epoch !== undefined && { epoch: crust.epoch }),
    } as const;
    return { kind: "grid", grid: residentGrid(header, { values }) };
  },
};
