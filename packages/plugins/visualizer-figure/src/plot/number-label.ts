import { UNIT_NAMES, type Unit } from "@geoanomaly/core";
import { format, precisionFixed } from "d3-format";

/** A number on an axis whose ticks are `step` apart: no more digits than tell them apart, thousands grouped, a true minus. */
export function numberLabel(value: number, step: number): string {
  const size = Math.max(Math.abs(value), Math.abs(step));
  if (size !== 0 && (size < 1e-4 || size >= 1e7)) return format("~e")(Number(value.toPrecision(6)));
  return format(`,.${precisionFixed(step)}f`)(value === 0 ? 0 : value);
}

/** A number in a sentence: so many significant digits, thousands grouped, a true minus; `none` for NaN. */
export function rounded(value: number, digits = 3): string {
  if (!Number.isFinite(value)) return "none";
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-4 || size >= 1e9)) return format(`.${digits - 1}~e`)(value);
  return format(",~f")(Number(value.toPrecision(Math.max(digits, size >= 1 ? Math.floor(Math.log10(size)) + 1 : digits))));
}

/** The unit behind a number, with the blank before it; nothing for numbers without one. */
export function unitText(unit: Unit): string {
  return unit === "1" ? "" : ` ${UNIT_NAMES[unit]}`;
}
