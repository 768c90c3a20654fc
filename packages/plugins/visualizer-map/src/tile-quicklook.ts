import type { LayerProduct, PluginContext } from "@geoanomaly/core";
import { colourIndex, palette } from "./colour-index.js";
import { layerScale } from "./layer-scale.js";

/** A small picture of a tile, one pixel a cell, in the colours of the map; no data is gray. */
export async function tileQuicklook(layer: LayerProduct, { kernels, signal }: PluginContext): Promise<Uint8Array> {
  signal.throwIfAborted();
  const { values, rows, cols } = layer.grid;
  const { limit } = layerScale(layer);
  const pixels = new Uint8Array(values.length);
  for (let index = 0; index < values.length; index++) pixels[index] = colourIndex(values[index]!, limit);
  return kernels.png({ rows, cols, colour: "palette", pixels, palette: palette() }, { signal });
}
