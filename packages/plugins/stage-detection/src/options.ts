import { InvalidParameterError, type JsonSchema, parameters } from "@geoanomaly/core";
import type { DetectabilityOptions } from "./detectability.js";
import type { SearchOptions } from "./null/search.js";

export interface DetectionOptions extends SearchOptions, Omit<DetectabilityOptions, "depths"> {
  /** Widths of the bands, in cells of the search; default by the resolution. */
  readonly scales?: readonly number[];
  /** Default: one to eight cells of the search. */
  readonly depths?: readonly number[];
  /** Names of the inputs that were fused; default: every grid that measures gravity or magnetics. */
  readonly layers?: readonly string[];
  /** Greatest depth of a void, metres. */
  readonly shallow: number;
}

const positiveNumbers = (description: string): JsonSchema => ({
  type: "array",
  items: { type: "number", exclusiveMinimum: 0 },
  minItems: 1,
  description,
});
const contrasts = (description: string, standard: readonly number[]): JsonSchema => ({
  type: "array",
  items: { type: "number" },
  default: standard,
  description,
});
const DENSITIES = [-1000, -300, 300];
const SUSCEPTIBILITIES = [0.01, 0.05];

export const DETECTION_SCHEMA: JsonSchema = {
  type: "object",
  additionalProperties: false,
  properties: {
    q: {
      type: "number",
      exclusiveMinimum: 0,
      maximum: 0.5,
      default: 0.05,
      description: "Rate of false discoveries, and of any discovery in a map without sources",
    },
    surrogates: { type: "integer", minimum: 19, default: 199, description: "Phase-randomised fields that the threshold is set by" },
    seed: { type: "integer", minimum: 0, default: 1 },
    hysteresis: {
      type: "number",
      exclusiveMinimum: 0,
      maximum: 1,
      default: 0.7,
      description: "Level down to which an anomaly extends, as part of the familywise threshold",
    },
    passes: {
      type: "integer",
      minimum: 1,
      maximum: 5,
      default: 2,
      description: "How often the null is drawn, from the second time without what was found",
    },
    polarity: { enum: ["both", "positive", "negative"], default: "both" },
    scales: positiveNumbers("Widths (standard deviations) of the bands, in cells of the search; default 1, 1.6, 2.5 and 4 resolved cells"),
    layers: {
      type: "array",
      items: { type: "string" },
      description: "Inputs that were fused; default: every input of gravity or magnetics",
    },
    shallow: { type: "number", exclusiveMinimum: 0, default: 200, description: "Greatest depth of a void, metres" },
    densities: contrasts("Contrasts of the detectability statement, kg/m3", DENSITIES),
    susceptibilities: contrasts("Contrasts of the detectability statement, SI", SUSCEPTIBILITIES),
    depths: positiveNumbers("Depths of the detectability statement, metres below the observations; default one to eight cells"),
    fieldIntensity: { type: "number", exclusiveMinimum: 0, default: 50000, description: "Strength of the main field, nT" },
  },
};

const KNOWN = [
  "q",
  "surrogates",
  "seed",
  "hysteresis",
  "passes",
  "polarity",
  "scales",
  "layers",
  "shallow",
  "densities",
  "susceptibilities",
  "depths",
  "fieldIntensity",
] as const;

/** @throws InvalidParameterError */
export function detectionOptions(owner: string, raw: Readonly<Record<string, unknown>>): DetectionOptions {
  const given = parameters(owner, raw, KNOWN);
  const numbers = (name: string, expected: string, fits: (value: number) => boolean): readonly number[] | undefined => {
    const value = raw[name];
    if (value === undefined) return undefined;
    if (Array.isArray(value) && value.length > 0 && value.every((each) => typeof each === "number" && Number.isFinite(each) && fits(each)))
      return value as number[];
    throw new InvalidParameterError(owner, name, expected, JSON.stringify(value));
  };
  const positive = (name: string) => numbers(name, "a list of numbers > 0", (value) => value > 0);
  const texts = (name: string): readonly string[] | undefined => {
    const value = raw[name];
    if (value === undefined) return undefined;
    if (Array.isArray(value) && value.every((each) => typeof each === "string")) return value as string[];
    throw new InvalidParameterError(owner, name, "a list of names", JSON.stringify(value));
  };
  const [scales, depths, layers] = [positive("scales"), positive("depths"), texts("layers")];
  if (scales && scales.length > 16) throw new InvalidParameterError(owner, "scales", "at most 16", `${scales.length}`);
  return {
    rate: given.number("q", { min: Number.MIN_VALUE, max: 0.5 }) ?? 0.05,
    surrogates: given.number("surrogates", { min: 19, integer: true }) ?? 199,
    seed: given.number("seed", { min: 0, max: 2 ** 32 - 1, integer: true }) ?? 1,
    hysteresis: given.number("hysteresis", { min: Number.MIN_VALUE, max: 1 }) ?? 0.7,
    passes: given.number("passes", { min: 1, max: 5, integer: true }) ?? 2,
    polarity: given.choice("polarity", ["both", "positive", "negative"]) ?? "both",
    shallow: given.number("shallow", { min: Number.MIN_VALUE }) ?? 200,
    fieldIntensity: given.number("fieldIntensity", { min: Number.MIN_VALUE }) ?? 50_000,
    densities: numbers("densities", "a list of numbers other than 0", (value) => value !== 0) ?? DENSITIES,
    susceptibilities: numbers("susceptibilities", "a list of numbers other than 0", (value) => value !== 0) ?? SUSCEPTIBILITIES,
    ...(scales && { scales }),
    ...(depths && { depths }),
    ...(layers && { layers }),
  };
}
