import { InvalidParameterError, type JsonSchema, parameters } from "@geoanomaly/core";
import type { Trend } from "./trend.js";

const positive = (description: string) => ({ type: "number", exclusiveMinimum: 0, description }) as const;
const list = (description: string) => ({ type: "array", items: { type: "number", minimum: 0 }, minItems: 1, description }) as const;

export const sourceSchema: JsonSchema = {
  type: "object",
  additionalProperties: false,
  properties: {
    depth: positive("Metres of the sources below the readings"),
    depthFactor: positive("The same as a multiple of sourceSpacing; default 3"),
    damping: { type: "number", minimum: 0, description: "Part of the mean diagonal of the normal equations; default 1e-3" },
    sourceSpacing: positive("Side of the blocks that get one source each, metres; default: the step of the run's grid"),
    window: positive("Side of the boosting windows, metres; default: sized for about 300 sources, one dense fit for up to 1500"),
    rounds: { type: "integer", minimum: 1, description: "Visits of every window; default 1" },
    seed: { type: "integer", minimum: 0, maximum: 2 ** 32 - 1, description: "Order of the windows and folds; default 1" },
    trend: { enum: ["none", "constant", "plane"], description: "Taken out before the fit and put back at every height; default plane" },
    weighted: { type: "boolean", description: "Whether readings count by their uncertainty, where they have one; default true" },
    height: { type: "number", description: "Height to predict at, metres, datum of the readings; default: their middle height" },
    maximumDistance: positive("Metres; samples farther from every reading become NaN"),
    crossValidation: {
      type: "object",
      additionalProperties: false,
      properties: {
        folds: { type: "integer", minimum: 0, maximum: 100, description: "Default 5; 0: none, and no predicted error" },
        blockSize: positive("Side of the blocks held out, metres; default: twice the spacing of the readings"),
        dampings: list("Candidates; default: damping alone"),
        depths: list("Candidates, metres; default: depth alone"),
        maximumReadings: { type: "integer", minimum: 100, description: "Readings that candidates are compared on; default 50000" },
      },
    },
  },
};

export interface SourceParameters {
  readonly depth: number | undefined;
  readonly depthFactor: number;
  readonly damping: number;
  readonly sourceSpacing: number | undefined;
  readonly window: number | undefined;
  readonly rounds: number;
  readonly seed: number;
  readonly trend: Trend["kind"];
  readonly weighted: boolean;
  readonly height: number | undefined;
  readonly maximumDistance: number;
  readonly folds: number;
  readonly blockSize: number | undefined;
  readonly dampings: readonly number[] | undefined;
  readonly depths: readonly number[] | undefined;
  readonly maximumReadings: number;
}

function numberList(owner: string, name: string, value: unknown, accepts: (number: number) => boolean, expected: string) {
  if (value === undefined) return undefined;
  const fits = Array.isArray(value) && value.length > 0 && value.every((x) => typeof x === "number" && Number.isFinite(x) && accepts(x));
  if (!fits) throw new InvalidParameterError(owner, name, `a list of numbers ${expected}`, JSON.stringify(value));
  return value as readonly number[];
}

/** @throws InvalidParameterError */
export function sourceParameters(owner: string, raw: Readonly<Record<string, unknown>>): SourceParameters {
  const given = parameters(owner, raw, Object.keys(sourceSchema.properties ?? {}));
  const above = { min: Number.MIN_VALUE };
  const validation = given.group("crossValidation", ["folds", "blockSize", "dampings", "depths", "maximumReadings"]);
  const lists = (raw.crossValidation ?? {}) as Readonly<Record<string, unknown>>;
  if (given.number("depth", above) !== undefined && given.number("depthFactor", above) !== undefined) {
    throw new InvalidParameterError(owner, "depthFactor", "either depth or depthFactor", "both");
  }
  const folds = validation?.number("folds", { min: 0, max: 100, integer: true }) ?? 5;
  if (folds === 1) throw new InvalidParameterError(owner, "crossValidation.folds", "0, or at least 2", "1");
  return {
    depth: given.number("depth", above),
    depthFactor: given.number("depthFactor", above) ?? 3,
    damping: given.number("damping", { min: 0 }) ?? 1e-3,
    sourceSpacing: given.number("sourceSpacing", above),
    window: given.number("window", above),
    rounds: given.number("rounds", { min: 1, integer: true }) ?? 1,
    seed: given.number("seed", { min: 0, max: 2 ** 32 - 1, integer: true }) ?? 1,
    trend: given.choice("trend", ["none", "constant", "plane"]) ?? "plane",
    weighted: given.flag("weighted") ?? true,
    height: given.number("height"),
    maximumDistance: given.number("maximumDistance", above) ?? Number.POSITIVE_INFINITY,
    folds,
    blockSize: validation?.number("blockSize", above),
    dampings: numberList(owner, "crossValidation.dampings", lists.dampings, (x) => x >= 0, ">= 0"),
    depths: numberList(owner, "crossValidation.depths", lists.depths, (x) => x > 0, "> 0"),
    maximumReadings: validation?.number("maximumReadings", { min: 100, integer: true }) ?? 50_000,
  };
}
