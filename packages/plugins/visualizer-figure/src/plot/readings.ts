import type { PointSet } from "@geoanomaly/core";
import { type ColourScale, colourIndex, NOTHING_INDEX, palette } from "../colour/colour-scale.js";
import { INK, type Mark, path, type Raster } from "../drawing/mark.js";
import { circle } from "../drawing/path-data.js";
import type { Frame } from "./frame.js";

/** Least and most edge of the blocks that dense readings are averaged in, pixels of the drawing. */
const LEAST_BLOCK = 2.5;
const MOST_BLOCK = 4;
/** More readings than this are shown as blocks. */
export const MOST_SYMBOLS = 3000;

export interface DrawnReadings {
  readonly marks: readonly Mark[];
  /** How they are shown, for the caption. */
  readonly statement: string;
}

/** Readings in the colours of their values: circles, or, where there are too many to tell apart, the mean of those in each small block. */
export function drawReadings(
  { easting, northing }: Pick<PointSet, "easting" | "northing">,
  values: Float64Array,
  scale: ColourScale,
  frame: Frame,
): DrawnReadings {
  const count = values.reduce((sum, value) => sum + (Number.isNaN(value) ? 0 : 1), 0);
  const words = count.toLocaleString("en-US");
  if (count > MOST_SYMBOLS) {
    const wanted = 1.6 * Math.sqrt((frame.width * frame.height) / count);
    const block = Math.round(10 * Math.min(MOST_BLOCK, Math.max(LEAST_BLOCK, wanted))) / 10;
    const raster = blocks(easting, northing, values, scale, frame, block);
    return {
      marks: [{ kind: "image", raster, ...frame }],
      statement: `${words} readings, each block of ${block} pixels is the mean of those in it.`,
    };
  }
  const radius = Math.min(5, Math.max(1.8, 0.28 * Math.sqrt((frame.width * frame.height) / Math.max(1, count))));
  const byColour = new Map<number, string>();
  for (let index = 0; index < values.length; index++) {
    if (Number.isNaN(values[index])) continue;
    const colour = colourIndex(values[index]!, scale);
    byColour.set(colour, (byColour.get(colour) ?? "") + circle(frame.xAxis(easting[index]!), frame.yAxis(northing[index]!), radius));
  }
  const colours = palette(scale);
  const hex = (index: number) => `#${Buffer.from(colours.subarray(4 * index, 4 * index + 3)).toString("hex")}`;
  const marks = [...byColour.entries()]
    .sort(([a], [b]) => a - b)
    .map(([colour, d]) => path(d, { fill: hex(colour), stroke: INK, strokeWidth: Math.min(0.4, 0.08 * radius) }));
  return { marks, statement: `${words} readings.` };
}

function blocks(
  easting: Float64Array,
  northing: Float64Array,
  values: Float64Array,
  scale: ColourScale,
  frame: Frame,
  block: number,
): Raster {
  const [cols, rows] = [Math.ceil(frame.width / block), Math.ceil(frame.height / block)];
  const [sums, counts] = [new Float64Array(rows * cols), new Uint32Array(rows * cols)];
  for (let index = 0; index < values.length; index++) {
    const col = Math.floor(((frame.xAxis(easting[index]!) - frame.x) / frame.width) * cols);
    const row = Math.floor(((frame.yAxis(northing[index]!) - frame.y) / frame.height) * rows);
    if (Number.isNaN(values[index]) || !(col >= 0 && col < cols && row >= 0 && row < rows)) continue;
    sums[row * cols + col]! += values[index]!;
    counts[row * cols + col]!++;
  }
  const pixels = Uint8Array.from(sums, (sum, at) => (counts[at] === 0 ? NOTHING_INDEX : colourIndex(sum / counts[at]!, scale)));
  return { rows, cols, pixels, palette: palette(scale) };
}

/** Places of readings as small dots: all of them, or one in each small block. */
export function drawStations(
  { easting, northing, values }: PointSet,
  frame: Frame,
): { readonly marks: readonly Mark[]; readonly statement: string } {
  const taken = new Set<number>();
  const places: [number, number][] = [];
  let [inside, spacing] = [0, values.length > MOST_SYMBOLS ? Math.sqrt((frame.width * frame.height) / MOST_SYMBOLS) : 0.01];
  spacing = Math.max(spacing, 0.01);
  for (let index = 0; index < values.length; index++) {
    const [x, y] = [frame.xAxis(easting[index]!), frame.yAxis(northing[index]!)];
    if (Number.isNaN(values[index]) || !(x >= frame.x && x <= frame.x + frame.width && y >= frame.y && y <= frame.y + frame.height))
      continue;
    inside++;
    const block = Math.floor(y / spacing) * 1e7 + Math.floor(x / spacing);
    if (taken.has(block)) continue;
    taken.add(block);
    places.push([x, y]);
  }
  if (places.length === 0) return { marks: [], statement: "" };
  const shown = places.length === inside ? "" : `, ${places.length.toLocaleString("en-US")} of them drawn`;
  return {
    marks: [path(places.map(([x, y]) => circle(x, y, 1.1)).join(""), { fill: INK, opacity: 0.7 })],
    statement: `Dots: ${inside.toLocaleString("en-US")} readings${shown}.`,
  };
}
