import {
  type Crs,
  crsDefinition,
  crsParameter,
  type Height,
  heightParameter,
  InvalidParameterError,
  type Parameters,
  parameters,
  type Quantity,
  quantityParameter,
} from "@geoanomaly/core";
import { FINDING_KINDS, type FindingKind } from "./findings.js";

export const OWNER = "reader table";

/** What a column of the table is to a reading. */
export type Role = "easting" | "northing" | "upward" | "ground" | "value" | "uncertainty" | "epoch" | "time" | "line";

/** Which column plays a role, and how its numbers become those of GAM: `cell * unit's factor * factor + offset`. */
export interface ColumnChoice {
  /** As the user wrote it, for errors: `columns.value`. */
  readonly parameter: string;
  readonly name: string;
  readonly unit?: string;
  readonly factor: number;
  readonly offset: number;
}

/** Edges in CRS units; west > east means across the antimeridian. */
export interface PlaceBounds {
  readonly west: number;
  readonly south: number;
  readonly east: number;
  readonly north: number;
}

export interface TableParameters {
  readonly columns: ReadonlyMap<Role, ColumnChoice>;
  readonly crs: Crs;
  /** Positions are degrees of longitude and latitude. */
  readonly geographic: boolean;
  readonly quantity: Quantity;
  readonly height: Height | undefined;
  readonly epoch: number | undefined;
  readonly delimiter: string | undefined;
  /** Names of the columns, for a table without a header. */
  readonly header: readonly string[] | undefined;
  readonly noData: readonly number[];
  readonly uncertainty: number | undefined;
  readonly bounds: PlaceBounds | undefined;
  readonly skipBadRows: boolean;
  readonly accept: ReadonlySet<FindingKind>;
  readonly maximumBytes: number | undefined;
}

const NAMES = [
  "columns",
  "crs",
  "quantity",
  "height",
  "epoch",
  "delimiter",
  "header",
  "noData",
  "uncertainty",
  "bounds",
  "onBadRow",
  "accept",
  "maximumBytes",
] as const;
/** Names of columns under `columns`, and the role of each. */
const ROLES: Readonly<Record<string, Role>> = {
  easting: "easting",
  longitude: "easting",
  northing: "northing",
  latitude: "northing",
  upward: "upward",
  height: "upward",
  ground: "ground",
  value: "value",
  uncertainty: "uncertainty",
  epoch: "epoch",
  time: "time",
  line: "line",
};
const DELIMITERS: Readonly<Record<string, string>> = { comma: ",", semicolon: ";", tab: "\t", bar: "|", blanks: " " };

const refuse = (parameter: string, expected: string, found: unknown): never => {
  throw new InvalidParameterError(OWNER, parameter, expected, typeof found === "string" ? found : (JSON.stringify(found) ?? "nothing"));
};

function columnChoice(parameter: string, raw: unknown): ColumnChoice {
  if (typeof raw === "string" && raw !== "") return { parameter, name: raw, factor: 1, offset: 0 };
  if (typeof raw !== "object" || raw === null || Array.isArray(raw))
    return refuse(parameter, "the name of a column, or { column, unit, factor, offset }", raw);
  const given = parameters(OWNER, raw as Record<string, unknown>, ["column", "unit", "factor", "offset"], `${parameter}.`);
  const unit = given.text("unit");
  const name = given.text("column") ?? refuse(`${parameter}.column`, "the name of a column", undefined);
  const factor = given.number("factor") ?? 1;
  if (factor === 0) refuse(`${parameter}.factor`, "a number other than 0", factor);
  return { parameter, name, factor, offset: given.number("offset") ?? 0, ...(unit !== undefined && { unit }) };
}

function columnChoices(raw: unknown, epoch: unknown): Map<Role, ColumnChoice> {
  if (typeof raw !== "object" || raw === null || Array.isArray(raw))
    return refuse("columns", `an object with ${Object.keys(ROLES).join(", ")}`, raw);
  const chosen = new Map<Role, ColumnChoice>();
  for (const [key, column] of Object.entries(raw)) {
    const role = Object.hasOwn(ROLES, key) ? ROLES[key] : undefined;
    if (!role) return refuse(`columns.${key}`, `one of ${Object.keys(ROLES).join(", ")}`, column);
    const other = chosen.get(role);
    if (other) refuse(`columns.${key}`, `either ${other.parameter} or columns.${key}`, "both");
    chosen.set(role, columnChoice(`columns.${key}`, column));
  }
  if (epoch !== undefined && typeof epoch !== "number") {
    if (chosen.has("epoch")) refuse("epoch", "either epoch or columns.epoch", "both");
    chosen.set("epoch", columnChoice("epoch", epoch));
  }
  for (const [role, name] of [
    ["easting", "easting or longitude"],
    ["northing", "northing or latitude"],
    ["value", "value"],
  ] as const) {
    if (!chosen.has(role)) refuse(`columns.${name}`, "the name of a column", undefined);
  }
  return chosen;
}

function placeBounds(given: Parameters, geographic: boolean): PlaceBounds | undefined {
  const group = given.group("bounds", ["west", "south", "east", "north"]);
  if (!group) return undefined;
  const edge = (name: string) => group.number(name) ?? refuse(`bounds.${name}`, "a number", undefined);
  const bounds = { west: edge("west"), south: edge("south"), east: edge("east"), north: edge("north") };
  if (bounds.south > bounds.north || (!geographic && bounds.west > bounds.east)) refuse("bounds", "west, south below east, north", bounds);
  if (geographic && Math.max(Math.abs(bounds.south), Math.abs(bounds.north)) > 90) refuse("bounds", "latitudes within -90..90", bounds);
  return bounds;
}

function listOf<T>(name: string, raw: unknown, expected: string, fits: (item: unknown) => item is T): readonly T[] | undefined {
  if (raw === undefined) return undefined;
  return Array.isArray(raw) && raw.every(fits) ? raw : refuse(name, expected, raw);
}

const isText = (item: unknown): item is string => typeof item === "string" && item !== "";
const isNumber = (item: unknown): item is number => typeof item === "number" && Number.isFinite(item);
const isFinding = (item: unknown): item is FindingKind => (FINDING_KINDS as readonly unknown[]).includes(item);

/** Checks what the user says of the table. @throws InvalidParameterError */
export function tableParameters(raw: Readonly<Record<string, unknown>>): TableParameters {
  const given = parameters(OWNER, raw, NAMES);
  const columns = columnChoices(raw.columns, raw.epoch);
  const degrees = [columns.get("easting"), columns.get("northing")].map((choice) => /\.(longitude|latitude)$/.test(choice!.parameter));
  if (degrees[0] !== degrees[1])
    refuse("columns", "longitude with latitude, easting with northing", Object.keys(raw.columns as object).join(", "));
  const crs =
    crsParameter(OWNER, given) ??
    (degrees[0] ? "EPSG:4326" : refuse("crs", "the CRS of easting and northing: an EPSG code, or local", undefined));
  const geographic = crs !== "local" && crsDefinition(crs).geographic;
  if (degrees[0] && !geographic) refuse("crs", "a CRS in degrees for columns longitude and latitude, e.g. EPSG:4326", crs);
  const quantity = quantityParameter(given) ?? refuse("quantity", "functional and unit of the values", undefined);
  const delimiter = given.choice("delimiter", ["auto", ...Object.keys(DELIMITERS)]) ?? "auto";
  return {
    columns,
    crs,
    geographic,
    quantity,
    height: heightParameter(given),
    epoch: typeof raw.epoch === "number" ? given.number("epoch", { min: 1000, max: 3000 }) : undefined,
    delimiter: DELIMITERS[delimiter],
    header: listOf("header", raw.header, "a list of column names", isText),
    noData: listOf("noData", raw.noData, "a list of numbers", isNumber) ?? [],
    uncertainty: given.number("uncertainty", { min: Number.MIN_VALUE }),
    bounds: placeBounds(given, geographic),
    skipBadRows: given.choice("onBadRow", ["error", "skip"]) === "skip",
    accept: new Set(listOf("accept", raw.accept, `a list of ${FINDING_KINDS.join(", ")}`, isFinding)),
    maximumBytes: given.number("maximumBytes", { min: 1 }),
  };
}
