import {
  type Grid,
  type LayerProduct,
  type PluginContext,
  type ProducedFile,
  type ProductFolder,
  type Shape,
  spacingName,
  type VisualizerPlugin,
} from "@geoanomaly/core";
import { type CogImage, cogFile } from "./cog-file.js";
import { gdalMetadata } from "./gdal-metadata.js";
import { type CogOptions, cogOptions, cogOptionsSchema } from "./options.js";
import { overviewFactors } from "./overview-factors.js";
import { verifyCogs } from "./verify.js";

const MEDIA_TYPE = "image/tiff; application=geotiff; profile=cloud-optimized";

/**
 * Cloud-optimised GeoTIFFs: float32, NaN nodata, DEFLATE, internal averaged overviews.
 * Tile scope: `cog/<layer>/<grid>/tiles/<tile_id>.tif`. Run scope: `cog/<layer>/<grid>/mosaic.tif`.
 */
export const cog: VisualizerPlugin = {
  kind: "visualizer",
  id: "cog",
  version: "1",
  scopes: ["tile", "run"],
  options: cogOptionsSchema,

  async render(product, folder, given, context) {
    const options = cogOptions(given);
    if (product.scope === "tile") {
      const layers = product.layers.filter(({ layer }) => options.layers.includes(layer));
      return writeCogs(layers, product.tileId, (grid) => `${grid}/tiles/${product.tileId}.tif`, folder, options, context);
    }
    const files: ProducedFile[] = [];
    for (const layer of product.layers) {
      if (options.mosaicLayers && !options.mosaicLayers.includes(layer.layer)) continue;
      // One layer at a time: a mosaic and its compressed blocks are the largest thing here.
      files.push(...(await writeCogs([layer], "mosaic", (grid) => `${grid}/mosaic.tif`, folder, options, context)));
      context.progress(files.length / product.layers.length);
    }
    return files;
  },

  verify: verifyCogs,
};

/** Encodes the layers in one kernel call and writes one file each. */
async function writeCogs(
  layers: readonly LayerProduct[],
  tileId: string,
  pathBelowLayer: (grid: string) => string,
  folder: ProductFolder,
  options: CogOptions,
  { kernels, signal, threads }: PluginContext,
): Promise<ProducedFile[]> {
  const { blockSize, predictor, level } = options;
  signal.throwIfAborted();
  const pyramids: (Shape & { readonly values: Float32Array })[][] = [];
  for (const { grid } of layers) pyramids.push(await pyramid(grid, options, { kernels, signal, threads }));
  const images = pyramids.flat();
  const blocks = await kernels.floatBlocks(images, { blockSize, predictor, level, signal, threads });

  const encoded = images.map(({ rows, cols }, index): CogImage => ({ rows, cols, blocks: blocks[index]! }));
  return Promise.all(
    layers.map(async (product, index) => {
      const { layer, grid } = product;
      const resolutions = encoded.splice(0, pyramids[index]!.length);
      const gridName = spacingName(grid);
      const metadataXml = gdalMetadata(product, gridName, tileId);
      const path = `cog/${layer}/${pathBelowLayer(gridName)}`;
      await folder.write(path, cogFile(resolutions, grid, { blockSize, predictor, metadataXml }));
      return { path, mediaType: MEDIA_TYPE, roles: ["data"] };
    }),
  );
}

/** The grid and its overviews, largest first. */
async function pyramid(
  { rows, cols, values }: Grid,
  { overviews, blockSize }: CogOptions,
  { kernels, signal, threads }: Pick<PluginContext, "kernels" | "signal" | "threads">,
): Promise<(Shape & { readonly values: Float32Array })[]> {
  const reduced = overviewFactors({ rows, cols }, overviews, blockSize).map(async (factor) => ({
    rows: Math.ceil(rows / factor),
    cols: Math.ceil(cols / factor),
    values: await kernels.overview(values, { rows, cols }, factor, { signal, threads }),
  }));
  return Promise.all([{ rows, cols, values }, ...reduced]);
}
