import {
  CorruptInputError,
  checkAllocation,
  DEFAULT_MAXIMUM_BYTES,
  describeContent,
  openInput,
  type PluginContext,
  type PointSet,
  type ReaderPlugin,
} from "@geoanomaly/core";
import { cellNumber } from "./cells.js";
import { delimiterOf, splitLine } from "./delimiter.js";
import { duplicateStations } from "./duplicate-stations.js";
import { Findings, lineList } from "./findings.js";
import { Readings, timesOfYears } from "./readings.js";
import { checkRows, type Doubt } from "./row-checks.js";
import { type Role, type TableParameters, tableParameters } from "./table-parameters.js";
import { readTableRows } from "./table-rows.js";

/** Bytes held for each byte of text, at most: a row of ten bytes becomes some ten doubles. */
const BYTES_PER_TEXT_BYTE = 8;
const CURE = "Correct the file, or leave such rows out with onBadRow: skip, or name a kind under accept if the numbers are right";

/** Arrays of the sound readings. */
function pointSet(readings: Readings, table: TableParameters, sound: Uint8Array, findings: Findings): PointSet {
  const kept = sound.reduce((sum, flag) => sum + flag, 0);
  const all = findings.count === 0 || kept === sound.length;
  const pick = (values: Float64Array) => (all ? values.slice() : values.filter((_, row) => sound[row] === 1));
  const column = (role: Role) => {
    const values = readings.columns.get(role)?.view();
    return values && pick(values);
  };
  const mean = (values: Float64Array) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [upward, ground, years] = [column("upward"), column("ground"), column("epoch")];
  const time = column("time") ?? (years && timesOfYears(years));
  const knownYears = years?.filter((year) => !Number.isNaN(year));
  const epoch = table.epoch ?? (knownYears?.length ? mean(knownYears) : undefined);
  const values = column("value") as Float64Array;
  const uncertainty =
    column("uncertainty") ?? (table.uncertainty === undefined ? undefined : new Float64Array(kept).fill(table.uncertainty));
  const lineOf = column("line");
  return {
    easting: column("easting") as Float64Array,
    northing: column("northing") as Float64Array,
    values,
    crs: table.crs,
    quantity: table.quantity,
    height: upward ? { metres: mean(upward), datum: table.height?.datum ?? "unknown" } : (table.height ?? { metres: 0, datum: "unknown" }),
    sourceLines: Uint32Array.from(pick(readings.sourceLines.view())),
    ...(upward && { upward }),
    ...(ground && { groundHeight: ground }),
    ...(uncertainty && { uncertainty }),
    ...(time && { time }),
    ...(epoch !== undefined && { epoch }),
    ...(lineOf && { lines: { of: Uint32Array.from(lineOf), names: readings.lineNames } }),
  };
}

/** Says what was left out and what is doubtful, aloud and for the provenance. */
function tell(
  path: string,
  readings: Readings,
  findings: Findings,
  doubts: readonly Doubt[],
  points: PointSet,
  context: PluginContext,
): void {
  const { easting, northing, values, upward, sourceLines } = points;
  const duplicates = duplicateStations(easting, northing, values, upward);
  const lineOf = (row: number) => sourceLines?.[row] ?? 0;
  const pairs = duplicates.pairs.map(([first, again]) => [lineOf(first), lineOf(again)] as const);
  const list = findings.list();
  for (const { kind, description, count, lines, example } of list) {
    context.logger.log("warn", `${path}: left out ${description} (${lineList(lines, count)})`, { finding: kind, count, lines, example });
  }
  for (const { kind, count, lines, example } of doubts) {
    context.logger.log(
      "warn",
      `${path}: perhaps in another unit, left in (${lineList(lines, count)}): ${example}. Check them, and name ${kind} under accept if they are right`,
      { finding: kind, count, lines, example },
    );
  }
  if (duplicates.count > 0) {
    const named = pairs.map(([first, again]) => `${first} and ${again}`).join("; ");
    context.logger.log(
      "warn",
      `${path}: ${duplicates.count} readings repeat the place of an earlier one, ${duplicates.different} with another value (lines ${named}${duplicates.count > pairs.length ? "; ..." : ""}); the stage duplicates resolves them`,
      { finding: "duplicate-stations", count: duplicates.count, different: duplicates.different, lines: pairs },
    );
  }
  context.report?.({
    rows: readings.rows,
    readings: values.length,
    badRows: list,
    doubtfulRows: doubts,
    noData: readings.noData,
    duplicateStations: { count: duplicates.count, different: duplicates.different, lines: pairs },
    columns: Object.fromEntries(readings.bound.map(({ role, name, factor, offset }) => [role, { name, factor, offset }])),
  });
}

async function open(path: string, raw: Readonly<Record<string, unknown>>, context: PluginContext): Promise<PointSet> {
  const file = await openInput(path);
  try {
    const table = tableParameters(raw);
    checkAllocation(path, "the table", BYTES_PER_TEXT_BYTE * file.size, table.maximumBytes ?? DEFAULT_MAXIMUM_BYTES);
    context.signal.throwIfAborted();
    let findings = new Findings();
    let readings = new Readings(path, table, findings);
    await readTableRows({ file, signal: context.signal, delimiter: table.delimiter }, () => {
      findings = new Findings();
      readings = new Readings(path, table, findings);
      const pass = readings;
      return (cells, line) => pass.take(cells, line);
    });
    if (readings.rows === 0) {
      const head = new Uint8Array(Math.min(file.size, 4096));
      await file.readAt(0, head);
      throw new CorruptInputError(path, "end of file", "a header and readings", describeContent(head));
    }
    context.progress(0.7);
    const { sound, doubts } = checkRows(readings, table, findings);
    // A file most of whose rows are bad is another file than the parameters say: to skip them would be to drop it in silence.
    if (findings.count > 0 && (!table.skipBadRows || 2 * findings.count >= readings.rows)) throw findings.error(path, CURE);
    const points = pointSet(readings, table, sound, findings);
    tell(path, readings, findings, doubts, points, context);
    return points;
  } finally {
    await file.close();
  }
}

/** Text in columns, as far as the first lines show. */
function looksLikeTable(head: Uint8Array): boolean {
  if (head.includes(0)) return false;
  const lines = Buffer.from(head)
    .toString("latin1")
    .split(/\r?\n/)
    .slice(0, -1)
    .filter((line) => line !== "" && !line.startsWith("#"));
  const [header = "", ...rows] = lines.slice(0, 6);
  if (rows.length < 2 || /[<{[]/.test(header[0] ?? "")) return false;
  const delimiter = delimiterOf(header);
  const counts = [header, ...rows].map((line) => splitLine(line, delimiter).length);
  return (
    counts.every((count) => count > 2 && count === counts[0]) &&
    splitLine(header, delimiter).every((cell) => Number.isNaN(cellNumber(cell))) &&
    rows.some((row) => /\d/.test(row))
  );
}

/**
 * Readings in delimited text with a header. The user says which column is what; see the parameters in `tableParameters`.
 *
 * - `columns`: `easting` and `northing`, or `longitude` and `latitude`; `value`; optionally `upward` (or `height`), `ground`, `uncertainty`,
 *   `line`, `time` (ISO 8601 or seconds since 1970), `epoch` (decimal year). Each the name of a column, or `{ column, unit, factor, offset }`.
 * - `quantity`, `crs` (default EPSG:4326 for longitude and latitude), `height`, `epoch`, `uncertainty` (constant), `delimiter` (auto, comma,
 *   semicolon, tab, bar, blanks), `header` (names, for a table without), `noData` (sentinels), `bounds`.
 * - `onBadRow`: `error` (default) refuses a table with bad rows and names their lines; `skip` leaves them out, logged and reported.
 * - `accept`: kinds of findings that the user has looked at and that are right.
 */
export const table: ReaderPlugin = {
  kind: "reader",
  id: "table",
  recognise: (filename, head) => {
    if (!looksLikeTable(head)) return 0;
    return /\.(csv|tsv|txt|dat|xyz)$/i.test(filename) ? 0.3 : 0.1;
  },
  open: async (path, raw, context) => ({ kind: "points", points: await open(path, raw, context) }),
};
