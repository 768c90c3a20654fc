import { fortranNumber } from "@geoanomaly/core";

/** Texts that stand for a reading that is not there. `*` is Geosoft's. */
const MISSING = /^(|nan|na|n\/a|null|none|-|\*)$/i;
/** A number with a word behind it. */
const WITH_UNIT = /^([-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?)\s*([A-Za-zµ°'"][^\d]{0,11})$/;

/** @returns the number of a cell; NaN for anything else, among it what `Number` takes but nobody means: the empty text, `0x10`, `Infinity`. */
export function cellNumber(text: string): number {
  const value = Number(text);
  // A digit, sign or point first and no letter second leaves only decimal numbers; the rare rest goes the careful way.
  if (Number.isFinite(value) && text.charCodeAt(0) <= 57 && text.charCodeAt(0) > 32 && !(text.charCodeAt(1) > 101)) return value;
  return fortranNumber(text.trim());
}

export const isMissing = (text: string): boolean => MISSING.test(text.trim());

/** The unit written behind a number, e.g. `ft` of `12.3 ft`. */
export const unitInCell = (text: string): string | undefined => WITH_UNIT.exec(text.trim())?.[2]?.trim();

/** `YYYY-MM-DD`, with `/` as well, and optionally a time of day and an offset. Without an offset: UTC. */
const TIME = /^(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?:[T ]+(\d{1,2}):(\d{2})(?::(\d{2}(?:\.\d+)?))?)?\s*(Z|[-+]\d{2}:?\d{2})?$/i;

/** Seconds since 1970-01-01 UTC; NaN for what is not such a time. */
export function cellTime(text: string): number {
  const [, year, month, day, hour = "0", minute = "0", second = "0", offset = "Z"] = TIME.exec(text.trim()) ?? [];
  if (year === undefined) return Number.NaN;
  const midnight = new Date(0).setUTCFullYear(Number(year), Number(month) - 1, Number(day));
  const sound = new Date(midnight).getUTCDate() === Number(day) && new Date(midnight).getUTCMonth() === Number(month) - 1;
  if (!sound || Number(hour) > 23 || Number(minute) > 59 || Number(second) >= 61) return Number.NaN;
  const sign = offset.startsWith("-") ? -1 : 1;
  const east = /z/i.test(offset) ? 0 : sign * (Number(offset.slice(1, 3)) * 3600 + Number(offset.slice(-2)) * 60);
  return midnight / 1000 + Number(hour) * 3600 + Number(minute) * 60 + Number(second) - east;
}

/** Seconds since 1970-01-01 UTC of a year with fraction. */
export function yearToTime(year: number): number {
  const whole = Math.floor(year);
  const start = Date.UTC(whole, 0, 1);
  return (start + (year - whole) * (Date.UTC(whole + 1, 0, 1) - start)) / 1000;
}
