/** Characters of an exponent, raised; its plus is not written. */
const SUPERSCRIPTS: Readonly<Record<string, string>> = {
  "-": "⁻",
  0: "⁰",
  1: "¹",
  2: "²",
  3: "³",
  4: "⁴",
  5: "⁵",
  6: "⁶",
  7: "⁷",
  8: "⁸",
  9: "⁹",
};

/** A number for the reader: so many significant digits, thousands grouped, a true minus; a dash where there is none. */
export function shown(value: number | null | undefined, digits = 4): string {
  if (value === null || value === undefined || !Number.isFinite(value)) return "–";
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-4 || size >= 1e9)) {
    const [mantissa, exponent] = value.toExponential(digits - 1).split("e") as [string, string];
    return `${mantissa.replace("-", "−")} × 10${[...exponent].map((sign) => SUPERSCRIPTS[sign] ?? "").join("")}`;
  }
  const wanted = size >= 1 ? Math.max(digits, Math.floor(Math.log10(size)) + 1) : digits;
  return value.toLocaleString("en-US", { maximumSignificantDigits: wanted }).replace("-", "−");
}

/** A coordinate: metres to the metre, degrees to five places. */
export function coordinate(value: number | null, unit: "m" | "degree"): string {
  if (value === null || !Number.isFinite(value)) return "–";
  return value.toLocaleString("en-US", { maximumFractionDigits: unit === "m" ? 0 : 5 }).replace("-", "−");
}

/** Bytes in a unit that can be read. */
export function bytes(value: number): string {
  const units = ["bytes", "kB", "MB", "GB", "TB"];
  const power = Math.min(units.length - 1, value < 1000 ? 0 : Math.floor(Math.log10(value) / 3));
  return `${shown(value / 1000 ** power, 3)} ${units[power]}`;
}

/** A value of the configuration or of a fact, on one line. */
export function plain(value: unknown): string {
  if (typeof value === "string") return value;
  if (typeof value === "number") return shown(value, 6);
  return JSON.stringify(value) ?? String(value);
}
