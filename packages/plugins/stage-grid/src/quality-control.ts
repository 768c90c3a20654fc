import {
  type GridSource,
  headerOf,
  InvalidParameterError,
  type Parameters,
  type PluginContext,
  type PointSet,
  parameters,
  type Quantity,
  type RawData,
  residentGrid,
  type StagePlugin,
  VerificationError,
} from "@geoanomaly/core";
import { gridInput } from "./grid-input.js";
import { type Finding, lineFindings } from "./point-quality.js";
import { residentValues } from "./resident-values.js";

const OWNER = "stage qc";

const RULES = ["finite", "range", "unit", "gaps", "completeness", "spikes", "seams"] as const;
const EVERYWHERE = ["minimumFiniteFraction", "range", "unit", "onFailure", "severity"] as const;
const ALONG_LINES = ["maximumGap", "minimumCompleteness", "maximumSpikeFraction", "blocks", "maximumSeam", "seamDistance"] as const;

/** Readings of a finding named one by one. */
const NAMED = 8;

/** Rules that hold for any samples: enough of them, in range, in the unit asked for. */
function valueFindings(
  values: Float32Array | Float64Array,
  { functional: _, unit }: Quantity,
  noun: string,
  given: Parameters,
): readonly Finding[] {
  const least = given.number("minimumFiniteFraction", { min: 0, max: 1 }) ?? 0;
  const [low, high] = given.range("range") ?? [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
  const wanted = given.text("unit");
  const outside: number[] = [];
  let [finite, min, max] = [0, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  values.forEach((value, index) => {
    if (Number.isNaN(value)) return;
    finite++;
    if (value < low || value > high) outside.push(index);
    if (value < min) min = value;
    if (value > max) max = value;
  });
  const fraction = values.length === 0 ? 0 : finite / values.length;
  const findings: Finding[] = [];
  if (fraction < least) {
    const message = `expected data in at least ${(100 * least).toFixed(1)} % of the ${noun}, found ${(100 * fraction).toFixed(1)} %`;
    findings.push({ rule: "finite", message, readings: [] });
  }
  if (outside.length > 0) {
    const message = `expected values within ${low}..${high} ${unit}, found ${min}..${max} (${outside.length} ${noun} outside)`;
    findings.push({ rule: "range", message, readings: outside });
  }
  if (wanted !== undefined && wanted !== unit)
    findings.push({ rule: "unit", message: `expected the unit ${wanted}, found ${unit}`, readings: [] });
  return findings;
}

function severities(given: Parameters): (rule: Finding["rule"]) => "stop" | "warn" {
  const fallback = given.choice("onFailure", ["stop", "warn"]) ?? "warn";
  const each = given.group("severity", RULES);
  const chosen = new Map<Finding["rule"], "stop" | "warn">(RULES.map((rule) => [rule, each?.choice(rule, ["stop", "warn"]) ?? fallback]));
  return (rule) => chosen.get(rule) ?? fallback;
}

/** Reports and warns; the first finding that stops is thrown after all are said. `sourceLines` where samples are readings. */
function judge(
  findings: readonly Finding[],
  severity: ReturnType<typeof severities>,
  { functional }: Quantity,
  context: PluginContext,
  points?: PointSet,
): void {
  const lineOf = (index: number) => points?.sourceLines?.[index] ?? index + 1;
  const said = findings.map(({ rule, message, readings }) => {
    const named = points && readings.length > 0 ? ` lines ${readings.slice(0, NAMED).map(lineOf).join(", ")}${readings.length > NAMED ? ` and ${readings.length - NAMED} more` : ""}` : ""; // biome-ignore format: one phrase
    const flag = { rule, severity: severity(rule), message: `${message}${named}`, count: readings.length };
    return points ? { ...flag, lines: readings.slice(0, 100).map(lineOf) } : flag;
  });
  context.report?.({ flags: said.length, findings: said });
  for (const { message } of said) context.logger.log("warn", `quality control of ${functional}: ${message}`);
  const fatal = said.find((finding) => finding.severity === "stop");
  if (fatal) throw new VerificationError(`Quality control of ${functional}: ${fatal.message}`);
}

async function checkGrid(data: RawData, given: Parameters, context: PluginContext): Promise<RawData> {
  const grid: GridSource = gridInput(OWNER, data);
  const values = await residentValues(OWNER, grid, context);
  judge(valueFindings(values, grid.quantity, "cells", given), severities(given), grid.quantity, context);
  const { readUncertainty } = grid;
  const resident = residentGrid(headerOf(grid), { values });
  return {
    kind: "grid",
    grid: { ...resident, ...(readUncertainty && { readUncertainty: readUncertainty.bind(grid) }), close: () => grid.close() },
  };
}

function checkPoints(points: PointSet, given: Parameters, context: PluginContext): void {
  context.signal.throwIfAborted();
  const rules = {
    maximumGap: given.number("maximumGap", { min: Number.MIN_VALUE }),
    minimumCompleteness: given.number("minimumCompleteness", { min: 0, max: 1 }),
    maximumSpikeFraction: given.number("maximumSpikeFraction", { min: 0, max: 1 }),
    blocks: given.text("blocks"),
    maximumSeam: given.number("maximumSeam", { min: 0 }),
    seamDistance: given.number("seamDistance", { min: Number.MIN_VALUE }),
  };
  const findings = [...valueFindings(points.values, points.quantity, "readings", given), ...lineFindings(OWNER, points, rules)];
  judge(findings, severities(given), points.quantity, context, points);
}

/**
 * Checks a layer or readings and passes them on unchanged: enough data, values within what is physically possible, the right unit; along
 * the lines of a survey also gaps, completeness, spikes, and steps between blocks of lines. Every finding is reported; readings are named
 * by their lines in the source.
 * @throws VerificationError for a finding whose rule is to `stop`; otherwise findings are warnings.
 */
export const qualityControl: StagePlugin = {
  kind: "stage",
  id: "qc",
  version: "1",
  parameters: {
    type: "object",
    additionalProperties: false,
    properties: {
      minimumFiniteFraction: {
        type: "number",
        minimum: 0,
        maximum: 1,
        default: 0,
        description: "Least part of cells or readings with data",
      },
      range: {
        type: "array",
        prefixItems: [{ type: "number" }, { type: "number" }],
        minItems: 2,
        maxItems: 2,
        description: "Possible values, in the unit of the data",
      },
      unit: { type: "string", description: "Unit the data must have" },
      maximumGap: { type: "number", exclusiveMinimum: 0, description: "Readings: longest step along a line, metres" },
      minimumCompleteness: {
        type: "number",
        minimum: 0,
        maximum: 1,
        description: "Readings: least part of the length of lines outside gaps (maximumGap, else five times the median step)",
      },
      maximumSpikeFraction: { type: "number", minimum: 0, maximum: 1, description: "Readings: by the fourth difference along lines" },
      maximumSeam: { type: "number", minimum: 0, description: "Readings: largest step between blocks of lines, unit of the data" },
      seamDistance: { type: "number", exclusiveMinimum: 0, description: "Metres within which readings of two blocks are neighbours" },
      blocks: {
        type: "string",
        default: "^(.*?)[^A-Za-z]*$",
        description: "Regular expression: its first group in the name of a line is its block",
      },
      onFailure: { enum: ["stop", "warn"], default: "warn" },
      severity: {
        type: "object",
        additionalProperties: false,
        properties: Object.fromEntries(RULES.map((rule) => [rule, { enum: ["stop", "warn"] }])),
        description: "By rule, where it differs from onFailure",
      },
    },
  },
  run: async (data, raw, context) => {
    const given = parameters(OWNER, raw, [...EVERYWHERE, ...ALONG_LINES]);
    if (data.kind === "points") {
      checkPoints(data.points, given, context);
      return data;
    }
    const misplaced = ALONG_LINES.find((name) => raw[name] !== undefined);
    if (misplaced !== undefined)
      throw new InvalidParameterError(OWNER, misplaced, "rules for grids; this one is for readings along lines", data.kind);
    return checkGrid(data, given, context);
  },
};
