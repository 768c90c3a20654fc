import { type GravityFunctional, GridMismatchError, parameters, residentGrid, type StagePlugin, type Unit, WGS84 } from "@geoanomaly/core";

const OWNER = "stage synthesise-gravity";
const FUNCTIONALS: readonly GravityFunctional[] = ["gravity", "gravity-disturbance", "free-air-anomaly", "geoid-height"];

/**
 * A functional of a gravity model at the cell centres of the run's grid, relative to WGS84, in the model's tide system.
 * `height`: metres above the ellipsoid, the same everywhere.
 */
export const synthesiseGravity: StagePlugin = {
  kind: "stage",
  id: "synthesise-gravity",
  version: "1",
  parameters: {
    type: "object",
    additionalProperties: false,
    properties: {
      functional: { enum: FUNCTIONALS, default: "gravity-disturbance" },
      height: { type: "number", minimum: 0, default: 0, description: "Metres above the WGS84 ellipsoid" },
      degrees: {
        type: "array",
        items: { type: "integer", minimum: 0 },
        minItems: 2,
        maxItems: 2,
        description: "Default: all of the model",
      },
    },
  },
  run: async (data, raw, context) => {
    if (data.kind !== "coefficients" || data.coefficients.field !== "gravity") {
      throw new GridMismatchError(
        `coefficients of a gravity model as input of ${OWNER}`,
        data.kind === "coefficients" ? "a magnetic model" : data.kind,
      );
    }
    const model = data.coefficients;
    const given = parameters(OWNER, raw, ["functional", "height", "degrees"]);
    const functional = given.choice("functional", FUNCTIONALS) ?? "gravity-disturbance";
    const height = given.number("height", { min: 0 }) ?? 0;
    const degrees = given.range("degrees", { min: 0, max: model.maxDegree, integer: true });
    const { target, signal, threads } = context;
    const values = functional === "gravity" ? new Float64Array(target.rows * target.cols) : new Float32Array(target.rows * target.cols);
    const options = { height, ellipsoid: WGS84, signal, threads, ...(degrees && { degrees }) };
    await context.kernels.gravity(model, target, { ...options, functional, out: values });
    const unit: Unit = functional === "geoid-height" ? "m" : "mGal";
    const header = {
      ...target,
      quantity: { functional, unit },
      height: { metres: height, datum: "ellipsoid" },
      tideSystem: model.tideSystem,
      effectiveResolution: Math.max(180 / (degrees?.[1] ?? model.maxDegree), target.transform[0]),
      ...(model.epoch !== undefined && { epoch: model.epoch }),
    } as const;
    return { kind: "grid", grid: residentGrid(header, { values }) };
  },
};
