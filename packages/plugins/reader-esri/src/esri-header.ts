import { CorruptInputError } from "@geoanomaly/core";

const KEYS = ["ncols", "nrows", "xllcorner", "xllcenter", "yllcorner", "yllcenter", "cellsize", "dx", "dy", "nodata_value"] as const;
type Key = (typeof KEYS)[number];

/** Along one side; a larger number is damage. */
const MOST_CELLS = 1_000_000;
/** Where a file without `NODATA_value` marks gaps. */
const DEFAULT_NO_DATA = -9999;

/** What the lines before the values say. */
export interface EsriHeader {
  readonly rows: number;
  readonly cols: number;
  /** Centre of the north-western cell. */
  readonly x: number;
  readonly y: number;
  readonly stepX: number;
  readonly stepY: number;
  readonly noData: number;
  /** Byte where the values begin, and its line. */
  readonly end: number;
  readonly line: number;
}

/** One line of a header, e.g. `NCOLS 43`. */
const LINE = /^[ \t]*([A-Za-z_]\w*)[ \t]+(\S+)[ \t]*$/;

/** Does this look like the beginning of a grid? */
export const looksLikeEsri = (text: string): boolean => /^\s*(ncols|nrows)[ \t]+\d+\s+(ncols|nrows)[ \t]+\d+\s/i.test(text);

/**
 * The header of an ESRI ASCII grid: keys of any case and in any order.
 * @param text The beginning of the file.
 * @throws CorruptInputError naming the line or the key
 */
export function parseEsriHeader(path: string, text: string): EsriHeader {
  const found = new Map<Key, number>();
  let [end, line] = [0, 1];
  for (;;) {
    const feed = text.indexOf("\n", end);
    const raw = (feed < 0 ? text.slice(end) : text.slice(end, feed)).replace(/\r$/, "");
    const [, name = "", value = ""] = LINE.exec(raw) ?? [];
    const key = name.toLowerCase() as Key;
    if (feed < 0 || (raw.trim() !== "" && !KEYS.includes(key))) break;
    if (raw.trim() !== "") {
      const number = /^[-+]?nan$/i.test(value) && key === "nodata_value" ? Number.NaN : Number(value);
      if (!Number.isFinite(number) && key !== "nodata_value")
        throw new CorruptInputError(path, `line ${line}`, `a number for ${key}`, JSON.stringify(value));
      if (found.has(key)) throw new CorruptInputError(path, `line ${line}`, `${key} once`, "a second time");
      found.set(key, number);
    }
    end = feed + 1;
    line++;
  }
  const take = (key: Key, fits: (value: number) => boolean, expected: string): number => {
    const value = found.get(key);
    if (value === undefined || !fits(value)) throw new CorruptInputError(path, `header key ${key}`, expected, String(value ?? "nothing"));
    return value;
  };
  const count = (value: number) => Number.isInteger(value) && value > 0 && value <= MOST_CELLS;
  const [rows, cols] = [take("nrows", count, `1 to ${MOST_CELLS}`), take("ncols", count, `1 to ${MOST_CELLS}`)];
  const step = (key: "dx" | "dy") => take(found.has(key) ? key : "cellsize", (value) => value > 0, "a cell size above 0");
  const [stepX, stepY] = [step("dx"), step("dy")];
  const first = (axis: "x" | "y", half: number) =>
    found.has(`${axis}llcenter`)
      ? take(`${axis}llcenter`, () => true, "a number")
      : take(`${axis}llcorner`, () => true, `a number (or ${axis}llcenter)`) + half;
  const [x, south] = [first("x", stepX / 2), first("y", stepY / 2)];
  return { rows, cols, x, y: south + (rows - 1) * stepY, stepX, stepY, noData: found.get("nodata_value") ?? DEFAULT_NO_DATA, end, line };
}
