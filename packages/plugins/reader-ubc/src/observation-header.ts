import { CorruptInputError, InvalidParameterError, type MainField } from "@geoanomaly/core";
import { type NumberLine, shown } from "./number-lines.js";

export const KINDS = ["gravity", "magnetic", "topography"] as const;
export type ObservationKind = (typeof KINDS)[number];

/** What stands before the rows. */
export interface ObservationHeader {
  readonly magnetic: boolean;
  readonly mainField?: MainField;
  readonly count: number;
}

const HEADERS = "a UBC header: the number of data, or inclination, declination and strength of the field";

/**
 * Takes the lines of a header one by one.
 *
 * Gravity and topography: one line with the number of rows. Magnetics: `inclination declination strength`, then direction of the measured
 * component `inclination declination [idir]`, then the number of rows. Declinations count from grid north, eastwards.
 * @see UBC-GIF, MAG3D manual, section Observations file
 */
export class HeaderLines {
  private field: MainField | undefined;
  private component = false;

  constructor(
    private readonly path: string,
    private readonly owner: string,
    private readonly kind: ObservationKind | undefined,
  ) {}

  /** @returns the header once it is complete. @throws CorruptInputError naming the line */
  take({ numbers, line, text }: NumberLine): ObservationHeader | undefined {
    const fail = (expected: string): never => {
      throw new CorruptInputError(this.path, `line ${line}`, expected, shown(text));
    };
    const [first = Number.NaN, second = Number.NaN, third = Number.NaN] = numbers;
    if (this.field === undefined) {
      if (numbers.length === 1) {
        if (this.kind === "magnetic") fail("inclination, declination and strength of the field");
        return { magnetic: false, count: this.countOf(numbers, fail) };
      }
      if (numbers.length !== 3) fail(`${HEADERS}. A file without one is a table: read it with reader table and its parameter header`);
      if (this.kind !== undefined && this.kind !== "magnetic") fail("the number of data");
      if (!(Math.abs(first) <= 90 && Math.abs(second) <= 360 && third > 0)) fail(`${HEADERS} (degrees, degrees, nT)`);
      this.field = { inclination: first, declination: second, intensity: third };
      return undefined;
    }
    if (!this.component) {
      if (numbers.length !== 2 && numbers.length !== 3) fail("inclination and declination of the measured component, and idir");
      this.checkComponent(this.field, first, second, numbers[2]);
      this.component = true;
      return undefined;
    }
    return { magnetic: true, mainField: this.field, count: this.countOf(numbers, fail) };
  }

  private countOf(numbers: readonly number[], fail: (expected: string) => never): number {
    const [count = Number.NaN] = numbers;
    return numbers.length === 1 && Number.isInteger(count) && count > 0 ? count : fail("the number of data");
  }

  /** Only the anomaly along the main field is the total-field anomaly. */
  private checkComponent({ inclination, declination }: MainField, ainc: number, adec: number, idir = 1): void {
    const turned = (adec - declination) % 360;
    const along = Math.abs(ainc - inclination) < 0.01 && (Math.abs(turned) < 0.01 || Math.abs(Math.abs(turned) - 360) < 0.01);
    if (idir === 1 && along) return;
    const found = `inclination ${ainc}, declination ${adec}, idir ${idir}`;
    throw new InvalidParameterError(this.owner, this.path, "total-field anomalies: the component along the main field (idir 1)", found);
  }
}
