import type { SKRSContext2D } from "@napi-rs/canvas";
import { font } from "./fonts.js";
import type { MapFrame } from "./map-frame.js";

const WORD = "SYNTHETIC";
const PROBE_PIXELS = 100;
/** Share of the diagonal that the word takes. */
const REACH = 0.8;

/** Writes SYNTHETIC across the map from corner to corner, so that no cut-out of it passes for real. */
export function drawSyntheticMark(context: SKRSContext2D, { x, y, width, height }: MapFrame): void {
  context.save();
  context.font = font(PROBE_PIXELS, "bold");
  const pixels = (PROBE_PIXELS * REACH * Math.hypot(width, height)) / context.measureText(WORD).width;
  context.font = font(pixels, "bold");
  context.translate(x + width / 2, y + height / 2);
  context.rotate(-Math.atan2(height, width));
  context.textAlign = "center";
  context.textBaseline = "middle";
  context.lineWidth = pixels / 40;
  context.strokeStyle = "rgba(255, 255, 255, 0.7)";
  context.fillStyle = "rgba(20, 20, 20, 0.38)";
  context.strokeText(WORD, 0, 0);
  context.fillText(WORD, 0, 0);
  context.restore();
}
