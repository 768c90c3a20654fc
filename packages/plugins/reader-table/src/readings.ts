import { CorruptInputError } from "@geoanomaly/core";
import { cellNumber, cellTime, isMissing, unitInCell, yearToTime } from "./cells.js";
import type { Findings } from "./findings.js";
import { type BoundColumn, bindColumns } from "./header.js";
import { NumberColumn } from "./number-column.js";
import type { Role, TableParameters } from "./table-parameters.js";
import { asUtf8 } from "./table-rows.js";

const NUMERIC: readonly Role[] = ["easting", "northing", "upward", "ground", "value", "uncertainty", "epoch"];
/** Roles whose cell may be empty; a reading without the others is none. */
const MAY_MISS: readonly Role[] = ["value", "ground", "epoch", "time", "line"];

const shown = (text: string) => JSON.stringify(text.length > 40 ? `${text.slice(0, 40)}...` : text);

/** Takes rows of cells into columns of numbers, and notes the rows that hold no sound reading. */
export class Readings {
  readonly columns = new Map<Role, NumberColumn>();
  readonly sourceLines = new NumberColumn();
  readonly lineNames: string[] = [];
  /** Rows below the header. */
  rows = 0;
  /** Readings without a value, which stay as NaN, and the lines of the first few. */
  noData = { count: 0, lines: [] as number[] };
  header: readonly string[] = [];
  bound: readonly BoundColumn[] = [];
  private readonly lineIndex = new Map<string, number>();
  private readonly scratch: number[] = [];

  constructor(
    private readonly path: string,
    private readonly table: TableParameters,
    private readonly findings: Findings,
  ) {
    if (table.header) this.bind(table.header);
  }

  take(cells: readonly string[], line: number): void {
    if (this.header.length === 0) {
      this.checkHeader(cells, line);
      this.bind(cells.map((cell) => asUtf8(cell.trim())));
      return;
    }
    this.rows++;
    if (cells.length !== this.header.length && !this.hasEmptyTail(cells)) {
      this.findings.add("wrong-number-of-fields", line, `${cells.length} fields, the header has ${this.header.length}`);
      return;
    }
    const { bound, scratch } = this;
    for (let i = 0; i < bound.length; i++) {
      const value = this.number(bound[i] as BoundColumn, cells, line);
      if (value === undefined) return;
      scratch[i] = value;
    }
    for (let i = 0; i < bound.length; i++) {
      const { role } = bound[i] as BoundColumn;
      (this.columns.get(role) as NumberColumn).push(scratch[i] as number);
      if (role === "value" && Number.isNaN(scratch[i])) {
        if (this.noData.count++ < 5) this.noData.lines.push(line);
      }
    }
    this.sourceLines.push(line);
  }

  private bind(header: readonly string[]): void {
    this.header = header;
    this.bound = bindColumns(header, this.table);
    for (const { role } of this.bound) this.columns.set(role, new NumberColumn());
  }

  /** A first row of numbers is data: a table without a header must be described. */
  private checkHeader(cells: readonly string[], line: number): void {
    if (!cells.every((cell) => cell.trim() === "" || !Number.isNaN(cellNumber(cell)))) return;
    throw new CorruptInputError(
      this.path,
      `line ${line}`,
      "a header with the names of the columns (or the reader's parameter header: a list of them)",
      `numbers: ${shown(cells.join(" "))}`,
    );
  }

  /** Some programs end each row with a delimiter. */
  private hasEmptyTail(cells: readonly string[]): boolean {
    return cells.length === this.header.length + 1 && cells.at(-1)?.trim() === "";
  }

  /** The number of one role; `undefined` if the row is not a reading, which is then noted. */
  private number({ role, index, name, factor, offset }: BoundColumn, cells: readonly string[], line: number): number | undefined {
    const text = cells[index] as string;
    if (role === "line") return this.lineNumber(text.trim());
    const raw = cellNumber(text);
    if (!Number.isNaN(raw)) {
      if (this.table.noData.includes(raw)) return this.missing(role, name, text, line);
      const value = raw * factor + offset;
      if (role !== "uncertainty" || value > 0) return value;
      this.findings.add("not-positive", line, `${shown(text)} in column ${name}`);
      return undefined;
    }
    if (isMissing(text)) return this.missing(role, name, text, line);
    if (role === "time") {
      const time = cellTime(text);
      if (!Number.isNaN(time)) return time;
    }
    this.note(role, name, cells, text, line);
    return undefined;
  }

  private missing(role: Role, name: string, text: string, line: number): number | undefined {
    if (MAY_MISS.includes(role)) return Number.NaN;
    this.findings.add("missing-place", line, `${shown(text)} in column ${name}`);
    return undefined;
  }

  /** Says what a cell is that is neither a number nor missing. */
  private note(role: Role, name: string, cells: readonly string[], text: string, line: number): void {
    const names = cells.map((cell) => asUtf8(cell.trim()).toLowerCase());
    const own = this.header.map((column) => column.toLowerCase());
    if (names.every((cell, index) => cell === own[index])) {
      this.findings.add("repeated-header", line, shown(cells.join(",")));
      return;
    }
    // Another table pasted below: its columns may stand in another order, and skipping this row would not help.
    const known = names.filter((cell) => own.includes(cell)).length;
    if (known >= 2 && cells.every((cell) => Number.isNaN(cellNumber(cell)))) {
      throw new CorruptInputError(this.path, `line ${line}`, "one table with one header", `another header: ${shown(cells.join(","))}`);
    }
    const unit = unitInCell(text);
    const place = `${shown(text)} in column ${name}`;
    if (unit !== undefined && NUMERIC.includes(role)) this.findings.add("unit-in-cell", line, place);
    else this.findings.add(role === "time" ? "not-a-time" : "not-a-number", line, place);
  }

  private lineNumber(name: string): number {
    const known = this.lineIndex.get(name);
    if (known !== undefined) return known;
    this.lineIndex.set(name, this.lineNames.length);
    this.lineNames.push(asUtf8(name));
    return this.lineNames.length - 1;
  }
}

/** Times of readings from a column of years. */
export const timesOfYears = (years: Float64Array): Float64Array => years.map(yearToTime);
