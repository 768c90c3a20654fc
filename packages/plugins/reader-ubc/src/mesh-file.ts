import { CorruptInputError, type Crs, fortranNumber, openInput, readTextLines, type TensorMesh } from "@geoanomaly/core";
import { shown } from "./number-lines.js";

/** More cells along one axis than any mesh has. */
const MOST_CELLS = 100_000;

/** Numbers of a mesh file one after the other; `40*100.0` is 40 times 100. */
class MeshNumbers {
  private readonly numbers: number[] = [];
  private readonly lines: number[] = [];
  private next = 0;

  constructor(private readonly path: string) {}

  add(text: string, line: number): void {
    const words = text.replace(/!.*/, "").trim();
    if (words === "") return;
    for (const word of words.split(/\s+/)) {
      const [, times = "1", width = ""] = /^(?:(\d+)\*)?(\S+)$/.exec(word) ?? [];
      const value = fortranNumber(width);
      const repeat = Number(times);
      if (Number.isNaN(value) || repeat < 1 || this.numbers.length + repeat > 3 * MOST_CELLS + 6)
        throw new CorruptInputError(this.path, `line ${line}`, "numbers, or repeated ones like 40*100.0", shown(words));
      for (let i = 0; i < repeat; i++) {
        this.numbers.push(value);
        this.lines.push(line);
      }
    }
  }

  take(what: string): number {
    const value = this.numbers[this.next++];
    if (value === undefined) throw new CorruptInputError(this.path, "end of file", what, "the end of the file");
    return value;
  }

  /** `count` positive numbers. */
  widths(count: number, what: string): Float64Array {
    const start = this.next;
    const widths = Float64Array.from({ length: count }, (_, i) => this.take(`${count} ${what}, found ${i}`));
    const wrong = widths.findIndex((width) => !(width > 0));
    if (wrong >= 0) this.fail(start + wrong, `${what} above 0`, String(widths[wrong]));
    return widths;
  }

  count(what: string): number {
    const count = this.take(what);
    if (!Number.isInteger(count) || count < 1 || count > MOST_CELLS) this.fail(this.next - 1, `${what}, 1 to ${MOST_CELLS}`, String(count));
    return count;
  }

  finish(): void {
    if (this.next < this.numbers.length) this.fail(this.next, "no more numbers", `${this.numbers.length - this.next} more`);
  }

  private fail(index: number, expected: string, found: string): never {
    throw new CorruptInputError(this.path, `line ${this.lines[index]}`, expected, found);
  }
}

/**
 * A UBC tensor mesh: numbers of cells east, north and down; western, southern and upper edge; widths from west to east, from south to
 * north, and thicknesses from the top down.
 * @throws UnreadableInputError, CorruptInputError naming the line
 */
export async function readMeshFile(path: string, crs: Crs, signal: AbortSignal): Promise<TensorMesh> {
  const file = await openInput(path);
  try {
    const numbers = new MeshNumbers(path);
    await readTextLines(file, 0, 1, signal, (text, line) => numbers.add(text, line));
    signal.throwIfAborted();
    const [east, north, down] = [numbers.count("cells east"), numbers.count("cells north"), numbers.count("cells down")];
    const origin = {
      easting: numbers.take("the western edge"),
      northing: numbers.take("the southern edge"),
      upward: numbers.take("the top"),
    };
    const mesh = {
      crs,
      origin,
      easting: numbers.widths(east, "widths east"),
      northing: numbers.widths(north, "widths north"),
      downward: numbers.widths(down, "thicknesses"),
    };
    numbers.finish();
    return mesh;
  } finally {
    await file.close();
  }
}
