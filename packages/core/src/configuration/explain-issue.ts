import type { z } from "zod";
import type { JsonSchema } from "../contracts/json-schema.js";
import { InvalidConfigurationError } from "../errors.js";
import { nearest } from "./nearest.js";
import { knownKeys } from "./schema-keys.js";

type Issue = z.core.$ZodIssue;

/** The issue that says most: an unknown key explains a missing one, and in a union the branch meant is the first. */
function foremost(
  issues: readonly Issue[],
  path: readonly PropertyKey[] = [],
): { readonly issue: Issue; readonly path: readonly PropertyKey[] } {
  const issue = issues.find(({ code }) => code === "unrecognized_keys") ?? issues[0]!;
  const here = [...path, ...issue.path];
  const branch = issue.code === "invalid_union" ? issue.errors[0] : undefined;
  return branch !== undefined && branch.length > 0 ? foremost(branch, here) : { issue, path: here };
}

function valueAt(values: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (value, key) => (typeof value === "object" && value !== null ? (value as Record<string, unknown>)[key] : undefined),
    values,
  );
}

const shown = (value: unknown) => (value === undefined ? "nothing" : (JSON.stringify(value)?.slice(0, 80) ?? String(value)));

function expectation(issue: Issue): string {
  switch (issue.code) {
    case "invalid_value":
      return `one of ${issue.values.map((value) => JSON.stringify(value)).join(", ")}`;
    case "invalid_type":
      return issue.expected === "int" ? "a whole number" : `a value of type ${issue.expected}`;
    case "too_small":
      return issue.origin === "string" ? "text" : `${issue.inclusive ? "at least" : "more than"} ${issue.minimum}`;
    case "too_big":
      return `${issue.inclusive ? "at most" : "less than"} ${issue.maximum}`;
    case "invalid_format":
      return "pattern" in issue && issue.pattern !== undefined ? `text like ${issue.pattern}` : `text of format ${issue.format}`;
    default:
      return issue.message;
  }
}

/**
 * The one error to show for what the schema refused: where it stands, expected and found, and the nearest known key.
 * @param schema For the known keys; default: the configuration's own.
 * @param base Key under which the values lie, when they are the options of a plugin.
 */
export function explainIssue(
  issues: readonly Issue[],
  values: unknown,
  origin: (path: readonly string[]) => string,
  schema?: JsonSchema,
  base: readonly string[] = [],
): InvalidConfigurationError {
  const { issue, path } = foremost(issues);
  const within = path.map(String);
  if (issue.code === "unrecognized_keys") {
    const key = issue.keys[0]!;
    const here = [...base, ...within, key];
    return new InvalidConfigurationError(
      origin(here),
      here.join("."),
      "a known key",
      JSON.stringify(key),
      nearest(key, knownKeys(within, schema)),
    );
  }
  const here = [...base, ...within];
  return new InvalidConfigurationError(origin(here), here.join("."), expectation(issue), shown(valueAt(values, within)));
}
