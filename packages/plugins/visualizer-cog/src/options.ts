import { type DeflateLevel, InvalidParameterError, type JsonSchema } from "@geoanomaly/core";

export interface CogOptions {
  /** Layers written per tile, where the product has them. */
  readonly layers: readonly string[];
  /** Layers written as mosaics, or of a region; all of the product unless given. */
  readonly mosaicLayers?: readonly string[];
  readonly blockSize: number;
  readonly predictor: 1 | 2 | 3;
  readonly level: DeflateLevel;
  /** Ascending powers of two. */
  readonly overviews: readonly number[];
}

const names = { type: "array", items: { type: "string", pattern: "^[A-Za-z0-9][A-Za-z0-9._-]*$" }, uniqueItems: true } as const;

export const cogOptionsSchema: JsonSchema = {
  type: "object",
  additionalProperties: false,
  properties: {
    layers: { ...names, default: ["mag", "grav", "fused"], description: "Layers written per tile, where the run has them" },
    mosaicLayers: { ...names, description: "Layers written as mosaics, or of a region; all unless given" },
    blockSize: {
      type: "integer",
      minimum: 16,
      maximum: 4096,
      multipleOf: 16,
      default: 512,
      description: "Side of the square blocks, pixels",
    },
    predictor: { enum: [1, 2, 3], default: 2, description: "1 none, 2 horizontal, 3 floating point (about 10 % smaller)" },
    level: { type: "integer", minimum: 0, maximum: 9, default: 9, description: "Effort of DEFLATE" },
    overviews: {
      type: "array",
      items: { type: "integer", minimum: 2 },
      default: [2, 4, 8, 16],
      description: "Reduction factors, ascending powers of two; doubled further until one block holds the smallest",
    },
  },
};

const OWNER = "visualizer cog";
const LAYER_NAME = /^[A-Za-z0-9][A-Za-z0-9._-]*$/;

/** @throws InvalidParameterError naming the option, what it may be and what it was. */
export function cogOptions(given: Readonly<Record<string, unknown>>): CogOptions {
  const known = cogOptionsSchema.properties as Readonly<Record<string, unknown>>;
  for (const key of Object.keys(given)) check(key in known, key, `one of ${Object.keys(known).join(", ")}`, "an unknown option");
  const { layers = ["mag", "grav", "fused"], mosaicLayers, blockSize = 512, predictor = 2, level = 9, overviews = [2, 4, 8, 16] } = given;
  check(isLayerNames(layers), "layers", "names of layers", layers);
  check(mosaicLayers === undefined || isLayerNames(mosaicLayers), "mosaicLayers", "names of layers", mosaicLayers);
  check(isInteger(blockSize, 16, 4096) && blockSize % 16 === 0, "blockSize", "a multiple of 16 from 16 to 4096", blockSize);
  check(predictor === 1 || predictor === 2 || predictor === 3, "predictor", "1, 2 or 3", predictor);
  check(isInteger(level, 0, 9), "level", "an integer from 0 to 9", level);
  check(isFactors(overviews), "overviews", "ascending powers of two from 2", overviews);
  return { layers, ...(mosaicLayers ? { mosaicLayers } : {}), blockSize, predictor, level: level as DeflateLevel, overviews };
}

function check(holds: boolean, option: string, expected: string, found: unknown): asserts holds {
  if (!holds) throw new InvalidParameterError(OWNER, option, expected, typeof found === "string" ? found : JSON.stringify(found));
}

function isInteger(value: unknown, min: number, max: number): value is number {
  return typeof value === "number" && Number.isInteger(value) && value >= min && value <= max;
}

function isLayerNames(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((name) => typeof name === "string" && LAYER_NAME.test(name));
}

function isFactors(value: unknown): value is number[] {
  return (
    Array.isArray(value) &&
    value.every(
      (factor, index) => isInteger(factor, 2, 2 ** 20) && Math.log2(factor) % 1 === 0 && (index === 0 || factor > value[index - 1]),
    )
  );
}
