import { byId, element } from "./elements.js";
import { type Ramp, rampColour } from "./ramps.js";

const WIDTH = 256;

/** Paints the bar of the legend, below the threshold as on the map: not at all. */
export function drawLegend(ramp: Ramp, threshold: number, [low, high]: readonly [number, number]): void {
  const canvas = byId<HTMLCanvasElement>("legend-bar");
  canvas.width = WIDTH;
  canvas.height = 1;
  const context = canvas.getContext("2d")!;
  const image = context.createImageData(WIDTH, 1);
  for (let column = 0; column < WIDTH; column++) {
    const position = column / (WIDTH - 1);
    const hidden = Math.abs(low + (high - low) * position) < threshold;
    image.data.set([...(hidden ? [255, 255, 255] : rampColour(ramp, position)), 255], column * 4);
  }
  context.putImageData(image, 0, 0);
  byId("legend-hidden").hidden = threshold === 0;
  byId("legend-below").textContent = `|z| below ${threshold.toFixed(1)}, not painted`;
}

/** Writes the numbers under the bar. */
export function labelLegend([low, high]: readonly [number, number]): void {
  const ticks = Array.from({ length: 5 }, (_, index) => low + ((high - low) * index) / 4);
  byId("legend-ticks").replaceChildren(
    ...ticks.map((value) => element("span", {}, value > 0 ? `+${value}` : String(value).replace("-", "\u2212"))),
  );
}
