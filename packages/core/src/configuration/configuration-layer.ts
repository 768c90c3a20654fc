/** Plain nested values as one source gives them, with where each came from. */
export interface ConfigurationLayer {
  readonly values: Readonly<Record<string, unknown>>;
  /** Where the value at this key stands, e.g. `gam.yaml:12`, `GAM__GRID__SPACING`, `--fusion`. */
  origin(path: readonly string[]): string;
}

export const isSection = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** A layer whose values all come from one place: a preset, a test. */
export function plainLayer(origin: string, values: Readonly<Record<string, unknown>>): ConfigurationLayer {
  return { values, origin: () => origin };
}
