import { type ColourScale, NO_DATA_INDEX, NO_DATA_STROKE_INDEX, palette, RAMP_COLOURS } from "../colour/colour-scale.js";
import { wrapped } from "../drawing/fonts.js";
import { type Box, INK, type Mark, path, text } from "../drawing/mark.js";
import { polyline, rectangle } from "../drawing/path-data.js";
import { hatchIndex } from "./raster.js";

const BAR_WIDTH = 18;
const ARROW = 12;
const LINE = 15;
const SWATCH = 16;

export interface LegendOptions {
  /** What the hatching means, where there is any. */
  readonly noData?: string;
}

/**
 * A standing colour bar: what and in which unit above it, labels to its right, arrows where values lie beyond, and the swatch of no data.
 * @param box Room for all of it; the bar takes what height the words leave.
 */
export function drawLegend(scale: ColourScale, { x, y, width, height }: Box, { noData }: LegendOptions = {}): Mark[] {
  const title = wrapped(scale.label, width, 12, "bold");
  const top = y + LINE * title.length + 6 + (scale.above ? ARROW : 0);
  const bottom = y + height - (noData !== undefined ? SWATCH + 16 : 2) - (scale.below ? ARROW : 0) - 6;
  const bar: Box = { x, y: top, width: BAR_WIDTH, height: bottom - top };
  const marks: Mark[] = title.map((line, index) => text(x, y + LINE * index, line, { size: 12, weight: "bold", baseline: "top" }));

  const pixels = Uint8Array.from({ length: RAMP_COLOURS }, (_, row) => RAMP_COLOURS - 1 - row);
  marks.push({ kind: "image", raster: { rows: RAMP_COLOURS, cols: 1, pixels, palette: palette(scale) }, ...bar });
  const colours = palette(scale);
  const hex = (index: number) => `#${Buffer.from(colours.subarray(4 * index, 4 * index + 3)).toString("hex")}`;
  const middle = x + BAR_WIDTH / 2;
  const right = x + BAR_WIDTH;
  const arrow = (edge: number, tip: number, index: number) =>
    path(
      polyline(
        [
          [x, edge],
          [middle, tip],
          [right, edge],
        ],
        true,
      ),
      { fill: hex(index), stroke: INK },
    );
  if (scale.above) marks.push(arrow(top, top - ARROW, RAMP_COLOURS - 1));
  if (scale.below) marks.push(arrow(bottom, bottom + ARROW, 0));
  marks.push(path(rectangle(bar), { stroke: INK }));
  for (const { value, text: label } of scale.ticks) {
    const place = bottom - ((value - scale.low) / (scale.high - scale.low)) * bar.height;
    marks.push(
      path(
        polyline([
          [right, place],
          [right + 4, place],
        ]),
        { stroke: INK },
      ),
    );
    marks.push(text(right + 8, place, label, { size: 11, baseline: "middle" }));
  }
  if (noData !== undefined) marks.push(...drawNoData(x, y + height - SWATCH, scale, noData));
  return marks;
}

function drawNoData(x: number, y: number, scale: ColourScale, words: string): Mark[] {
  const [rows, cols] = [2 * SWATCH, 4 * SWATCH];
  const pixels = Uint8Array.from({ length: rows * cols }, (_, pixel) => hatchIndex(pixel % cols, Math.floor(pixel / cols)));
  const swatch: Box = { x, y, width: 2 * SWATCH, height: SWATCH };
  return [
    { kind: "image", raster: { rows, cols, pixels, palette: palette(scale) }, ...swatch },
    path(rectangle(swatch), { stroke: INK }),
    text(x + 2 * SWATCH + 8, y + SWATCH / 2, words, { size: 11, baseline: "middle" }),
  ];
}

/** Does any value have no colour? */
export function hasGaps(pixels: Uint8Array): boolean {
  return pixels.some((index) => index === NO_DATA_INDEX || index === NO_DATA_STROKE_INDEX);
}
