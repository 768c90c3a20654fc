import type { Kernels } from "../contracts/kernels.js";
import { InvalidParameterError } from "../errors.js";
import { normalField } from "../geo/normal-gravity.js";
import { checkOutput, degreeRange, disturbingModel, graticule } from "./harmonic-request.js";
import { synthesisRows } from "./synthesis.js";

const MILLIGAL = 1e5; // per m/s2

export const GRAVITY_FUNCTIONALS = ["gravity", "gravity-disturbance", "free-air-anomaly", "geoid-height"] as const;

export const gravity: Kernels["gravity"] = async (model, target, options) => {
  const { functional, ellipsoid } = options;
  if (!GRAVITY_FUNCTIONALS.includes(functional))
    throw new InvalidParameterError("gravity", "functional", GRAVITY_FUNCTIONALS.join(", "), String(functional));
  checkOutput("gravity", options.out, graticule(target));
  const out = options.out ?? new Float64Array(target.rows * target.cols);
  // From degree 0 on the model is W but for the centrifugal part; a band of higher degrees is one of T, and W = U + T.
  const band = degreeRange("gravity", model, options.degrees).first > 0;
  const source = band ? disturbingModel(model, ellipsoid) : model;
  for (const { row, point, fields } of synthesisRows("gravity", source, target, ["potential", "radial", "north", "east"], options)) {
    const normal = normalField(ellipsoid, point);
    const centrifugal = ellipsoid.angularVelocity ** 2 * point.axisDistance;
    for (let col = 0; col < target.cols; col++) {
      const [potential, radial, north, east] = fields.map((field) => field[col]!) as [number, number, number, number];
      const t = band ? potential : potential - normal.gravitationalPotential;
      const tRadial = band ? radial : radial - normal.gravitationalRadial;
      const magnitude = Math.hypot(
        radial + centrifugal * point.cosine + (band ? normal.gravitationalRadial : 0),
        north - centrifugal * point.sine + (band ? normal.gravitationalNorth : 0),
        east,
      );
      out[row * target.cols + col] = {
        gravity: MILLIGAL * magnitude,
        "gravity-disturbance": MILLIGAL * (magnitude - normal.gravity),
        "free-air-anomaly": MILLIGAL * (-tRadial - (2 * t) / point.radius),
        "geoid-height": t / normal.gravity,
      }[functional];
    }
  }
  return out;
};
