import { InvalidConfigurationError } from "../errors.js";
import { type ConfigurationLayer, isSection } from "./configuration-layer.js";

export interface MergedLayers {
  readonly values: Readonly<Record<string, unknown>>;
  /** Origin of each value that any layer gave, by dotted key; a list is one value. */
  readonly origins: ReadonlyMap<string, string>;
}

/** Keys of a modality that describe its dataset: they mean nothing to another one. */
const DATASET_KEYS = ["path", "options", "stages"];

const isModality = (path: readonly string[]) => path.length === 2 && path[0] === "modalities";

/**
 * Lays one layer over another, later ones winning key by key. Lists are replaced, not joined. A layer that names another dataset
 * for a modality starts that modality's path, options and stages afresh.
 * @throws InvalidConfigurationError for the one key that assignment would not treat as a key
 */
export function mergeLayers(layers: readonly ConfigurationLayer[]): MergedLayers {
  const origins = new Map<string, string>();
  const values: Record<string, unknown> = {};

  function forget(path: readonly string[]): void {
    const key = path.join(".");
    for (const other of [...origins.keys()]) if (other === key || other.startsWith(`${key}.`)) origins.delete(other);
  }

  function lay(
    layer: ConfigurationLayer,
    over: Readonly<Record<string, unknown>>,
    onto: Record<string, unknown>,
    path: readonly string[],
  ): void {
    if (isModality(path) && over.dataset !== undefined && over.dataset !== onto.dataset) {
      for (const key of DATASET_KEYS) {
        delete onto[key];
        forget([...path, key]);
      }
    }
    for (const [key, value] of Object.entries(over)) {
      const here = [...path, key];
      if (value === undefined) continue;
      if (key === "__proto__") throw new InvalidConfigurationError(layer.origin(here), here.join("."), "a known key", JSON.stringify(key));
      if (isSection(value)) {
        const section: Record<string, unknown> = isSection(onto[key]) ? { ...onto[key] } : {};
        if (!isSection(onto[key])) forget(here);
        lay(layer, value, section, here);
        onto[key] = section;
        if (Object.keys(section).length === 0) origins.set(here.join("."), layer.origin(here));
      } else {
        forget(here);
        onto[key] = value;
        origins.set(here.join("."), layer.origin(here));
      }
    }
  }

  for (const layer of layers) lay(layer, layer.values, values, []);
  return { values, origins };
}
