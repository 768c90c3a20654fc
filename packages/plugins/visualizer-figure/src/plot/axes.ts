import { textWidth } from "../drawing/fonts.js";
import { INK, type Mark, path, text } from "../drawing/mark.js";
import { polyline, rectangle } from "../drawing/path-data.js";
import type { Axis, Frame } from "./frame.js";
import { numberLabel } from "./number-label.js";

const TICK = 5;
const LABEL_SIZE = 11;
/** Between two labels below a plot, pixels. */
const LEAST_GAP = 6;
/** Least distance of two labels, pixels, along each direction. */
const X_SPACING = 90;
const Y_SPACING = 45;

export interface AxisStyle {
  /** Quantity and unit; absent: no title. */
  readonly title?: string;
  readonly label?: (value: number, step: number) => string;
  /** Values that are labelled; default: round ones. */
  readonly ticks?: readonly number[];
  /** Only ticks, no labels: a neighbour has them. */
  readonly quiet?: boolean;
  /** Pixels that a label below the plot may reach beyond it; one that would reach further is left out. Default: no limit. */
  readonly overhang?: number;
}

/** Border of the frame, ticks outside of it, their labels and the titles. */
export function drawAxes(frame: Frame, xStyle: AxisStyle, yStyle: AxisStyle): Mark[] {
  const { x, y, width, height, xAxis, yAxis } = frame;
  const marks: Mark[] = [path(rectangle(frame), { stroke: INK, strokeWidth: 1.2 })];
  const below = y + height;
  let taken = Number.NEGATIVE_INFINITY;
  for (const { place, label } of labelled(xAxis, xStyle, Math.max(2, Math.floor(width / X_SPACING)))) {
    marks.push(
      path(
        polyline([
          [place, below],
          [place, below + TICK],
        ]),
        { stroke: INK },
      ),
    );
    const half = textWidth(label, LABEL_SIZE) / 2;
    const reach = half - (xStyle.overhang ?? Number.POSITIVE_INFINITY);
    if (xStyle.quiet || place - reach < x || place + reach > x + width || place - half < taken) continue;
    marks.push(text(place, below + TICK + 4, label, { size: LABEL_SIZE, anchor: "middle", baseline: "top" }));
    taken = place + half + LEAST_GAP;
  }
  let widest = 0;
  for (const { place, label } of labelled(yAxis, yStyle, Math.max(2, Math.floor(height / Y_SPACING)))) {
    marks.push(
      path(
        polyline([
          [x - TICK, place],
          [x, place],
        ]),
        { stroke: INK },
      ),
    );
    if (!yStyle.quiet) marks.push(text(x - TICK - 4, place, label, { size: LABEL_SIZE, anchor: "end", baseline: "middle" }));
    widest = Math.max(widest, textWidth(label, LABEL_SIZE));
  }
  if (xStyle.title !== undefined) marks.push(text(x + width / 2, below + 24, xStyle.title, { anchor: "middle", baseline: "top" }));
  if (yStyle.title !== undefined) {
    const left = x - TICK - 14 - (yStyle.quiet ? 0 : widest);
    marks.push(text(left, y + height / 2, yStyle.title, { anchor: "middle", baseline: "middle", rotate: -90 }));
  }
  return marks;
}

function labelled(axis: Axis, { label = numberLabel, ticks }: AxisStyle, count: number): { place: number; label: string }[] {
  const values = ticks ?? axis.ticks(count);
  const step = values.length > 1 ? Math.abs(values[1]! - values[0]!) : (axis.domain()[1] ?? 1) - (axis.domain()[0] ?? 0);
  return values.map((value) => ({ place: axis(value), label: label(value, step) }));
}
