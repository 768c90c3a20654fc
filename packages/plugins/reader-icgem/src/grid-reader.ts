import {
  CorruptInputError,
  checkAllocation,
  DEFAULT_MAXIMUM_BYTES,
  type GridHeader,
  type GridSource,
  gridDescription,
  gridParameters,
  type InputFile,
  openInput,
  type PluginContext,
  type ReaderPlugin,
  readNumberRows,
  residentGrid,
} from "@geoanomaly/core";
import { checkExtreme } from "./declared-extremes.js";
import { type GridHead, parseGridHead } from "./grid-header.js";
import { headLines } from "./head-lines.js";

const OWNER = "reader icgem-grid";
/** Coordinates are printed with four decimals. */
const PRINTED = 6e-5;
/** Stands for a column that was not selected. */
const NONE = new Float64Array(0);
/** Values from here on are kept as doubles. */
const EXACT_FROM = 16_384;

/** Offset of a longitude from where it should be, whole turns apart. */
const turnsApart = (degrees: number) => degrees - 360 * Math.round(degrees / 360);

/** Takes rows of the file into the arrays of the grid. Plain loops and numbers: there are millions of rows. */
class RowTaker {
  readonly values: Float32Array | Float64Array;
  readonly heights: Float32Array | undefined;
  /** Rows taken. */
  index = 0;
  private minimum = Number.POSITIVE_INFINITY;
  private maximum = Number.NEGATIVE_INFINITY;
  private minimumIndex = -1;
  private maximumIndex = -1;
  private readonly longitudes: Float64Array;

  constructor(
    private readonly path: string,
    private readonly head: GridHead,
    private readonly firstLine: number,
  ) {
    const { rows, cols, west, step, extremes, unitFactor, columns } = head;
    // Float32 keeps 0.001 of values below 16384; absolute gravity (steps of 0.06 mGal) and potential need doubles.
    const largest = extremes ? Math.max(...extremes.map(Math.abs)) : Number.POSITIVE_INFINITY;
    this.values = largest * unitFactor < EXACT_FROM ? new Float32Array(rows * cols) : new Float64Array(rows * cols);
    this.heights = columns === 4 ? new Float32Array(rows * cols) : undefined;
    this.longitudes = Float64Array.from({ length: cols }, (_, col) => west + col * step);
  }

  /** @throws CorruptInputError for a row too many, or one that stands elsewhere. */
  take([easts = NONE, norths = NONE, third = NONE, fourth = NONE]: readonly Float64Array[], count: number): void {
    const { values, heights, longitudes } = this;
    const { cols, north, step, gapValue = Number.NaN, unitFactor } = this.head;
    const samples = heights ? fourth : third;
    const slack = 0.02 * step + PRINTED;
    const gapSlack = 1e-6 * Math.abs(gapValue);
    const exact = unitFactor === 1;
    let { index, minimum, maximum } = this;
    if (index + count > values.length) this.fail(values.length, `${values.length} rows`, "more");
    for (let i = 0; i < count; ) {
      // As many as belong to one parallel.
      const row = Math.floor(index / cols);
      const first = index - i - row * cols;
      const end = Math.min(count, i + (row + 1) * cols - index);
      const parallel = north - row * step;
      for (; i < end; i++, index++) {
        const east = easts[i]! - longitudes[first + i]!;
        if (!(Math.abs(norths[i]! - parallel) <= slack && (Math.abs(east) <= slack || Math.abs(turnsApart(east)) <= slack))) {
          const place = `longitude ${+longitudes[first + i]!.toFixed(6)} latitude ${+parallel.toFixed(6)}`;
          this.fail(index, `${place} (rows north to south, each west to east)`, `${easts[i]} ${norths[i]}`);
        }
        const value = samples[i]!;
        if (Math.abs(value - gapValue) <= gapSlack) {
          values[index] = Number.NaN;
          continue;
        }
        values[index] = exact ? value : value * unitFactor;
        if (value < minimum) {
          minimum = value;
          this.minimumIndex = index;
        }
        if (value > maximum) {
          maximum = value;
          this.maximumIndex = index;
        }
      }
    }
    heights?.set(third.subarray(0, count), this.index);
    Object.assign(this, { index, minimum, maximum });
  }

  /** @throws CorruptInputError if rows are missing, or values are beyond what the head declares. */
  finish(): void {
    const { rows, cols } = this.head;
    if (this.index !== rows * cols)
      throw new CorruptInputError(this.path, "end of file", `${rows * cols} rows (${rows} x ${cols})`, `${this.index}`);
    for (const at of [this.minimumIndex, this.maximumIndex]) {
      if (at < 0) continue;
      const stored = this.values[at] as number;
      let count = 0;
      for (const value of this.values) if (value === stored) count++;
      checkExtreme(this.path, this.head, {
        value: at === this.minimumIndex ? this.minimum : this.maximum,
        line: this.firstLine + at,
        count,
      });
    }
  }

  private fail(index: number, expected: string, found: string): never {
    throw new CorruptInputError(this.path, `line ${this.firstLine + index}`, expected, found);
  }
}

async function readSamples(file: InputFile, head: GridHead, start: number, firstLine: number, context: PluginContext): Promise<RowTaker> {
  const taker = new RowTaker(file.path, head, firstLine);
  await readNumberRows({
    file,
    kernels: context.kernels,
    signal: context.signal,
    start,
    firstLine,
    columns: head.columns,
    select: head.columns === 4 ? [0, 1, 2, 3] : [0, 1, 2],
    progress: (fraction) => context.progress(fraction),
    take: (columns, count) => taker.take(columns, count),
  });
  taker.finish();
  return taker;
}

/** Mean height, and whether the samples differ in height at all. */
function summariseHeights(heights: Float32Array): { readonly mean: number; readonly vary: boolean } {
  let sum = 0;
  for (const height of heights) sum += height;
  return { mean: sum / heights.length, vary: heights.some((height) => height !== heights[0]) };
}

async function open(path: string, raw: Readonly<Record<string, unknown>>, context: PluginContext): Promise<GridSource> {
  const { maximumBytes = DEFAULT_MAXIMUM_BYTES, ...told } = gridDescription(OWNER, gridParameters(OWNER, raw));
  const file = await openInput(path);
  try {
    const { lines, end } = await headLines(file);
    const head = parseGridHead(path, lines);
    const { rows, cols, west, north, step } = head;
    // "0 0 0" and a line end: a shorter file cannot hold what the head declares, so nothing is allocated for it.
    const least = rows * cols * 2 * head.columns - 1;
    if (file.size - end < least) {
      throw new CorruptInputError(
        path,
        "end of file",
        `${rows * cols} rows (${rows} x ${cols})`,
        `${file.size - end} bytes after the header`,
      );
    }
    checkAllocation(path, "the grid", rows * cols * (head.columns === 4 ? 12 : 8), maximumBytes);
    const { values, heights } = await readSamples(file, head, end, lines.length + 2, context);
    const own = heights && summariseHeights(heights);
    const header: GridHeader = {
      rows,
      cols,
      transform: [step, 0, west - step / 2, 0, -step, north + step / 2],
      registration: "node",
      crs: "EPSG:4326",
      quantity: head.quantity,
      height: head.height ?? { metres: own?.mean ?? 0, datum: head.heightDatum },
      tideSystem: head.tideSystem,
      effectiveResolution: Math.max(step, head.maxDegree ? 180 / head.maxDegree : 0),
      ...told,
    };
    return residentGrid(header, { values, ...(own?.vary && heights && { heights }) });
  } finally {
    await file.close();
  }
}

/** ICGEM grids (`.gdf`): node registration, rows north to south; gap value, functional, unit, tide system and height are the header's. */
export const icgemGrid: ReaderPlugin = {
  kind: "reader",
  id: "icgem-grid",
  recognise: (filename, bytes) => {
    const text = Buffer.from(bytes).toString("latin1");
    if (/^\s*(latlimit_north|grid_format|longlimit_west)\s/m.test(text)) return 0.9;
    return /\.gdf$/i.test(filename) ? 0.5 : 0;
  },
  open: async (path, raw, context) => ({ kind: "grid", grid: await open(path, raw, context) }),
};
