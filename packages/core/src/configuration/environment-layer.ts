import { parse } from "yaml";
import { InvalidConfigurationError } from "../errors.js";
import type { ConfigurationLayer } from "./configuration-layer.js";
import { setAt } from "./flags-layer.js";
import { nearest } from "./nearest.js";
import { knownKeys, schemaAt } from "./schema-keys.js";

const PREFIX = "GAM__";

const plain = (key: string) => key.toLowerCase().replaceAll(/[_-]/g, "");

/** Keys of a variable: `GAM__EXECUTION__TASK_TIME_LIMIT_SECONDS` is `execution.taskTimeLimitSeconds`. */
function pathOf(variable: string): [string, ...string[]] {
  const path: string[] = [];
  for (const segment of variable.slice(PREFIX.length).split("__")) {
    const known = knownKeys(path);
    const match = known.find((key) => plain(key) === plain(segment));
    if (match === undefined && known.length > 0) {
      throw new InvalidConfigurationError(
        variable,
        [...path, segment.toLowerCase()].join("."),
        "a known key",
        JSON.stringify(segment),
        nearest(segment.toLowerCase(), known),
      );
    }
    path.push(match ?? segment.toLowerCase().replaceAll("_", "-"));
  }
  return path as [string, ...string[]];
}

/** Numbers, booleans and lists as YAML writes them; text where the key takes text. */
function parseValue(path: readonly string[], text: string): unknown {
  if (schemaAt(path)?.type === "string") return text;
  try {
    return parse(text);
  } catch {
    return text; // not YAML: the schema will say what it wanted
  }
}

/**
 * `GAM__SECTION__KEY` variables, and `GAM_MIRROR` for `sources.mirror`, which `GAM__SOURCES__MIRROR` overrides.
 * @throws InvalidConfigurationError naming the variable if there is no such key.
 */
export function environmentLayer(environment: Readonly<Record<string, string | undefined>>): ConfigurationLayer {
  const values: Record<string, unknown> = {};
  const origins = new Map<string, string>();
  const set = (variable: string, path: [string, ...string[]], value: unknown) => {
    setAt(values, path, value);
    origins.set(path.join("."), variable);
  };
  if (environment.GAM_MIRROR) set("GAM_MIRROR", ["sources", "mirror"], environment.GAM_MIRROR);
  for (const variable of Object.keys(environment).sort()) {
    const text = environment[variable];
    if (!variable.startsWith(PREFIX) || text === undefined) continue;
    const path = pathOf(variable);
    set(variable, path, parseValue(path, text));
  }
  return {
    values,
    origin: (path) =>
      origins.get(path.join(".")) ?? [...origins].find(([key]) => path.join(".").startsWith(`${key}.`))?.[1] ?? "environment",
  };
}
