import { divergingColour, hexColour } from "@geoanomaly/core";
import type { SKRSContext2D } from "@napi-rs/canvas";
import { RAMP_COLOURS } from "./colour-index.js";
import { hatch } from "./draw-raster.js";
import { font } from "./fonts.js";
import type { LayerScale } from "./layer-scale.js";
import type { MapFrame } from "./map-frame.js";

export const LEGEND_HEIGHT = 110;
const BAR_WIDTH = 900;
const BAR_HEIGHT = 30;
const ARROW = 24;
const SWATCH_WIDTH = 60;
const TEXT = "#222222";
const KILOMETRES_PER_DEGREE = 111.195; // of a great circle on the sphere of 6371.0 km

/** Draws colour bar with ticks and unit, the swatch of no data and a scale bar into the strip that starts at `y`. */
export function drawLegend(context: SKRSContext2D, scale: LayerScale, frame: MapFrame, x: number, y: number, width: number): void {
  const bar = scale.clipped ? x + ARROW : x;
  const top = y + 34;
  context.fillStyle = TEXT;
  context.font = font(24);
  context.textAlign = "left";
  context.textBaseline = "alphabetic";
  context.fillText(scale.label, bar, y + 22);
  drawBar(context, scale, bar, top);
  drawNoData(context, bar + BAR_WIDTH + ARROW + 80, top);
  drawScaleBar(context, frame, x + width, top);
}

function drawBar(context: SKRSContext2D, { limit, ticks, clipped }: LayerScale, x: number, y: number): void {
  for (let index = 0; index < RAMP_COLOURS; index++) {
    context.fillStyle = hexColour(divergingColour((2 * index) / (RAMP_COLOURS - 1) - 1));
    const left = Math.round(x + (BAR_WIDTH * index) / RAMP_COLOURS);
    context.fillRect(left, y, Math.round(x + (BAR_WIDTH * (index + 1)) / RAMP_COLOURS) - left, BAR_HEIGHT);
  }
  context.strokeStyle = TEXT;
  context.lineWidth = 1.5;
  context.beginPath();
  context.moveTo(x, y);
  context.lineTo(x + BAR_WIDTH, y);
  if (clipped) context.lineTo(x + BAR_WIDTH + ARROW, y + BAR_HEIGHT / 2);
  context.lineTo(x + BAR_WIDTH, y + BAR_HEIGHT);
  context.lineTo(x, y + BAR_HEIGHT);
  if (clipped) {
    context.lineTo(x - ARROW, y + BAR_HEIGHT / 2);
    drawArrow(context, x, y, -1);
    drawArrow(context, x + BAR_WIDTH, y, 1);
  }
  context.closePath();
  context.stroke();

  context.fillStyle = TEXT;
  context.font = font(20);
  context.textAlign = "center";
  context.textBaseline = "top";
  for (const tick of ticks) {
    const column = x + (BAR_WIDTH * (tick / limit + 1)) / 2;
    context.fillRect(column - 0.75, y + BAR_HEIGHT, 1.5, 7);
    context.fillText(signed(tick), column, y + BAR_HEIGHT + 10);
  }
}

/** Triangle in the colour of an end: values lie beyond it. Leaves the current path alone. */
function drawArrow(context: SKRSContext2D, x: number, y: number, side: -1 | 1): void {
  context.save();
  context.fillStyle = hexColour(divergingColour(side));
  for (let row = 0; row < BAR_HEIGHT; row++) {
    const reach = ARROW * (1 - Math.abs((2 * (row + 0.5)) / BAR_HEIGHT - 1));
    context.fillRect(side < 0 ? x - reach : x, y + row, reach, 1);
  }
  context.restore();
}

function drawNoData(context: SKRSContext2D, x: number, y: number): void {
  for (let row = 0; row < BAR_HEIGHT; row++) {
    for (let column = 0; column < SWATCH_WIDTH; column++) {
      context.fillStyle = hexColour([...hatch(column, row)]);
      context.fillRect(x + column, y + row, 1, 1);
    }
  }
  context.strokeStyle = TEXT;
  context.lineWidth = 1.5;
  context.strokeRect(x, y, SWATCH_WIDTH, BAR_HEIGHT);
  context.fillStyle = TEXT;
  context.font = font(20);
  context.textAlign = "left";
  context.textBaseline = "middle";
  context.fillText("no data", x + SWATCH_WIDTH + 12, y + BAR_HEIGHT / 2);
}

/** A bar of a round length, true in the middle of the map; ends at `right`. */
function drawScaleBar(context: SKRSContext2D, frame: MapFrame, right: number, y: number): void {
  const kilometresPerPixel = horizontalDegreesPerPixel(frame) * KILOMETRES_PER_DEGREE;
  const target = 260 * kilometresPerPixel;
  const decade = 10 ** Math.floor(Math.log10(target));
  const kilometres = decade * [5, 2, 1].find((step) => step * decade <= target)!;
  const length = kilometres / kilometresPerPixel;
  const left = right - length;
  context.strokeStyle = TEXT;
  context.lineWidth = 2;
  context.beginPath();
  context.moveTo(left, y + 8);
  context.lineTo(left, y + 22);
  context.lineTo(right, y + 22);
  context.lineTo(right, y + 8);
  context.stroke();
  context.fillStyle = TEXT;
  context.font = font(20);
  context.textAlign = "right";
  context.textBaseline = "top";
  const where = frame.kind === "world" ? "along the equator" : "in the middle";
  context.fillText(`${kilometres.toLocaleString("en-US")} km ${where}`, right, y + BAR_HEIGHT + 10);
}

/** Degrees of a great circle that a pixel covers from west to east in the middle of the map. */
function horizontalDegreesPerPixel({ projection, bounds, kind }: MapFrame): number {
  const latitude = kind === "world" ? 0 : (bounds.south + bounds.north) / 2;
  const longitude = (bounds.west + bounds.east) / 2;
  const [left] = projection([longitude - 0.5, latitude])!;
  const [right] = projection([longitude + 0.5, latitude])!;
  return Math.cos((latitude * Math.PI) / 180) / (right - left);
}

function signed(value: number): string {
  const text = String(Number(Math.abs(value).toPrecision(6)));
  return value < 0 ? `−${text}` : value > 0 ? `+${text}` : text;
}
