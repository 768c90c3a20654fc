import { type Functional, type Height, type Quantity, type TideSystem, UnreadableInputError, unitConversion } from "@geoanomaly/core";
import { type Attributes, textAttribute } from "./cf-dataset.js";

/** What a variable is, as far as the file says. */
export interface VariableMeaning {
  readonly quantity: Quantity;
  /** From the file's unit to `quantity.unit`. */
  readonly factor: number;
  readonly height: Height;
  readonly tideSystem: TideSystem | undefined;
  readonly maxDegree: number | undefined;
}

const FUNCTIONALS: readonly (readonly [RegExp, Functional])[] = [
  [/^gravity_(earth|ell)\b/, "gravity"],
  [/^gravity_disturbance/, "gravity-disturbance"],
  [/^gravity_anomaly_bg/, "bouguer-anomaly"],
  [/^gravity_anomaly/, "free-air-anomaly"],
  [/^geoid/, "geoid-height"],
  [/^(topography|surface_altitude|bedrock_altitude)/, "topography"],
];
const TIDES: Readonly<Record<string, TideSystem>> = { tide_free: "tide-free", zero_tide: "zero-tide", mean_tide: "mean-tide" };

/**
 * Unit, functional, height and tide system. ICGEM's own head, where a file carries it along as `icgem_metadata`, says the last three.
 * @throws UnreadableInputError for a unit nobody knows.
 */
export function variableMeaning(path: string, name: string, attributes: Attributes): VariableMeaning {
  const unitName = textAttribute(attributes, "units");
  const conversion = unitName === undefined || unitName === "" ? { unit: "1" as const, factor: 1 } : unitConversion(unitName);
  if (!conversion) throw new UnreadableInputError(path, `variable ${name} has the unit ${JSON.stringify(unitName)}, which is not known`);
  const head = textAttribute(attributes, "icgem_metadata") ?? "";
  const entry = (key: string) => new RegExp(`^\\s*${key}\\s*:\\s*(\\S+)`, "m").exec(head)?.[1];
  const functional = entry("functional") ?? textAttribute(attributes, "standard_name") ?? "";
  const metres = Number(entry("height_over_ell") ?? Number.NaN);
  const degree = Number(entry("max_used_degree") ?? Number.NaN);
  return {
    quantity: { functional: FUNCTIONALS.find(([pattern]) => pattern.test(functional))?.[1] ?? "unknown", unit: conversion.unit },
    factor: conversion.factor,
    height: Number.isFinite(metres) ? { metres, datum: "ellipsoid" } : { metres: 0, datum: "unknown" },
    tideSystem: TIDES[entry("tide_system") ?? ""],
    maxDegree: Number.isFinite(degree) && degree > 0 ? degree : undefined,
  };
}
