import { z } from "zod";
import type { JsonSchema } from "../contracts/json-schema.js";
import { isSection } from "./configuration-layer.js";
import { regionalSchema } from "./regional-schema.js";
import { configurationSchema } from "./schema.js";

let exported: JsonSchema | undefined;

/** The configuration's JSON Schema, as an editor wants it: what a person may write. */
export function configurationJsonSchema(): JsonSchema {
  exported ??= z.toJSONSchema(configurationSchema, { io: "input" }) as JsonSchema;
  return exported;
}

let exportedRegional: JsonSchema | undefined;

/** The same of a regional run. */
export function regionalJsonSchema(): JsonSchema {
  exportedRegional ??= z.toJSONSchema(regionalSchema, { io: "input" }) as JsonSchema;
  return exportedRegional;
}

/** Schema of the value at a key, following records and the object branch of unions. */
export function schemaAt(path: readonly string[], schema: JsonSchema = configurationJsonSchema()): JsonSchema | undefined {
  const alternatives = Array.isArray(schema.anyOf) ? (schema.anyOf as JsonSchema[]) : [schema];
  const section = alternatives.find(({ type }) => type === "object") ?? alternatives[0];
  const [key, ...rest] = path;
  if (key === undefined || section === undefined) return section;
  const properties = isSection(section.properties) ? section.properties : {};
  const next = Object.hasOwn(properties, key) ? properties[key] : section.additionalProperties;
  return isSection(next) ? schemaAt(rest, next) : undefined;
}

/** Keys that the section at this path knows; empty for a record, which takes any. */
export function knownKeys(path: readonly string[], schema: JsonSchema = configurationJsonSchema()): readonly string[] {
  const properties = schemaAt(path, schema)?.properties;
  return isSection(properties) ? Object.keys(properties) : [];
}
