import type { JsonSchema } from "@geoanomaly/core";

const positive = { type: "number", exclusiveMinimum: 0 } as const;
const norm = { type: "number", minimum: 0, maximum: 2, default: 2 } as const;
const factor = { type: "number", minimum: 0, default: 1 } as const;

/** One number for every property of the inversion, or one for each by name. */
const perProperty = (unit: string) => ({
  anyOf: [
    { type: "number" },
    {
      type: "object",
      additionalProperties: false,
      properties: { density: { type: "number" }, susceptibility: { type: "number" } },
    },
  ],
  description: unit,
});

const errorModel = {
  floor: { type: "number", minimum: 0, description: "Least standard deviation, unit of the readings" },
  fraction: { type: "number", minimum: 0, description: "Added: this part of the size of each reading" },
} as const;

/** Every option of the inverter. Lengths are metres, densities kg/m3, susceptibilities SI. */
export const OPTIONS_SCHEMA: JsonSchema = {
  type: "object",
  additionalProperties: false,
  properties: {
    mesh: {
      type: "object",
      additionalProperties: false,
      description: "How to lay out the mesh, where no mesh file is given",
      properties: {
        cell: {
          anyOf: [positive, { type: "array", prefixItems: [positive, positive, positive], minItems: 3, maxItems: 3 }],
          description:
            "Width of the cells below the readings: easting, northing, downward. Default: mean distance of readings, half of it downward",
        },
        depth: { ...positive, description: "Of the bottom. Default: half the smaller extent of the readings" },
        coreDepth: { ...positive, description: "Layers are equally thick down to here. Default: all" },
        padding: {
          type: "object",
          additionalProperties: false,
          properties: {
            cells: { type: "integer", minimum: 0, default: 5, description: "Cells added on each side" },
            factor: { type: "number", minimum: 1, maximum: 3, default: 1.3, description: "Growth from one to the next" },
          },
        },
      },
    },
    lower: perProperty("Smallest value of the property: kg/m3 or SI. Default: none"),
    upper: perProperty("Largest value of the property: kg/m3 or SI. Default: none"),
    norms: {
      type: "object",
      additionalProperties: false,
      properties: { s: norm, x: norm, y: norm, z: norm },
      description:
        "Exponent of each term of the model norm: 2 is smooth, 0..1 sparse; s: size, x, y, z: derivative to east, north and depth",
    },
    alphas: {
      type: "object",
      additionalProperties: false,
      properties: { s: factor, x: factor, y: factor, z: factor },
      description: "Factor of each term of the model norm; derivatives are per narrowest cell",
    },
    weighting: { enum: ["sensitivity", "depth", "none"], default: "sensitivity" },
    depthExponent: { ...positive, description: "Decay of the field with depth. Default: 2 for gravity, 3 for magnetics" },
    chiFactor: { ...positive, default: 1, description: "Target misfit: chi-squared per reading" },
    errors: {
      type: "object",
      additionalProperties: false,
      properties: {
        ...errorModel,
        gravity: { type: "object", additionalProperties: false, properties: errorModel },
        magnetic: { type: "object", additionalProperties: false, properties: errorModel },
      },
      description: "Standard deviation of a reading: the larger of its own and the floor, plus the fraction",
    },
    tradeOff: {
      enum: ["target-misfit", "gcv", "l-curve"],
      description: "How the trade-off parameter is found. Default: target-misfit where errors are known, else gcv",
    },
    beta: {
      type: "object",
      additionalProperties: false,
      properties: {
        initial: { anyOf: [{ const: "auto" }, positive], default: "auto" },
        cooling: { type: "number", exclusiveMinimum: 1, default: 10, description: "Largest divisor from one value to the next" },
        everyIterations: { type: "integer", minimum: 1, default: 1, description: "Iterations at each value" },
      },
    },
    maxIterations: { type: "integer", minimum: 1, default: 40, description: "Of the smooth phase; the phases after it have their own" },
    cgIterations: { type: "integer", minimum: 1, default: 30, description: "Conjugate-gradient steps in one iteration" },
    irls: {
      type: "object",
      additionalProperties: false,
      properties: {
        maxIterations: { type: "integer", minimum: 1, default: 25 },
        threshold: { ...positive, description: "Size below which a value counts as zero. Default: 2 % of the largest of the smooth model" },
      },
    },
    operator: { enum: ["auto", "dense", "matrix-free", "toeplitz", "compressed"], default: "auto" },
    compressionTolerance: {
      type: "number",
      exclusiveMinimum: 0,
      exclusiveMaximum: 1,
      default: 0.001,
      description: "Of the compressed operator",
    },
    magnetisation: { enum: ["induced", "vector"], default: "induced" },
    degrade: { type: "boolean", default: false, description: "Use a coarser mesh where nothing fits into memory" },
    uncertainty: {
      type: "object",
      additionalProperties: false,
      properties: {
        method: { enum: ["randomised-probing", "none"], default: "randomised-probing" },
        probes: { type: "integer", minimum: 2, default: 24 },
        seed: { type: "integer", minimum: 0 },
      },
    },
    resolution: {
      type: "object",
      additionalProperties: false,
      properties: {
        checkerboard: {
          type: "object",
          additionalProperties: false,
          required: ["cells", "amplitude"],
          properties: {
            cells: { type: "integer", minimum: 1, description: "Side of a block, in cells" },
            amplitude: { ...positive, description: "Of the blocks, alternating in sign, unit of the property" },
          },
        },
      },
    },
    joint: {
      type: "object",
      additionalProperties: false,
      properties: {
        coupling: { enum: ["cross-gradient"], default: "cross-gradient" },
        weight: { type: "number", minimum: 0, default: 1, description: "Of the coupling, relative to the model norms when it sets in" },
        maxIterations: { type: "integer", minimum: 1, default: 20 },
      },
    },
    seed: { type: "integer", minimum: 0, default: 0 },
  },
};
