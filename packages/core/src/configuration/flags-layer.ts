import type { ConfigurationLayer } from "./configuration-layer.js";

/** One value given on the command line. */
export interface FlagValue {
  /** As the user writes it, e.g. `--fusion`. */
  readonly flag: string;
  /** Key in the configuration, e.g. `["fusion", "method"]`. */
  readonly path: readonly [string, ...string[]];
  /** `undefined`: the flag was not given. */
  readonly value: unknown;
}

/** Puts a value at a key of a nested object, making sections on the way. */
export function setAt(target: Record<string, unknown>, path: readonly string[], value: unknown): void {
  let section = target;
  for (const key of path.slice(0, -1)) {
    if (typeof section[key] !== "object" || section[key] === null) section[key] = {};
    section = section[key] as Record<string, unknown>;
  }
  section[path.at(-1)!] = value;
}

/** The flags that were given, as a layer. */
export function flagsLayer(flags: readonly FlagValue[]): ConfigurationLayer {
  const given = flags.filter(({ value }) => value !== undefined);
  const values: Record<string, unknown> = {};
  for (const { path, value } of given) setAt(values, path, value);
  return {
    values,
    origin: (path) => given.find((flag) => flag.path.every((key, index) => path[index] === key))?.flag ?? "flags",
  };
}
