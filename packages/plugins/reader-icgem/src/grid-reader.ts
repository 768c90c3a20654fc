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
import { Extremes } from "./declared-extremes.js";
import { type GridHead, parseGridHead } from "./grid-header.js";
import { headLines } from "./head-lines.js";

const OWNER = "reader icgem-grid";
/** Coordinates are printed with four decimals. */
const PRINTED = 6e-5;
/** Values from here on are kept as doubles. */
const EXACT_FROM = 16_384;

interface Samples {
  readonly values: Float32Array | Float64Array;
  readonly heights: Float32Array | undefined;
}

/** Offset of a longitude from where it should be, whole turns apart. */
const turnsApart = (degrees: number) => degrees - 360 * Math.round(degrees / 360);

async function readSamples(file: InputFile, head: GridHead, start: number, firstLine: number, context: PluginContext): Promise<Samples> {
  const { rows, cols, west, north, step, gapValue = Number.NaN, unitFactor, columns } = head;
  const expected = rows * cols;
  // Float32 keeps 0.001 of values below 16384; absolute gravity (steps of 0.06 mGal) and potential need doubles.
  const largest = head.extremes ? Math.max(...head.extremes.map(Math.abs)) : Number.POSITIVE_INFINITY;
  const exact = !(largest * unitFactor < EXACT_FROM);
  const values = exact ? new Float64Array(expected) : new Float32Array(expected);
  const heights = columns === 4 ? new Float32Array(expected) : undefined;
  const extremes = new Extremes();
  const slack = 0.02 * step + PRINTED;
  const gapSlack = 1e-6 * Math.abs(gapValue);
  let index = 0;
  let [row, col] = [0, 0];
  await readNumberRows({
    file,
    kernels: context.kernels,
    signal: context.signal,
    start,
    firstLine,
    columns,
    select: heights ? [0, 1, 2, 3] : [0, 1, 2],
    progress: (fraction) => context.progress(fraction),
    take: ([longitudes, latitudes, third, fourth], count, line) => {
      const samples = (heights ? fourth : third) as Float64Array;
      for (let i = 0; i < count; i++) {
        if (index === expected) throw new CorruptInputError(file.path, `line ${line + i}`, `${expected} rows`, "more");
        const east = (longitudes as Float64Array)[i]! - (west + col * step);
        const up = (latitudes as Float64Array)[i]! - (north - row * step);
        if (!(Math.abs(up) <= slack && (Math.abs(east) <= slack || Math.abs(turnsApart(east)) <= slack))) {
          const place = `longitude ${+(west + col * step).toFixed(6)} latitude ${+(north - row * step).toFixed(6)}`;
          const found = `${longitudes?.[i]} ${latitudes?.[i]}`;
          throw new CorruptInputError(file.path, `line ${line + i}`, `${place} (rows north to south, each west to east)`, found);
        }
        const value = samples[i]!;
        if (Math.abs(value - gapValue) <= gapSlack) {
          values[index] = Number.NaN;
        } else {
          extremes.add(value, line + i);
          values[index] = value * unitFactor;
        }
        if (heights) heights[index] = third![i]!;
        index++;
        if (++col === cols) {
          col = 0;
          row++;
        }
      }
    },
  });
  if (index !== expected) throw new CorruptInputError(file.path, "end of file", `${expected} rows (${rows} x ${cols})`, `${index}`);
  extremes.check(file.path, head);
  return { values, heights };
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
