import { CorruptInputError, fortranNumber } from "@geoanomaly/core";
import type { GfcHead } from "./gfc-header.js";

export type GfcKey = "gfc" | "gfct" | "trnd" | "acos" | "asin";

/** One line of a model. Times are decimal years, the period is in years. */
export interface GfcRow {
  readonly key: GfcKey;
  readonly degree: number;
  readonly order: number;
  readonly cosine: number;
  readonly sine: number;
  readonly from: number | undefined;
  /** End of validity (format 2.0); the row holds for `from <= t < to`. */
  readonly to: number | undefined;
  readonly period: number | undefined;
}

const KEYS: Readonly<Record<string, GfcKey>> = { gfc: "gfc", gfct: "gfct", trnd: "trnd", dot: "trnd", acos: "acos", asin: "asin" };

/** Numbers a row may carry after its errors: reference time, interval, period. */
const TAILS: Readonly<Record<GfcKey, readonly number[]>> = { gfc: [0], gfct: [1, 2], trnd: [0, 2], acos: [1, 3], asin: [1, 3] };

/** `yyyymmdd[.hhmm]` or a decimal year as a decimal year; NaN for no date. */
function decimalYear(value: number): number {
  if (value < 10_000) return value;
  const [year, month, day] = [Math.floor(value / 10_000), Math.floor(value / 100) % 100, Math.floor(value) % 100];
  if (month < 1 || month > 12 || day < 1 || day > 31) return Number.NaN;
  const start = Date.UTC(year, 0, 1);
  return year + (Date.UTC(year, month - 1, day) - start) / (Date.UTC(year + 1, 0, 1) - start);
}

/**
 * Parses one line below the head; blank lines give `undefined`.
 * @throws CorruptInputError naming the line: an unknown key, too few or too many fields, a field that is no number, an order above its degree.
 */
export function parseGfcRow(path: string, text: string, line: number, { errorColumns, maxDegree }: GfcHead): GfcRow | undefined {
  const [name, ...fields] = text.trim().split(/\s+/);
  if (!name) return undefined;
  const fail = (expected: string, found: string): never => {
    throw new CorruptInputError(path, `line ${line}`, expected, found);
  };
  const key = KEYS[name.toLowerCase()] ?? fail("a key gfc, gfct, trnd, dot, acos or asin", JSON.stringify(name.slice(0, 40)));
  const numbers = fields.map((field) => {
    const value = fortranNumber(field);
    return Number.isNaN(value) ? fail("numbers", JSON.stringify(field.slice(0, 40))) : value;
  });
  const [degree = -1, order = -1, cosine, sine] = numbers;
  // Some models give no errors for some rows although the head promises them.
  const errors = [errorColumns, 0].find((count) => TAILS[key].includes(numbers.length - 4 - count));
  if (cosine === undefined || sine === undefined || errors === undefined) {
    const expected = TAILS[key].map((tail) => 5 + errorColumns + tail).join(" or ");
    return fail(`${expected} fields for ${name}`, `${fields.length + 1}`);
  }
  if (!Number.isInteger(degree) || degree < 0 || degree > maxDegree) fail(`a degree within 0..${maxDegree}`, String(degree));
  if (!Number.isInteger(order) || order < 0 || order > degree) fail(`an order within 0..${degree}`, String(order));
  const tail = numbers.slice(4 + errors);
  const periodic = key === "acos" || key === "asin";
  const period = periodic ? tail.at(-1) : undefined;
  if (period !== undefined && !(period > 0)) fail("a period above 0 years", String(period));
  const [from, to] = (periodic ? tail.slice(0, -1) : tail).map((value) => {
    const year = decimalYear(value);
    return Number.isNaN(year) ? fail("a date yyyymmdd", String(value)) : year;
  });
  return { key, degree, order, cosine, sine, from, to, period };
}
