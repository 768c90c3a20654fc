import { posix } from "node:path";
import type { JsonSchema } from "../contracts/json-schema.js";
import type { PluginKind } from "../contracts/plugin.js";
import { InvalidPluginError } from "../errors.js";
import { checkContract } from "./contract-version.js";

const kinds: readonly PluginKind[] = ["modality", "stage", "reader", "visualizer", "executor", "inverter"];

/** One plugin as its package.json declares it; all that is known before its code is imported. */
export interface Contribution {
  readonly kind: PluginKind;
  readonly id: string;
  /** Relative to the package's folder, e.g. `./dist/index.js`. */
  readonly module: string;
  /** Name of the exported plugin object. */
  readonly export: string;
  /** One line for lists. */
  readonly summary: string;
  /** JSON Schema of its options, if the manifest carries it. */
  readonly options?: JsonSchema;
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null && !Array.isArray(value);

function parseContribution(packageName: string, entry: unknown, place: string): Contribution {
  if (!isRecord(entry)) throw new InvalidPluginError(packageName, `${place}: expected an object, found ${JSON.stringify(entry)}`);
  const text = (key: string): string => {
    const value = entry[key];
    if (typeof value !== "string" || value === "") {
      throw new InvalidPluginError(packageName, `${place}.${key}: expected a non-empty string, found ${JSON.stringify(value)}`);
    }
    return value;
  };
  const kind = kinds.find((known) => known === entry.kind);
  if (!kind) {
    throw new InvalidPluginError(packageName, `${place}.kind: expected one of ${kinds.join(", ")}, found ${JSON.stringify(entry.kind)}`);
  }
  const module = text("module");
  if (!module.startsWith("./") || posix.normalize(module).startsWith("..") || module.includes("\\")) {
    throw new InvalidPluginError(
      packageName,
      `${place}.module: expected a path inside the package like "./dist/index.js", found "${module}"`,
    );
  }
  if (entry.options !== undefined && !isRecord(entry.options)) {
    throw new InvalidPluginError(packageName, `${place}.options: expected a JSON Schema object`);
  }
  return {
    kind,
    id: text("id"),
    module,
    export: text("export"),
    summary: typeof entry.summary === "string" ? entry.summary : "",
    ...(entry.options === undefined ? {} : { options: entry.options }),
  };
}

/**
 * The `gam` key of a package.json: `{ contract, contributes: [{ kind, id, module, export, summary }] }`. Imports nothing.
 * Keys it does not know are left alone: a later minor of the contract may add some.
 * @returns No contributions for a package without the key, or with one that only says `use`.
 * @throws InvalidPluginError
 */
export function parseManifest(packageName: string, gam: unknown): readonly Contribution[] {
  if (gam === undefined) return [];
  if (!isRecord(gam)) throw new InvalidPluginError(packageName, `gam: expected an object, found ${JSON.stringify(gam)}`);
  if (gam.contributes === undefined && gam.contract === undefined) return [];
  checkContract(packageName, gam.contract);
  if (!Array.isArray(gam.contributes)) throw new InvalidPluginError(packageName, "gam.contributes: expected a list of plugins");
  return gam.contributes.map((entry: unknown, index) => parseContribution(packageName, entry, `gam.contributes[${index}]`));
}
