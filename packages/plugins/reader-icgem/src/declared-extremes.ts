import { CorruptInputError } from "@geoanomaly/core";
import type { GridHead } from "./grid-header.js";

/** What programs write where they have no value. A repeated extreme of this size that is not the gapvalue is not geophysics. */
const SENTINELS: readonly number[] = [9999, 99_999, 999_999, 9_999_999, 1e9, 1e10, 32_767, 32_768];

/** Smallest or largest sample, in the file's unit. */
export interface Extreme {
  readonly value: number;
  /** Of the first row that holds it. */
  readonly line: number;
  /** How many rows hold it. */
  readonly count: number;
}

/**
 * Holds the extremes of the rows against the head: a gapvalue that is not the one in the rows shows as an impossible extreme.
 * @throws CorruptInputError naming the line of the first such sample.
 */
export function checkExtreme(path: string, { extremes, gapValue }: GridHead, { value, line, count }: Extreme): void {
  const gap = gapValue === undefined ? "without a gapvalue" : `or its gapvalue ${gapValue}`;
  if (extremes) {
    const [low, high] = extremes;
    // The head rounds to seven digits or so; a hundredth of the range is far above that and far below a sentinel.
    const slack = 0.01 * (high - low) + 1e-5 * Math.max(Math.abs(low), Math.abs(high));
    if (value < low - slack || value > high + slack) {
      throw new CorruptInputError(
        path,
        `line ${line}`,
        `values within ${low}..${high}, as the header says, ${gap}`,
        `${value} (${count} times)`,
      );
    }
  } else if (count > 1 && SENTINELS.includes(Math.abs(value))) {
    throw new CorruptInputError(
      path,
      `line ${line}`,
      `values of the field, ${gap}`,
      `${value} (${count} times), which marks gaps elsewhere`,
    );
  }
}
