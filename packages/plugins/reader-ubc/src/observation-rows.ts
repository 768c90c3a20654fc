import { CorruptInputError, checkAllocation, DEFAULT_MAXIMUM_BYTES, type PointSet, type Quantity } from "@geoanomaly/core";
import { type NumberLine, shown } from "./number-lines.js";
import type { ObservationDescription } from "./observation-parameters.js";

/** Columns of readings as the file has them. */
export interface ObservationColumns {
  readonly easting: Float64Array;
  readonly northing: Float64Array;
  readonly upward: Float64Array;
  readonly values: Float64Array;
  readonly uncertainty?: Float64Array;
  readonly sourceLines: Uint32Array;
}

/** A row holds two digits and two blanks for its three or more numbers at least. */
const LEAST_ROW_BYTES = 6;

/** Takes as many rows of equal width as a header promised. */
export class ObservationRows {
  private readonly numbers: Float64Array[] = [];
  private readonly lines: Uint32Array;
  private taken = 0;

  /** @throws CorruptInputError if a file of `fileBytes` cannot hold `count` rows; ResourceError */
  constructor(
    private readonly path: string,
    private readonly count: number,
    /** Widths a row may have; the first row decides. */
    private readonly widths: readonly number[],
    fileBytes: number,
    maximumBytes = DEFAULT_MAXIMUM_BYTES,
  ) {
    if (count * LEAST_ROW_BYTES > fileBytes + 1)
      throw new CorruptInputError(
        path,
        "header",
        `at most ${Math.ceil(fileBytes / LEAST_ROW_BYTES)} rows in ${fileBytes} bytes`,
        `${count} rows`,
      );
    checkAllocation(path, "the readings", count * 44, maximumBytes);
    this.lines = new Uint32Array(count);
  }

  /** Columns of the rows; 0 before the first. */
  get width(): number {
    return this.numbers.length;
  }

  take({ numbers, line, text }: NumberLine): void {
    if (this.taken === this.count)
      throw new CorruptInputError(this.path, `line ${line}`, `${this.count} rows, as the header says`, "one more");
    if (this.width === 0 && this.widths.includes(numbers.length)) {
      for (let i = 0; i < numbers.length; i++) this.numbers.push(new Float64Array(this.count));
    }
    if (numbers.length !== this.width) {
      const expected = this.width === 0 ? this.widths.join(" or ") : String(this.width);
      throw new CorruptInputError(this.path, `line ${line}`, `${expected} numbers`, shown(text));
    }
    for (let i = 0; i < numbers.length; i++) (this.numbers[i] as Float64Array)[this.taken] = numbers[i] as number;
    this.lines[this.taken++] = line;
  }

  /** @throws CorruptInputError if rows are missing, or an uncertainty is not positive. */
  finish(): ObservationColumns {
    if (this.taken < this.count)
      throw new CorruptInputError(this.path, "end of file", `${this.count} rows, as the header says`, `${this.taken} rows`);
    const [easting, northing, upward, values, uncertainty] = this.numbers as [
      Float64Array,
      Float64Array,
      Float64Array,
      Float64Array?,
      Float64Array?,
    ];
    const wrong = uncertainty?.findIndex((value) => !(value > 0)) ?? -1;
    if (wrong >= 0)
      throw new CorruptInputError(this.path, `line ${this.lines[wrong]}`, "a standard deviation above 0", String(uncertainty?.[wrong]));
    return { easting, northing, upward, values: values ?? upward.slice(), sourceLines: this.lines, ...(uncertainty && { uncertainty }) };
  }
}

/** Readings with what the user says of them. */
export function describedPoints(columns: ObservationColumns, told: ObservationDescription, quantity: Quantity): PointSet {
  const { values, upward } = columns;
  const uncertainty =
    columns.uncertainty ?? (told.uncertainty === undefined ? undefined : new Float64Array(values.length).fill(told.uncertainty));
  return {
    ...columns,
    crs: told.crs,
    quantity: told.quantity ?? quantity,
    height: { metres: upward.reduce((sum, height) => sum + height, 0) / upward.length, datum: told.height?.datum ?? "unknown" },
    ...(uncertainty && { uncertainty }),
    ...(told.epoch !== undefined && { epoch: told.epoch }),
  };
}
