import type { Unit } from "../contracts/quantity.js";

/** Radians per degree. */
export const RADIANS_PER_DEGREE = Math.PI / 180;

/** 1 m/s2 = 100 Gal = 100,000 mGal. */
export const MILLIGAL_PER_METRE_PER_SECOND_SQUARED = 1e5;

export const NANOTESLA_PER_TESLA = 1e9;

/** A unit by any name that files give it: `value in that unit * factor` is in `unit`. */
export interface UnitConversion {
  readonly unit: Unit;
  readonly factor: number;
}

const known: Readonly<Record<string, UnitConversion>> = {
  mgal: { unit: "mGal", factor: 1 },
  milligal: { unit: "mGal", factor: 1 },
  gal: { unit: "mGal", factor: 1e3 },
  ugal: { unit: "mGal", factor: 1e-3 },
  microgal: { unit: "mGal", factor: 1e-3 },
  gu: { unit: "mGal", factor: 0.1 }, // gravity unit, 1 um/s2
  "um/s2": { unit: "mGal", factor: 0.1 },
  "m/s2": { unit: "mGal", factor: MILLIGAL_PER_METRE_PER_SECOND_SQUARED },
  nt: { unit: "nT", factor: 1 },
  nanotesla: { unit: "nT", factor: 1 },
  gamma: { unit: "nT", factor: 1 },
  ut: { unit: "nT", factor: 1e3 },
  t: { unit: "nT", factor: NANOTESLA_PER_TESLA },
  tesla: { unit: "nT", factor: NANOTESLA_PER_TESLA },
  m: { unit: "m", factor: 1 },
  meter: { unit: "m", factor: 1 },
  meters: { unit: "m", factor: 1 },
  metre: { unit: "m", factor: 1 },
  metres: { unit: "m", factor: 1 },
  km: { unit: "m", factor: 1e3 },
  ft: { unit: "m", factor: 0.3048 }, // international foot
  "m2/s2": { unit: "m2/s2", factor: 1 },
  degree: { unit: "degree", factor: 1 },
  degrees: { unit: "degree", factor: 1 },
  deg: { unit: "degree", factor: 1 },
  rad: { unit: "degree", factor: 1 / RADIANS_PER_DEGREE },
  radian: { unit: "degree", factor: 1 / RADIANS_PER_DEGREE },
  "kg/m3": { unit: "kg/m3", factor: 1 },
  "g/cm3": { unit: "kg/m3", factor: 1e3 },
  "g/cc": { unit: "kg/m3", factor: 1e3 },
  si: { unit: "SI", factor: 1 },
  cgs: { unit: "SI", factor: 4 * Math.PI }, // volume susceptibility, emu/cm3
  "a/m": { unit: "A/m", factor: 1 },
  "mgal/m": { unit: "mGal/m", factor: 1 },
  e: { unit: "mGal/m", factor: 1e-4 }, // eotvos, 1e-9 1/s2
  eotvos: { unit: "mGal/m", factor: 1e-4 },
  "nt/m": { unit: "nT/m", factor: 1 },
  "1": { unit: "1", factor: 1 },
};

/** Spellings of one unit to one: case, micro signs, carets, superscripts, stars, spaces and brackets do not count. */
function normalise(name: string): string {
  return name
    .trim()
    .replace(/^[[(](.*)[\])]$/, "$1")
    .replaceAll(/[µμ]/g, "u")
    .replaceAll("²", "2")
    .replaceAll("³", "3")
    .replaceAll(/\*\*|\^|\s/g, "")
    .replace(/^([a-z]+)s-2$/i, "$1/s2")
    .toLowerCase();
}

/**
 * GAM's unit for a unit name found in a file, with the factor to it. `undefined` for a name nobody knows:
 * the caller says so in an error, it never assumes.
 */
export function unitConversion(name: string): UnitConversion | undefined {
  const key = normalise(name);
  return Object.hasOwn(known, key) ? known[key] : undefined;
}
