import { type FindingKind, type Findings, NAMED_LINES } from "./findings.js";
import { placeCheck, swappedRows } from "./place-checks.js";
import { quantiles } from "./quantiles.js";
import type { Readings } from "./readings.js";
import type { Role, TableParameters } from "./table-parameters.js";
import { unitJump } from "./unit-jumps.js";

/** A foot in a metre column, or kilometres. */
const LENGTH_FACTORS = [1 / 0.3048, 1e3];
/** Ratios of units of one quantity that are met in tables. */
const VALUE_FACTORS: Readonly<Record<string, readonly number[]>> = {
  mGal: [10, 1e3, 1e5], // um/s2; uGal and Gal; m/s2
  nT: [1e3, 1e5], // uT; gauss
  m: LENGTH_FACTORS,
};

function sizeOf(factor: number | undefined): string {
  if (factor === undefined) return "far beyond the rest of the column";
  return factor > 1 ? `about ${+factor.toFixed(4)} times too large` : `about ${+(1 / factor).toFixed(4)} times too small`;
}

/** What may be wrong, but need not: named, and left in. */
export interface Doubt {
  readonly kind: "mixed-units";
  readonly count: number;
  /** The first few. */
  readonly lines: readonly number[];
  readonly example: string;
}

/** Rows farther apart than this many typical steps are on other lines. */
const NEIGHBOUR_STEPS = 5;

/** Whether two rows stand side by side, by the typical distance from row to row. */
function neighbourhood(easting: Float64Array, northing: Float64Array): (row: number, next: number) => boolean {
  const distance = (a: number, b: number) => Math.hypot(easting[b]! - easting[a]!, northing[b]! - northing[a]!);
  const [typical = 0] = quantiles(
    easting.subarray(1).map((_, row) => distance(row, row + 1)),
    [0.5],
  );
  return (row, next) => distance(row, next) <= NEIGHBOUR_STEPS * (next - row) * typical;
}

/**
 * Looks at all readings together: places against CRS, bounds and each other, and columns for a change of unit.
 * Notes what it finds, and returns which readings are sound (1) or not (0), and what is doubtful.
 */
export function checkRows(
  readings: Readings,
  table: TableParameters,
  findings: Findings,
): { readonly sound: Uint8Array; readonly doubts: readonly Doubt[] } {
  const lines = readings.sourceLines.view();
  const sound = new Uint8Array(lines.length).fill(1);
  const column = (role: Role) => readings.columns.get(role)?.view();
  const note = (kind: FindingKind, row: number, example: string) => {
    if (table.accept.has(kind) || sound[row] === 0) return;
    sound[row] = 0;
    findings.add(kind, lines[row] as number, example);
  };
  const [easting, northing] = [column("easting") as Float64Array, column("northing") as Float64Array];

  const check = placeCheck(table);
  for (let row = 0; row < lines.length; row++) {
    const wrong = check(easting[row] as number, northing[row] as number);
    if (wrong) note(wrong.kind, row, wrong.example);
  }
  const swapped = swappedRows(easting, northing);
  for (const row of swapped) note("swapped-coordinates", row, `${easting[row]}, ${northing[row]}`);

  const jumps: readonly (readonly [Role, readonly number[]])[] = [
    ["value", VALUE_FACTORS[table.quantity.unit] ?? []],
    ["upward", LENGTH_FACTORS],
    ["ground", LENGTH_FACTORS],
    ...(table.geographic
      ? []
      : ([
          ["easting", LENGTH_FACTORS],
          ["northing", LENGTH_FACTORS],
        ] as const)),
  ];
  const doubts: Doubt[] = [];
  const areNeighbours = neighbourhood(easting, northing);
  for (const [role, factors] of jumps) {
    const values = column(role);
    const jump = values && !table.accept.has("mixed-units") ? unitJump(values, factors, areNeighbours) : undefined;
    if (!values || !jump) continue;
    const name = readings.bound.find((bound) => bound.role === role)?.name ?? role;
    const size = sizeOf(jump.factor);
    const example = (row: number) => `${values[row]} in column ${name}, ${size}`;
    if (jump.certain) {
      for (const row of jump.rows) note("mixed-units", row, example(row));
    } else {
      const named = jump.rows.slice(0, NAMED_LINES).map((row) => lines[row] as number);
      doubts.push({ kind: "mixed-units", count: jump.rows.length, lines: named, example: example(jump.rows[0] as number) });
    }
  }
  return { sound, doubts };
}
