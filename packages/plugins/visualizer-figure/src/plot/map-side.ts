import type { ColourScale } from "../colour/colour-scale.js";
import type { Box, Mark } from "../drawing/mark.js";
import { drawLegend } from "./legend.js";
import type { MapFrame } from "./map-frame.js";
import { drawFurniture, FURNITURE_HEIGHT } from "./map-furniture.js";
import { BODY_TOP } from "./page.js";

/** Room for a map, pixels, and for what stands beside it. */
export const MAP_BOX = { x: 96, y: BODY_TOP, width: 660, height: 640 } as const;
const SIDE_WIDTH = 150;
const SIDE_GAP = 26;
/** A flat map still needs room for legend and scale bar beside it. */
const LEAST_SIDE_HEIGHT = 330;

/** The same place as a plain rectangle. */
export function box({ x, y, width, height }: MapFrame): Box {
  return { x, y, width, height };
}

/** Legend, north arrow and scale bar to the right of a map. */
export function drawSide(
  scale: ColourScale,
  frame: MapFrame,
  noData: boolean,
): { readonly marks: readonly Mark[]; readonly bottom: number } {
  const x = frame.x + frame.width + SIDE_GAP;
  const height = Math.max(LEAST_SIDE_HEIGHT, Math.min(frame.height, 520));
  const legend = { x, y: frame.y, width: SIDE_WIDTH, height: height - FURNITURE_HEIGHT - 16 };
  return {
    marks: [
      ...drawLegend(scale, legend, noData ? { noData: "no data" } : {}),
      ...drawFurniture(frame, x, frame.y + height - FURNITURE_HEIGHT, 120),
    ],
    bottom: frame.y + height,
  };
}
