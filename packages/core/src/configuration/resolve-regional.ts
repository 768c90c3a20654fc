import { InvalidConfigurationError } from "../errors.js";
import { regionalNodes } from "../regional/node-references.js";
import type { ConfigurationLayer } from "./configuration-layer.js";
import { explainIssue } from "./explain-issue.js";
import { type RegionalConfiguration, regionalSchema, regionalVisualizers } from "./regional-schema.js";
import { mergedValues, type ResolvedConfiguration } from "./resolve-configuration.js";
import { regionalJsonSchema } from "./schema-keys.js";

/** Does the topmost layer that says anything of `job` ask for a regional run? */
export const isRegional = (layers: readonly ConfigurationLayer[]): boolean =>
  layers.findLast(({ values }) => values.job !== undefined)?.values.job === "regional";

type Refuse = (path: readonly string[], expected: string, found: string) => never;

/** What no single key can say. */
function checkTogether(configuration: RegionalConfiguration, refuse: Refuse): void {
  const { frame, surveys, inversions } = configuration;
  if (Object.keys(surveys).length === 0) refuse(["surveys"], "at least one survey", "none");
  for (const [name, { path, modality, dataset }] of Object.entries(surveys)) {
    if ((path === undefined) === (modality === undefined))
      refuse(["surveys", name], "either path or modality", path === undefined ? "neither" : "both");
    if (modality !== undefined && dataset === undefined)
      refuse(["surveys", name, "dataset"], `a dataset of modality ${modality}`, "nothing");
  }
  const { bounds, extentOf } = frame;
  if (bounds && !(bounds.west < bounds.east && bounds.south < bounds.north))
    refuse(["frame", "bounds"], "west < east and south < north", JSON.stringify(bounds));
  if (extentOf !== undefined && !Object.hasOwn(surveys, extentOf))
    refuse(["frame", "extentOf"], `one of ${Object.keys(surveys).join(", ")}`, extentOf);
  for (const [name, { data }] of Object.entries(inversions)) {
    const twice = data.find(({ from }, i) => data.findIndex((other) => other.from === from) !== i);
    if (twice) refuse(["inversions", name, "data"], "each survey or layer once", `${twice.from} twice`);
  }
  regionalNodes(configuration, refuse);
}

/**
 * One complete regional configuration from its layers, the later ones winning.
 * @throws InvalidConfigurationError naming file and line, flag or variable.
 */
export function resolveRegional(layers: readonly ConfigurationLayer[]): ResolvedConfiguration<RegionalConfiguration> {
  const { values, origin } = mergedValues(layers, { visualizers: regionalVisualizers });
  const result = regionalSchema.safeParse(values);
  if (!result.success) throw explainIssue(result.error.issues, values, origin, regionalJsonSchema());
  checkTogether(result.data, (path, expected, found) => {
    throw new InvalidConfigurationError(origin(path), path.join("."), expected, found);
  });
  return { configuration: result.data, origin };
}
