import { CorruptInputError, type Functional, type Height, type Quantity, type TideSystem, unitConversion } from "@geoanomaly/core";

/** The head of an ICGEM grid, with everything the rows are held against. */
export interface GridHead {
  readonly modelName: string;
  readonly quantity: Quantity;
  /** From the file's unit to `quantity.unit`. */
  readonly unitFactor: number;
  readonly tideSystem: TideSystem;
  readonly maxDegree: number | undefined;
  /** Height of all samples; `undefined` where each row carries its own. */
  readonly height: Height | undefined;
  /** Datum of the heights in the rows. */
  readonly heightDatum: Height["datum"];
  readonly west: number;
  readonly north: number;
  readonly step: number;
  readonly rows: number;
  readonly cols: number;
  readonly gapValue: number | undefined;
  /** Smallest and largest value the head declares, in the file's unit. */
  readonly extremes: readonly [number, number] | undefined;
  /** 3, or 4 with heights. */
  readonly columns: number;
}

const FUNCTIONALS: readonly (readonly [RegExp, Functional])[] = [
  [/^gravity_(earth|ell)$/, "gravity"],
  [/^gravity_disturbance/, "gravity-disturbance"],
  [/^gravity_anomaly_bg/, "bouguer-anomaly"],
  [/^gravity_anomaly/, "free-air-anomaly"],
  [/^geoid/, "geoid-height"],
  [/^potential/, "gravity-potential"],
  [/^topography/, "topography"],
];

const TIDES: Readonly<Record<string, TideSystem>> = { tide_free: "tide-free", zero_tide: "zero-tide", mean_tide: "mean-tide" };

/** Tide system under ICGEM's name for it. */
export const tideSystem = (name: string | undefined): TideSystem => TIDES[name?.toLowerCase() ?? ""] ?? "unknown";

/**
 * Interprets the lines above `end_of_head`. Functional, unit, tide system, height and gapvalue are the file's own.
 * @throws CorruptInputError naming the key and its line, where one is missing, is no number, or contradicts another.
 */
export function parseGridHead(path: string, lines: readonly string[]): GridHead {
  const entries = new Map<string, { readonly line: number; readonly value: string }>();
  lines.forEach((text, index) => {
    const match = /^\s*([a-z0-9_]+)\s+(\S.*?)\s*$/i.exec(text);
    if (match?.[1] && match[2]) entries.set(match[1].toLowerCase(), { line: index + 1, value: match[2] });
  });
  const fail = (key: string, expected: string, found?: string): never => {
    const entry = entries.get(key);
    throw new CorruptInputError(
      path,
      entry ? `line ${entry.line} (header key ${key})` : `header key ${key}`,
      expected,
      found ?? entry?.value ?? "nothing",
    );
  };
  const word = (key: string) => entries.get(key)?.value.split(/\s+/)[0];
  const optional = (key: string): number | undefined => {
    const text = word(key)?.replace(/d/i, "e");
    if (text === undefined) return undefined;
    const value = Number(text);
    return Number.isFinite(value) ? value : fail(key, "a number");
  };
  const number = (key: string): number => optional(key) ?? fail(key, "a number");

  const step = number("gridstep");
  if (!(step > 0)) fail("gridstep", "a positive number of degrees");
  const [north, south, west, east] = [
    number("latlimit_north"),
    number("latlimit_south"),
    number("longlimit_west"),
    number("longlimit_east"),
  ];
  if (north > 90.001 || south < -90.001 || south > north)
    fail("latlimit_north", `latitudes within -90..90, south below north (south ${south})`);
  if (west > east || east - west > 360.001 + step) fail("longlimit_east", `at most 360 degrees east of longlimit_west ${west}`);
  const count = (key: string, from: number, to: number): number => {
    const expected = Math.round((to - from) / step) + 1;
    const declared = optional(key) ?? expected;
    return declared === expected && Math.abs((declared - 1) * step - (to - from)) < 0.02 * step
      ? declared
      : fail(key, `${expected}, from the limits ${from}..${to} and gridstep ${step}`);
  };
  const rows = count("latitude_parallels", south, north);
  const cols = count("longitude_parallels", west, east);
  const points = optional("number_of_gridpoints") ?? rows * cols;
  if (points !== rows * cols) fail("number_of_gridpoints", `${rows * cols} (${rows} x ${cols})`);

  const functional = word("functional")?.toLowerCase() ?? fail("functional", "the name of a functional");
  const unitName = entries.get("unit")?.value ?? fail("unit", "a unit");
  const conversion = unitConversion(unitName) ?? fail("unit", "a unit of gravity, potential or length");
  const format = word("grid_format") ?? "long_lat_value";
  if (format !== "long_lat_value" && format !== "long_lat_height_value") fail("grid_format", "long_lat_value or long_lat_height_value");
  const overEllipsoid = optional("height_over_ell");
  // Some files name a height among their columns but not in grid_format.
  const ownHeights = format === "long_lat_height_value" || lines.some((line) => /^\s*longitude\s+latitude\s+h_over_/i.test(line));
  const overGeoid = lines.some((line) => /h_over_geoid/i.test(line));
  const [low, high] = [optional("minvalue"), optional("maxvalue")];
  return {
    modelName: word("modelname") ?? "unnamed",
    quantity: { functional: FUNCTIONALS.find(([name]) => name.test(functional))?.[1] ?? "unknown", unit: conversion.unit },
    unitFactor: conversion.factor,
    tideSystem: tideSystem(word("tide_system")),
    maxDegree: optional("max_used_degree"),
    height: ownHeights
      ? undefined
      : overEllipsoid === undefined
        ? { metres: 0, datum: "unknown" }
        : { metres: overEllipsoid, datum: "ellipsoid" },
    heightDatum: overGeoid ? "geoid" : "ellipsoid",
    west,
    north,
    step,
    rows,
    cols,
    gapValue: optional("gapvalue"),
    extremes: low === undefined || high === undefined ? undefined : [low, high],
    columns: ownHeights ? 4 : 3,
  };
}
