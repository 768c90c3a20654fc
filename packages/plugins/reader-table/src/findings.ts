import { CorruptInputError } from "@geoanomaly/core";

/** What may be wrong with a row, in the words of a message. */
const DESCRIPTIONS = {
  "repeated-header": "the header once more",
  "wrong-number-of-fields": "rows with more or fewer fields than the header",
  "not-a-number": "cells that are not numbers",
  "unit-in-cell": "units written into cells",
  "missing-place": "readings without a place or height",
  "not-positive": "uncertainties that are not positive",
  "not-a-time": "times that are not ISO 8601",
  "swapped-coordinates": "swapped coordinates",
  "outside-range": "places outside the range of the CRS",
  "outside-bounds": "places outside the bounds",
  "crs-mismatch": "coordinates that do not match the CRS",
  "mixed-units": "numbers in another unit than the rest of their column",
} as const;

/** Kinds of damage a row may have. */
export type FindingKind = keyof typeof DESCRIPTIONS;
export const FINDING_KINDS = Object.keys(DESCRIPTIONS) as readonly FindingKind[];

/** Lines that are named; all are counted. */
export const NAMED_LINES = 5;

/** One kind of damage: how often, and where first. */
export interface Finding {
  readonly kind: FindingKind;
  readonly description: string;
  readonly count: number;
  /** The first {@link NAMED_LINES} lines, ascending. */
  readonly lines: readonly number[];
  /** What stands in the first of them. */
  readonly example: string;
}

/** `line 4`, `lines 4, 9`, `lines 4, 9, 12, 15, 20 and 12 more`. */
export function lineList(lines: readonly number[], count: number): string {
  const more = count > lines.length ? ` and ${count - lines.length} more` : "";
  return `${count === 1 ? "line" : "lines"} ${lines.join(", ")}${more}`;
}

/** Collects what is wrong with rows. Each row counts once: it is not looked at further. */
export class Findings {
  private readonly found = new Map<FindingKind, { count: number; lines: number[]; example: string }>();
  /** Rows with damage. */
  count = 0;

  add(kind: FindingKind, line: number, example: string): void {
    this.count++;
    const entry = this.found.get(kind);
    if (!entry) {
      this.found.set(kind, { count: 1, lines: [line], example });
      return;
    }
    entry.count++;
    if (entry.lines.length < NAMED_LINES) entry.lines.push(line);
  }

  /** In order of the first line. */
  list(): Finding[] {
    return [...this.found]
      .map(([kind, entry]) => ({ kind, description: DESCRIPTIONS[kind], ...entry }))
      .sort((a, b) => a.lines[0]! - b.lines[0]!);
  }

  /** One error that names every kind with its lines. */
  error(path: string, cure: string): CorruptInputError {
    const list = this.list();
    const lines = [...new Set(list.flatMap((finding) => finding.lines))].sort((a, b) => a - b).slice(0, NAMED_LINES);
    const found = list.map(
      ({ kind, description, lines: own, count, example }) => `${description} [${kind}] (${lineList(own, count)}: ${example})`,
    );
    return new CorruptInputError(path, lineList(lines, this.count), "sound readings in every row", `${found.join("; ")}. ${cure}`);
  }
}
