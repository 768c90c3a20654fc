import { InvalidParameterError } from "../errors.js";

const shown = (value: unknown) => JSON.stringify(value) ?? String(value);

/** Parameters of one call of a reader, stage or modality, checked as they are taken. Absent ones are `undefined`. */
export interface Parameters {
  number(name: string, range?: { readonly min?: number; readonly max?: number; readonly integer?: boolean }): number | undefined;
  text(name: string): string | undefined;
  flag(name: string): boolean | undefined;
  choice<C extends string>(name: string, choices: readonly C[]): C | undefined;
  /** Two ascending numbers. */
  range(
    name: string,
    range?: { readonly min?: number; readonly max?: number; readonly integer?: boolean },
  ): readonly [number, number] | undefined;
  /** A nested object with these keys and no others. */
  group(name: string, known: readonly string[]): Parameters | undefined;
}

/**
 * Takes typed parameters out of a plain object.
 * @param owner Named in errors, e.g. `reader geotiff`.
 * @param known All names the owner takes.
 * @throws InvalidParameterError for a name that is not known, and from each getter for a value of another type or out of range.
 */
export function parameters(owner: string, raw: Readonly<Record<string, unknown>>, known: readonly string[], prefix = ""): Parameters {
  for (const name of Object.keys(raw)) {
    if (!known.includes(name))
      throw new InvalidParameterError(owner, prefix + name, `one of ${known.join(", ") || "no parameters"}`, shown(raw[name]));
  }
  const fail = (name: string, expected: string): never => {
    throw new InvalidParameterError(owner, prefix + name, expected, shown(raw[name]));
  };
  const describe = ({ min, max, integer }: { min?: number; max?: number; integer?: boolean }) =>
    `${integer ? "an integer" : "a number"}${min !== undefined ? ` >= ${min}` : ""}${max !== undefined ? ` <= ${max}` : ""}`;
  const fits = (value: unknown, { min = -Infinity, max = Infinity, integer = false }): value is number =>
    typeof value === "number" && Number.isFinite(value) && value >= min && value <= max && (!integer || Number.isInteger(value));
  return {
    number: (name, range = {}) => {
      const value = raw[name];
      return value === undefined || fits(value, range) ? value : fail(name, describe(range));
    },
    text: (name) => {
      const value = raw[name];
      return value === undefined || (typeof value === "string" && value !== "") ? value : fail(name, "a text");
    },
    flag: (name) => {
      const value = raw[name];
      return value === undefined || typeof value === "boolean" ? value : fail(name, "true or false");
    },
    choice: (name, choices) => {
      const value = raw[name];
      return value === undefined || (choices as readonly unknown[]).includes(value)
        ? (value as undefined)
        : fail(name, `one of ${choices.join(", ")}`);
    },
    range: (name, range = {}) => {
      const value = raw[name];
      if (value === undefined) return undefined;
      const [low, high] = Array.isArray(value) && value.length === 2 ? (value as unknown[]) : [];
      return fits(low, range) && fits(high, range) && low <= high
        ? [low, high]
        : fail(name, `two ascending numbers, each ${describe(range)}`);
    },
    group: (name, keys) => {
      const value = raw[name];
      if (value === undefined) return undefined;
      if (typeof value !== "object" || value === null || Array.isArray(value)) return fail(name, `an object with ${keys.join(", ")}`);
      return parameters(owner, value as Record<string, unknown>, keys, `${prefix}${name}.`);
    },
  };
}
