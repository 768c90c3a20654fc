import type { GridGeometry, GridWindow, LayerProduct, PluginContext, RunProduct } from "@geoanomaly/core";
import { createCanvas } from "@napi-rs/canvas";
import { caption, isSynthetic, SYNTHETIC_STATEMENT, wrapped } from "./caption.js";
import { drawGeography } from "./draw-geography.js";
import { drawLegend, LEGEND_HEIGHT } from "./draw-legend.js";
import { drawRaster, reducedTo } from "./draw-raster.js";
import { drawRegionInset } from "./draw-region-inset.js";
import { drawSyntheticMark } from "./draw-synthetic-mark.js";
import { font, registerFonts } from "./fonts.js";
import { type InverseMap, inverseMap } from "./inverse-map.js";
import { layerScale } from "./layer-scale.js";
import { type MapFrame, mapFrame } from "./map-frame.js";

const WIDTH = 2000;
const MARGIN = 60;
/** Room for the labels of latitudes beside the map. */
const LABEL_WIDTH = 70;
const HEADER_HEIGHT = 160;
const MAX_MAP_HEIGHT = 1250;
const LABEL_HEIGHT = 50;
const CAPTION_PIXELS = 20;
const LINE_HEIGHT = 29;
const INSET_RADIUS = 66;

/** Frame and inverse of the projection; the same for all layers of a run. */
export interface MapGeometry {
  readonly frame: MapFrame;
  readonly inverse: InverseMap;
}

export function mapGeometry(grid: GridGeometry): MapGeometry {
  const x = MARGIN + LABEL_WIDTH;
  const frame = mapFrame(grid, { x, y: HEADER_HEIGHT, maxWidth: WIDTH - 2 * x, maxHeight: MAX_MAP_HEIGHT });
  return { frame, inverse: inverseMap(frame) };
}

/**
 * The map of one layer as a PNG file: title, map, legend, and a caption with resolution, projection, sources and licences.
 * @param source Samples of the layer within the region that the geometry was made for.
 */
export async function runMap(
  product: RunProduct,
  layer: LayerProduct,
  source: GridWindow,
  { frame, inverse }: MapGeometry,
  host: PluginContext,
): Promise<Uint8Array> {
  registerFonts();
  const scale = layerScale(layer);
  const measure = createCanvas(1, 1).getContext("2d");
  measure.font = font(CAPTION_PIXELS);
  const lines = caption(product, layer, frame).flatMap((text) => wrapped(measure, text, WIDTH - 2 * MARGIN));
  const legendTop = frame.y + frame.height + LABEL_HEIGHT;
  const captionTop = legendTop + LEGEND_HEIGHT + 20;
  const canvas = createCanvas(WIDTH, captionTop + LINE_HEIGHT * lines.length + 24);
  const context = canvas.getContext("2d");
  context.fillStyle = "#ffffff";
  context.fillRect(0, 0, canvas.width, canvas.height);

  context.fillStyle = "#111111";
  context.textAlign = "left";
  context.textBaseline = "alphabetic";
  context.font = font(40, "bold");
  context.fillText(layer.title, MARGIN, 76);
  context.font = font(24);
  context.fillText(product.title, MARGIN, 122);

  drawRaster(context, frame, inverse, await reducedTo(source, frame.degreesPerPixel, host), scale.limit);
  drawGeography(context, frame);
  if (isSynthetic(layer)) drawSyntheticMark(context, frame);
  if (frame.kind === "region") drawRegionInset(context, frame, WIDTH - MARGIN - INSET_RADIUS, 10 + INSET_RADIUS, INSET_RADIUS);
  drawLegend(context, scale, frame, MARGIN, legendTop, WIDTH - 2 * MARGIN);

  context.textAlign = "left";
  context.textBaseline = "top";
  for (const [index, line] of lines.entries()) {
    context.font = font(CAPTION_PIXELS, line === SYNTHETIC_STATEMENT ? "bold" : "normal");
    context.fillStyle = line === SYNTHETIC_STATEMENT ? "#b40426" : "#333333";
    context.fillText(line, MARGIN, captionTop + LINE_HEIGHT * index);
  }
  // Encoded by the kernels: their bytes do not change with the version of the canvas.
  const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
  const pixels = opaquePixels(data);
  return host.kernels.png(
    { rows: canvas.height, cols: canvas.width, colour: "rgb", pixels },
    { signal: host.signal, threads: host.threads },
  );
}

/** RGB triples of RGBA quadruples that are all opaque. */
function opaquePixels(rgba: Uint8ClampedArray): Uint8Array {
  const rgb = new Uint8Array((rgba.length / 4) * 3);
  for (let source = 0, target = 0; source < rgba.length; source += 4) {
    rgb[target++] = rgba[source]!;
    rgb[target++] = rgba[source + 1]!;
    rgb[target++] = rgba[source + 2]!;
  }
  return rgb;
}
