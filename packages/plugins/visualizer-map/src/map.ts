import {
  type CellWindow,
  DataExtent,
  type GridGeometry,
  type LayerProduct,
  type ProducedFile,
  type VisualizerPlugin,
  windowGeometry,
  windowValues,
} from "@geoanomaly/core";
import { mapOptions, mapOptionsSchema } from "./options.js";
import { mapGeometry, runMap } from "./run-map.js";
import { tileQuicklook } from "./tile-quicklook.js";

/** Which inputs a cell has is a set, not a quantity: the ramp cannot show it. */
const BITMASK_LAYER = "layers";

/**
 * Pictures. Tile scope: `quicklook/<tile_id>_<layer>.png`, one pixel a cell.
 * Run scope: `quicklook/global_<layer>.png`, an equal-area map with graticule, coastline, legend, resolution and sources.
 */
export const map: VisualizerPlugin = {
  kind: "visualizer",
  id: "map",
  version: "2",
  scopes: ["tile", "run"],
  options: mapOptionsSchema,

  async render(product, folder, given, context) {
    const options = mapOptions(given);
    if (product.scope === "tile") {
      const layer = product.layers.find(({ layer }) => layer === options.tileLayer);
      if (!layer) return [];
      const path = `quicklook/${product.tileId}_${layer.layer}.png`;
      await folder.write(path, await tileQuicklook(layer, context));
      return [{ path, mediaType: "image/png", roles: ["thumbnail"] }];
    }
    if (product.scope !== "run") return [];
    const layers = product.layers.filter(({ layer }) => layer !== BITMASK_LAYER && (options.layers?.includes(layer) ?? true));
    const region = regionOf(layers);
    if (!region) return [];
    const { window, geometry } = region;
    const place = mapGeometry(geometry);
    const files: ProducedFile[] = [];
    for (const layer of layers) {
      context.signal.throwIfAborted();
      const source = { values: windowValues(layer.grid.values, layer.grid, window), geometry };
      const path = `quicklook/global_${layer.layer}.png`;
      await folder.write(path, await runMap(product, layer, source, place, context));
      files.push({ path, mediaType: "image/png", roles: ["overview"] });
      context.progress(files.length / layers.length);
    }
    return files;
  },
};

/** The part of the grid that any of the layers has data in; all layers of a run share one grid. */
function regionOf(layers: readonly LayerProduct[]): { readonly window: CellWindow; readonly geometry: GridGeometry } | undefined {
  const grid = layers[0]?.grid;
  if (!grid) return undefined;
  const extent = new DataExtent(grid);
  for (const layer of layers) extent.add(layer.grid.values);
  const window = extent.window();
  return window && { window, geometry: windowGeometry(grid, window) };
}
