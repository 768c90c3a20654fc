import { CorruptInputError, fortranNumber, type TideSystem } from "@geoanomaly/core";
import { tideSystem } from "./grid-header.js";

/** Highest degree anybody has published is 5540 for topography; above this the head is damaged. */
const MAXIMUM_DEGREE = 12_000;

export interface GfcHead {
  readonly modelName: string;
  /** m3/s2. */
  readonly gravitationalConstant: number;
  /** Metres. */
  readonly radius: number;
  readonly maxDegree: number;
  readonly tideSystem: TideSystem;
  /** Standard errors per row: 0, 2, or 4. */
  readonly errorColumns: number;
}

const ERROR_COLUMNS: Readonly<Record<string, number>> = { no: 0, formal: 2, calibrated: 2, calibrated_and_formal: 4 };

/**
 * Interprets the head of a `.gfc` model. `begin_of_head`, `norm`, `tide_system` and `errors` may be missing; free text before the keys is skipped.
 * @throws CorruptInputError naming line and key.
 */
export function parseGfcHead(path: string, lines: readonly string[]): GfcHead {
  const begins = lines.flatMap((text, index) => (/^\s*begin_of_head/.test(text) ? [index] : []));
  if (begins.length > 1) throw new CorruptInputError(path, `line ${(begins[1] as number) + 1}`, "one begin_of_head", "a second one");
  const product = lines.findIndex((text) => /^\s*product_type\s/.test(text));
  const first = begins.length === 1 ? (begins[0] as number) + 1 : product;
  if (first < 0) throw new CorruptInputError(path, "header key product_type", "gravity_field", "nothing");
  const entries = new Map<string, { readonly value: string; readonly line: number }>();
  for (let index = first; index < lines.length; index++) {
    const [key, value] = (lines[index] as string).trim().split(/\s+/);
    if (key && value && !entries.has(key.toLowerCase())) entries.set(key.toLowerCase(), { value, line: index + 1 });
  }
  const fail = (key: string, expected: string): never => {
    const entry = entries.get(key);
    throw new CorruptInputError(
      path,
      entry ? `line ${entry.line} (header key ${key})` : `header key ${key}`,
      expected,
      entry?.value ?? "nothing",
    );
  };
  const word = (key: string) => entries.get(key)?.value.toLowerCase();
  const positive = (key: string, within: readonly [number, number]): number => {
    const value = fortranNumber(entries.get(key)?.value ?? "");
    return value >= within[0] && value <= within[1] ? value : fail(key, `a number within ${within[0]}..${within[1]}`);
  };
  if (word("product_type") !== "gravity_field") fail("product_type", "gravity_field");
  if ((word("norm") ?? "fully_normalized") !== "fully_normalized") fail("norm", "fully_normalized");
  const maxDegree = positive("max_degree", [0, MAXIMUM_DEGREE]);
  if (!Number.isInteger(maxDegree)) fail("max_degree", "an integer");
  const errors = word("errors") ?? "no";
  const constant = entries.has("earth_gravity_constant") ? "earth_gravity_constant" : "gravity_constant";
  return {
    modelName: entries.get("modelname")?.value ?? "unnamed",
    gravitationalConstant: positive(constant, [1e9, 1e18]),
    radius: positive("radius", [1e5, 1e8]),
    maxDegree,
    tideSystem: tideSystem(word("tide_system")),
    errorColumns: ERROR_COLUMNS[errors] ?? fail("errors", Object.keys(ERROR_COLUMNS).join(", ")),
  };
}
