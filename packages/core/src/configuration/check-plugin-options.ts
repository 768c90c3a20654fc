import { z } from "zod";
import type { JsonSchema } from "../contracts/json-schema.js";
import { explainIssue } from "./explain-issue.js";

/**
 * Checks options against the JSON Schema that their plugin declares.
 * @param path Key of the options in the configuration, e.g. `["modalities", "gravity", "options"]`.
 * @throws InvalidConfigurationError naming file and line, expected and found, and the nearest known key.
 */
export function checkPluginOptions(
  schema: JsonSchema,
  options: Readonly<Record<string, unknown>>,
  path: readonly string[],
  origin: (path: readonly string[]) => string,
): void {
  const result = z.fromJSONSchema(schema as Parameters<typeof z.fromJSONSchema>[0]).safeParse(options);
  if (!result.success) throw explainIssue(result.error.issues, options, origin, schema, path);
}
