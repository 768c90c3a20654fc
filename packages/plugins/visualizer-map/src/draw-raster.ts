import type { GridWindow, PluginContext } from "@geoanomaly/core";
import { createCanvas, type SKRSContext2D } from "@napi-rs/canvas";
import { colourIndex, NO_DATA_RGB, NO_DATA_STROKE_RGB, palette } from "./colour-index.js";
import type { InverseMap } from "./inverse-map.js";
import type { MapFrame } from "./map-frame.js";
import { sampleGrid } from "./sample-grid.js";

/** Distance and thickness of the hatching of no data, pixels along a row. */
const HATCH_PERIOD = 10;
const HATCH_STROKE = 3;

/** Draws the samples, each pixel at its own place on the Earth; pixels beyond the grid or the globe stay as they are. */
export function drawRaster(
  context: SKRSContext2D,
  frame: MapFrame,
  { longitude, latitude }: InverseMap,
  source: GridWindow,
  limit: number,
): void {
  const { width, height } = frame;
  const canvas = createCanvas(width, height);
  const raster = canvas.getContext("2d");
  const image = raster.createImageData(width, height);
  const colours = palette();
  for (let pixel = 0; pixel < width * height; pixel++) {
    const place = longitude[pixel]!;
    if (Number.isNaN(place)) continue;
    const sample = sampleGrid(source, place, latitude[pixel]!);
    if (sample === "outside") continue;
    const target = 4 * pixel;
    if (sample === "no-data") {
      image.data.set(hatch(pixel % width, Math.floor(pixel / width)), target);
    } else {
      const colour = 4 * colourIndex(sample, limit);
      image.data[target] = colours[colour]!;
      image.data[target + 1] = colours[colour + 1]!;
      image.data[target + 2] = colours[colour + 2]!;
    }
    image.data[target + 3] = 255;
  }
  raster.putImageData(image, 0, 0);
  context.drawImage(canvas, frame.x, frame.y);
}

/** Colour of no data at a pixel: diagonal strokes. */
export function hatch(x: number, y: number): readonly [number, number, number] {
  return (x + y) % HATCH_PERIOD < HATCH_STROKE ? NO_DATA_STROKE_RGB : NO_DATA_RGB;
}

/** The grid at about the resolution of the picture, each cell the mean of what it covers: nothing is left to chance between pixels. */
export async function reducedTo(
  source: GridWindow,
  degreesPerPixel: number,
  { kernels, signal, threads }: PluginContext,
): Promise<GridWindow> {
  const { geometry, values } = source;
  const [cellWidth, columnShear, west, rowShear, cellHeight, north] = geometry.transform;
  const factor = Math.round(degreesPerPixel / cellWidth);
  if (factor < 2) return source;
  const reduced = await kernels.overview(values, geometry, factor, { signal, threads });
  return {
    values: reduced,
    geometry: {
      ...geometry,
      rows: Math.ceil(geometry.rows / factor),
      cols: Math.ceil(geometry.cols / factor),
      transform: [cellWidth * factor, columnShear, west, rowShear, cellHeight * factor, north],
    },
  };
}
