import { CorruptInputError } from "@geoanomaly/core";
import type { GridHead } from "./grid-header.js";

/** What programs write where they have no value. A repeated extreme of this size that is not the gapvalue is not geophysics. */
const SENTINELS: readonly number[] = [9999, 99_999, 999_999, 9_999_999, 1e9, 1e10, 32_767, 32_768];

/** Smallest and largest sample, in the file's unit, with the line each stands on and how often it occurs. */
export class Extremes {
  private min = { value: Number.POSITIVE_INFINITY, line: 0, count: 0 };
  private max = { value: Number.NEGATIVE_INFINITY, line: 0, count: 0 };

  add(value: number, line: number): void {
    if (value < this.min.value) this.min = { value, line, count: 1 };
    else if (value === this.min.value) this.min.count++;
    if (value > this.max.value) this.max = { value, line, count: 1 };
    else if (value === this.max.value) this.max.count++;
  }

  /**
   * Holds the samples against the head: a gapvalue that is not the one in the rows shows as an impossible extreme.
   * @throws CorruptInputError naming the line of the first such sample.
   */
  check(path: string, { extremes, gapValue }: GridHead): void {
    for (const { value, line, count } of [this.min, this.max]) {
      if (!Number.isFinite(value)) continue;
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
  }
}
