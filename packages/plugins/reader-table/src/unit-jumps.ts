import { quantiles } from "./quantiles.js";
import { unitBlocks } from "./unit-blocks.js";

/** Rows of a column that are in another unit than the others. */
export interface UnitJump {
  /** Rows, ascending. */
  readonly rows: readonly number[];
  /** The numbers of these rows are about this many times too large (or, below 1, too small); `undefined` if they are only far beyond the rest. */
  readonly factor: number | undefined;
  /** False if something else may explain it: an aircraft that changes its height between two lines. */
  readonly certain: boolean;
}

/** Fewer numbers than these show no pattern. */
const LEAST_ROWS = 8;
/** How wide each of two groups may be, as a share of the step between them, in logarithms. */
const GROUP_WIDTH = 0.4;
/** Rows of one window, where a signed column is looked at in runs. */
const WINDOW = 16;
/** A single reading this many times beyond the half-range of the middle 80 % of its column is no anomaly. The real surveys tried reach 17. */
const BEYOND_ANOMALY = 200;

const sortedCopy = (values: Float64Array) => values.slice().sort();
const quantile = (sorted: Float64Array, share: number) => sorted[Math.round(share * (sorted.length - 1))] as number;

/**
 * Two groups of positive numbers that are one of `factors` apart, each much narrower than the step between them.
 * @returns which side of the gap is the smaller group, and the factor; `undefined` if the numbers are one group.
 */
function twoGroups(
  values: Float64Array,
  factors: readonly number[],
): { readonly isOdd: (value: number) => boolean; readonly factor: number } | undefined {
  const logs = sortedCopy(values.filter((value) => value > 0)).map(Math.log);
  if (logs.length < LEAST_ROWS) return undefined;
  let cut = 1;
  for (let i = 2; i < logs.length; i++) if (logs[i]! - logs[i - 1]! > logs[cut]! - logs[cut - 1]!) cut = i;
  const [lower, upper] = [logs.subarray(0, cut), logs.subarray(cut)];
  const step = quantile(upper, 0.5) - quantile(lower, 0.5);
  const width = Math.max(lower.at(-1)! - lower[0]!, upper.at(-1)! - upper[0]!);
  const factor = factors.find((each) => Math.abs(step - Math.log(each)) <= 0.02 + 0.5 * width && width <= GROUP_WIDTH * Math.log(each));
  if (factor === undefined) return undefined;
  const limit = Math.exp((logs[cut - 1]! + logs[cut]!) / 2);
  return upper.length <= lower.length
    ? { isOdd: (value) => value > limit, factor }
    : { isOdd: (value) => value <= limit && value > 0, factor: 1 / factor };
}

const rowsWhere = (values: Float64Array, odd: (value: number, index: number) => boolean): number[] => {
  const rows: number[] = [];
  for (let i = 0; i < values.length; i++) if (odd(values[i] as number, i)) rows.push(i);
  return rows;
};

/** Runs of a signed column whose typical size is a factor away from that of the other runs. */
function oddRuns(centred: Float64Array, factors: readonly number[]): UnitJump | undefined {
  const runs = Math.floor(centred.length / WINDOW);
  const sizes = Float64Array.from({ length: runs }, (_, run) =>
    quantile(sortedCopy(centred.subarray(run * WINDOW, (run + 1) * WINDOW).map(Math.abs)), 0.5),
  );
  const groups = twoGroups(
    sizes,
    factors.filter((factor) => factor >= 100),
  );
  if (!groups) return undefined;
  const rows = rowsWhere(centred, (_, row) => groups.isOdd(sizes[Math.min(runs - 1, Math.floor(row / WINDOW))] as number));
  return { rows, factor: groups.factor, certain: true };
}

/** Single readings of a signed column beyond anything an anomaly can be. */
function oddReadings(centred: Float64Array): UnitJump | undefined {
  const [low = Number.NaN, high = Number.NaN] = quantiles(centred, [0.1, 0.9]);
  const half = (high - low) / 2;
  if (!(half > 0)) return undefined;
  const rows = rowsWhere(centred, (value) => Math.abs(value) > BEYOND_ANOMALY * half);
  return rows.length > 0 && rows.length < centred.length / 10 ? { rows, factor: undefined, certain: true } : undefined;
}

/**
 * Rows of a column that are in another unit than the rest.
 *
 * A column of one sign (absolute gravity, heights, coordinates) has two narrow groups one factor apart, or is smooth but for blocks that begin
 * and end with a step of that factor. A column of both signs (anomalies) has runs of rows of another size, or single rows far beyond any
 * anomaly. A column that is as rough as the step between the units hides it: nothing is then said.
 * @param values One column in file order; NaN is passed over.
 * @param factors Ratios of units that are confused, each above 1.
 * @param areNeighbours Whether two rows stand side by side on the ground, so that a step between them is not one from line to line.
 */
export function unitJump(
  values: Float64Array,
  factors: readonly number[],
  areNeighbours: (row: number, next: number) => boolean,
): UnitJump | undefined {
  if (factors.length === 0 || values.length < LEAST_ROWS) return undefined;
  const [low = Number.NaN, median = Number.NaN, high = Number.NaN] = quantiles(values, [0.01, 0.5, 0.99]);
  if (low > 0 || high < 0) {
    const magnitudes = high < 0 ? values.map((value) => -value) : values;
    const groups = twoGroups(magnitudes, factors);
    if (groups) return { rows: rowsWhere(magnitudes, (value) => groups.isOdd(value)), factor: groups.factor, certain: true };
    return unitBlocks(magnitudes, factors, areNeighbours);
  }
  const centred = values.map((value) => (Number.isNaN(value) ? 0 : value - median));
  return oddRuns(centred, factors) ?? oddReadings(centred);
}
