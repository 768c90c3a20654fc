import { InvalidConfigurationError } from "../errors.js";
import { type Bounds, checkBounds } from "../geo/bounds.js";
import { globalGrid, tileCells } from "../geo/grid-geometry.js";
import { type ConfigurationLayer, isSection, plainLayer } from "./configuration-layer.js";
import { defaultVisualizers } from "./default-visualizers.js";
import { explainIssue } from "./explain-issue.js";
import { mergeLayers } from "./merge-layers.js";
import { type Configuration, configurationSchema } from "./schema.js";

export interface ResolvedConfiguration<C = Configuration> {
  readonly configuration: C;
  /** Where the value at a key came from; `default` if nobody gave one. */
  origin(path: readonly string[]): string;
}

const isUrl = (text: string) => /^https?:\/\//i.test(text);

/** What no single key can say. */
function checkTogether({ grid, sources }: Configuration, origin: (path: readonly string[]) => string): void {
  const refuse = (path: readonly string[], expected: string, found: string): never => {
    throw new InvalidConfigurationError(origin(path), path.join("."), expected, found);
  };
  if (!Number.isInteger(grid.tileSize) || 90 % grid.tileSize !== 0) {
    refuse(["grid", "tileSize"], "whole degrees that divide 90", String(grid.tileSize));
  }
  try {
    globalGrid(grid.spacing);
    tileCells(grid.spacing, grid.tileSize);
  } catch {
    refuse(["grid", "spacing"], `degrees that divide a tile of ${grid.tileSize} degrees`, String(grid.spacing));
  }
  if (sources.offline && sources.fetch) refuse(["sources", "fetch"], "false, since sources.offline is true", "true");
  if (sources.offline && sources.mirror !== undefined && isUrl(sources.mirror)) {
    refuse(["sources", "mirror"], "a folder, since sources.offline is true", JSON.stringify(sources.mirror));
  }
}

/** Bounds are checked before the schema sees them: it could only say "too big" where the order is wrong. */
function checkBoundsFirst(values: Readonly<Record<string, unknown>>, origin: (path: readonly string[]) => string): void {
  const bounds = isSection(values.region) ? values.region.bounds : undefined;
  if (!isSection(bounds)) return;
  const numbers = ["west", "south", "east", "north"].map((key) => bounds[key]);
  if (numbers.every((value) => typeof value === "number"))
    checkBounds(bounds as unknown as Bounds, `${origin(["region", "bounds"])}: region.bounds`);
}

/**
 * One complete configuration from its layers, the later ones winning.
 * @throws InvalidConfigurationError or InvalidBoundsError naming file and line, flag or variable.
 */
export function resolveConfiguration(layers: readonly ConfigurationLayer[]): ResolvedConfiguration {
  const { values, origin } = mergedValues(layers, { visualizers: defaultVisualizers });
  checkBoundsFirst(values, origin);
  const result = configurationSchema.safeParse(values);
  if (!result.success) throw explainIssue(result.error.issues, values, origin);
  if (Object.keys(result.data.modalities).length === 0) {
    throw new InvalidConfigurationError(origin(["modalities"]), "modalities", "at least one modality, e.g. gravity", "none");
  }
  checkTogether(result.data, origin);
  return { configuration: result.data, origin };
}

/** All layers in one, with the origin of every key. @param defaults Below all of them. */
export function mergedValues(
  layers: readonly ConfigurationLayer[],
  defaults: Readonly<Record<string, unknown>>,
): { readonly values: Readonly<Record<string, unknown>>; readonly origin: (path: readonly string[]) => string } {
  const { values, origins } = mergeLayers([plainLayer("default", defaults), ...layers]);
  const origin = (path: readonly string[]): string => {
    for (let length = path.length; length > 0; length--) {
      const key = path.slice(0, length).join(".");
      const found = origins.get(key) ?? (length === path.length ? firstBelow(origins, key) : undefined);
      if (found !== undefined) return found;
    }
    return "default";
  };
  return { values, origin };
}

/** A section has the origin of its first value. */
function firstBelow(origins: ReadonlyMap<string, string>, key: string): string | undefined {
  for (const [other, origin] of origins) if (other.startsWith(`${key}.`)) return origin;
  return undefined;
}
