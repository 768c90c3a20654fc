import { InvalidParameterError } from "@geoanomaly/core";
import { residualOf } from "./field-quantity.js";
import { polynomialTrend } from "./polynomial-trend.js";
import { blurredResolution } from "./resolution.js";
import { gridOf, type SpectralCall, spectralStage } from "./spectral-stage.js";
import { WINDOW_PARAMETERS, windowOf } from "./window-parameters.js";

const ID = "separate";
const OWNER = `stage ${ID}`;
const METHODS = ["polynomial", "spectral", "upward-continuation"] as const;
const DEFAULT_ORDER = 1;

/** The smooth part of a field, the detail it can carry (metres), and what was done to get it. */
interface Regional {
  readonly values: Float32Array;
  readonly detail: number;
  readonly facts: Readonly<Record<string, unknown>>;
}

function metres(call: SpectralCall, name: string, method: string): number {
  const value = call.given.number(name, { min: Number.MIN_VALUE });
  if (value === undefined) throw new InvalidParameterError(OWNER, name, `metres, for the method ${method}`, "nothing");
  return value;
}

const REGIONAL: Readonly<Record<(typeof METHODS)[number], (call: SpectralCall) => Promise<Regional>>> = {
  polynomial: async ({ grid, given }) => {
    const degree = given.number("order", { min: 0, max: 10, integer: true }) ?? DEFAULT_ORDER;
    const robust = given.flag("robust") ?? true;
    const { values, ...fit } = polynomialTrend(grid.values, grid.shape, degree, robust);
    const { east, north } = grid.spacing;
    const extent = Math.max(east * grid.shape.cols, north * grid.shape.rows);
    return { values, detail: extent / (degree + 1), facts: { order: degree, robust, ...fit } };
  },
  spectral: async (call) => {
    const wavelength = metres(call, "wavelength", "spectral");
    const shape = windowOf(call.given);
    const values = await call.filter({ kind: "band-pass", shortest: wavelength, ...shape });
    return { values, detail: wavelength / 2, facts: { wavelength, ...shape } };
  },
  "upward-continuation": async (call) => {
    const height = metres(call, "height", "upward-continuation");
    const values = await call.filter({ kind: "upward-continuation", height });
    return { values, detail: Math.PI * height, facts: { height, halfAmplitudeWavelength: (2 * Math.PI * height) / Math.LN2 } };
  },
};

/** Parameters that belong to one method only: giving them with another would be ignored in silence. */
const BELONGS: Readonly<Record<string, readonly (typeof METHODS)[number][]>> = {
  order: ["polynomial", "spectral"],
  robust: ["polynomial"],
  wavelength: ["spectral"],
  window: ["spectral"],
  height: ["upward-continuation"],
};

/**
 * Takes a field apart into a smooth regional and the residual; their sum is the field. `keep` goes on, the other becomes the by-product
 * `regional` or `residual`. The regional can carry detail down to the extent over (order + 1), half the wavelength, or the half
 * wavelength that keeps 1/e; the residual keeps the resolution of the field. Errors of the field stay with both as an upper bound.
 */
export const separate = spectralStage({
  id: ID,
  version: "1",
  parameters: {
    method: { enum: METHODS, description: "What the regional is: a polynomial, long wavelengths, or the field seen from higher up" },
    keep: { enum: ["residual", "regional"], default: "residual" },
    robust: { type: "boolean", default: true, description: "polynomial: Huber's weights instead of plain least squares" },
    wavelength: { type: "number", exclusiveMinimum: 0, description: "spectral: metres, half of which goes to either part" },
    height: { type: "number", exclusiveMinimum: 0, description: "upward-continuation: metres" },
    window: WINDOW_PARAMETERS.window!,
    order: {
      type: "integer",
      minimum: 0,
      maximum: 32,
      description: "polynomial: degree, default 1. spectral: of a Butterworth window, default 4",
    },
  },
  required: ["method"],
  compute: async (call) => {
    const { grid, given, context } = call;
    const method = given.choice("method", METHODS);
    if (method === undefined) throw new InvalidParameterError(OWNER, "method", METHODS.join(", "), "nothing");
    for (const [name, methods] of Object.entries(BELONGS)) {
      if (call.raw[name] !== undefined && !methods.includes(method))
        throw new InvalidParameterError(OWNER, name, `nothing with the method ${method}`, JSON.stringify(call.raw[name]));
    }
    const keep = given.choice("keep", ["residual", "regional"]) ?? "residual";
    const { values, detail, facts } = await REGIONAL[method](call);
    const uncertainty = grid.uncertainty && { uncertainty: grid.uncertainty };
    const parts = {
      regional: { header: { effectiveResolution: blurredResolution(grid, detail) }, values, ...uncertainty },
      residual: {
        header: { quantity: residualOf(grid.header.quantity) },
        values: grid.values.map((value, i) => value - values[i]!),
        ...uncertainty,
      },
    };
    const other = keep === "residual" ? "regional" : "residual";
    context.product?.(other, gridOf(grid, parts[other]));
    return { ...parts[keep], facts: { method, keep, ...facts } };
  },
});
