import { InvalidParameterError, type JsonSchema } from "@geoanomaly/core";

const FORMATS = ["geojson", "geopackage", "geoparquet", "csv"] as const;
const READING_FORMATS = ["csv", "parquet"] as const;
export type VectorFormat = (typeof FORMATS)[number];
export type ReadingFormat = (typeof READING_FORMATS)[number];

export interface VectorOptions {
  /** Of the tables of anomalies. */
  readonly formats: readonly VectorFormat[];
  /** Of the survey readings; none by default: a survey may have millions. */
  readonly readings: readonly ReadingFormat[];
}

const list = (items: readonly string[], standard: readonly string[], description: string) => ({
  type: "array",
  items: { enum: items },
  uniqueItems: true,
  default: standard,
  description,
});

export const vectorOptionsSchema: JsonSchema = {
  type: "object",
  additionalProperties: false,
  properties: {
    formats: list(FORMATS, FORMATS, "Files of each table of anomalies"),
    readings: list(READING_FORMATS, [], "Files of the readings of each survey, after its stages"),
  },
};

function chosen<T extends string>(option: string, value: unknown, known: readonly T[]): readonly T[] {
  const fits =
    Array.isArray(value) && new Set(value).size === value.length && value.every((item) => (known as readonly unknown[]).includes(item));
  if (!fits) throw new InvalidParameterError("visualizer vector", option, `a list of ${known.join(", ")}`, JSON.stringify(value));
  return value as T[];
}

/** @throws InvalidParameterError */
export function vectorOptions(given: Readonly<Record<string, unknown>>): VectorOptions {
  const { formats = FORMATS, readings = [], ...rest } = given;
  for (const key of Object.keys(rest))
    throw new InvalidParameterError("visualizer vector", key, "formats or readings", JSON.stringify(rest[key]));
  return { formats: chosen("formats", formats, FORMATS), readings: chosen("readings", readings, READING_FORMATS) };
}
