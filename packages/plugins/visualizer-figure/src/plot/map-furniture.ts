import { textWidth } from "../drawing/fonts.js";
import { INK, type Mark, path, text } from "../drawing/mark.js";
import { polyline } from "../drawing/path-data.js";
import type { MapFrame } from "./map-frame.js";
import { rounded } from "./number-label.js";

/** Room that arrow and bar take, pixels. */
export const FURNITURE_HEIGHT = 96;

/** North arrow and scale bar, one above the other, their left edge at x. @param width Most that the bar may take. */
export function drawFurniture(frame: MapFrame, x: number, y: number, width: number): Mark[] {
  return [...drawNorth(frame, x, y), ...drawScaleBar(frame, x, y + 62, width)];
}

function drawNorth({ north }: MapFrame, x: number, y: number): Mark[] {
  const middle = x + 10;
  const half = (side: number, fill: string) =>
    path(
      polyline(
        [
          [middle, y],
          [middle + 9 * side, y + 40],
          [middle, y + 31],
        ],
        true,
      ),
      { fill, stroke: INK },
    );
  return [
    half(-1, "#ffffff"),
    half(1, INK),
    text(x + 28, y + 14, "N", { size: 16, weight: "bold", baseline: "middle" }),
    text(x + 28, y + 32, north, { size: 11, baseline: "middle" }),
  ];
}

/** A bar of a round length in two fields. */
function drawScaleBar({ metresPerPixel }: MapFrame, x: number, y: number, width: number): Mark[] {
  const most = metresPerPixel * width;
  const decade = 10 ** Math.floor(Math.log10(most));
  const metres = decade * [5, 2, 1].find((step) => step * decade <= most)!;
  const length = metres / metresPerPixel;
  const field = (from: number, fill: string) =>
    path(
      polyline(
        [
          [x + from, y],
          [x + from + length / 2, y],
          [x + from + length / 2, y + 7],
          [x + from, y + 7],
        ],
        true,
      ),
      { fill, stroke: INK },
    );
  const label = metres >= 1000 ? `${rounded(metres / 1000)} km` : `${rounded(metres)} m`;
  const end = Math.max(x + length, x + textWidth(label, 11));
  return [field(0, INK), field(length / 2, "#ffffff"), text(end, y + 13, label, { size: 11, anchor: "end", baseline: "top" })];
}
