import { InvalidParameterError, type JsonSchema } from "@geoanomaly/core";

export interface MapOptions {
  /** Layer of the quicklooks of tiles. */
  readonly tileLayer: string;
  /** Layers that get a map; all of the run unless given. */
  readonly layers?: readonly string[];
}

const layerName = { type: "string", pattern: "^[A-Za-z0-9][A-Za-z0-9_-]*$" } as const;

export const mapOptionsSchema: JsonSchema = {
  type: "object",
  additionalProperties: false,
  properties: {
    tileLayer: { ...layerName, default: "fused", description: "Layer of the quicklook of each tile" },
    layers: { type: "array", items: layerName, uniqueItems: true, description: "Layers that get a map; all of the run unless given" },
  },
};

const OWNER = "visualizer map";
const LAYER_NAME = /^[A-Za-z0-9][A-Za-z0-9_-]*$/;

/** @throws InvalidParameterError naming the option, what it may be and what it was. */
export function mapOptions(given: Readonly<Record<string, unknown>>): MapOptions {
  const known = mapOptionsSchema.properties as Readonly<Record<string, unknown>>;
  for (const key of Object.keys(given)) check(key in known, key, `one of ${Object.keys(known).join(", ")}`, "an unknown option");
  const { tileLayer = "fused", layers } = given;
  check(isName(tileLayer), "tileLayer", "the name of a layer", tileLayer);
  check(layers === undefined || (Array.isArray(layers) && layers.every(isName)), "layers", "names of layers", layers);
  return { tileLayer, ...(layers ? { layers: layers as string[] } : {}) };
}

function check(holds: boolean, option: string, expected: string, found: unknown): asserts holds {
  if (!holds) throw new InvalidParameterError(OWNER, option, expected, typeof found === "string" ? found : JSON.stringify(found));
}

function isName(value: unknown): value is string {
  return typeof value === "string" && LAYER_NAME.test(value);
}
