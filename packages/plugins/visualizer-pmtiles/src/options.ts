import { type DeflateLevel, InvalidParameterError, type JsonSchema } from "@geoanomaly/core";

export interface PmtilesOptions {
  readonly layer: string;
  readonly minZoom: number;
  readonly maxZoom: number;
  /** Values of gray 0 and 255, unit of the layer. */
  readonly range: readonly [number, number];
  readonly level: DeflateLevel;
}

export const pmtilesOptionsSchema: JsonSchema = {
  type: "object",
  additionalProperties: false,
  properties: {
    layer: { type: "string", default: "fused", description: "Layer that the tiles show" },
    minZoom: { type: "integer", minimum: 0, maximum: 12, default: 0 },
    maxZoom: { type: "integer", minimum: 0, maximum: 12, default: 7 },
    range: {
      type: "array",
      items: { type: "number" },
      minItems: 2,
      maxItems: 2,
      default: [-6, 6],
      description: "Values of gray 0 and gray 255",
    },
    level: { type: "integer", minimum: 0, maximum: 9, default: 1, description: "Effort of DEFLATE in the PNG tiles" },
  },
};

const OWNER = "visualizer pmtiles";

/** @throws InvalidParameterError naming the option, what it may be and what it was. */
export function pmtilesOptions(given: Readonly<Record<string, unknown>>): PmtilesOptions {
  const known = pmtilesOptionsSchema.properties as Readonly<Record<string, unknown>>;
  for (const key of Object.keys(given)) check(key in known, key, `one of ${Object.keys(known).join(", ")}`, "an unknown option");
  const { layer = "fused", minZoom = 0, maxZoom = 7, range = [-6, 6], level = 1 } = given;
  check(typeof layer === "string" && /^[A-Za-z0-9][A-Za-z0-9_-]*$/.test(layer), "layer", "the name of a layer", layer);
  check(isInteger(minZoom, 12), "minZoom", "an integer from 0 to 12", minZoom);
  check(isInteger(maxZoom, 12) && maxZoom >= minZoom, "maxZoom", "an integer from minZoom to 12", maxZoom);
  check(isRange(range), "range", "two ascending numbers", range);
  check(isInteger(level, 9), "level", "an integer from 0 to 9", level);
  return { layer, minZoom, maxZoom, range, level: level as DeflateLevel };
}

function check(holds: boolean, option: string, expected: string, found: unknown): asserts holds {
  if (!holds) throw new InvalidParameterError(OWNER, option, expected, typeof found === "string" ? found : JSON.stringify(found));
}

function isInteger(value: unknown, max: number): value is number {
  return typeof value === "number" && Number.isInteger(value) && value >= 0 && value <= max;
}

function isRange(value: unknown): value is [number, number] {
  return Array.isArray(value) && value.length === 2 && value.every(Number.isFinite) && value[0] < value[1];
}
