import {
  type Grid,
  GridMismatchError,
  type LayerProduct,
  type PluginContext,
  type ProducedFile,
  type ProductFolder,
  type Shape,
  type VisualizerPlugin,
} from "@geoanomaly/core";
import { type CogImage, cogFile } from "./cog-file.js";
import { gdalMetadata } from "./gdal-metadata.js";
import { gridName } from "./grid-name.js";
import { type CogOptions, cogOptions, cogOptionsSchema } from "./options.js";
import { overviewFactors } from "./overview-factors.js";
import { verifyCogs } from "./verify.js";

const MEDIA_TYPE = "image/tiff; application=geotiff; profile=cloud-optimized";

/**
 * Cloud-optimised GeoTIFFs: float32, NaN nodata, DEFLATE, internal averaged overviews.
 * Tile scope: `cog/<layer>/<grid>/tiles/<tile_id>.tif`. Run scope: `cog/<layer>/<grid>/mosaic.tif`. Region scope: `cog/<layer>.tif`
 * and, of a layer that carries one, `cog/<layer>.standard-uncertainty.tif`, in the CRS of the layer and in either registration.
 */
export const cog: VisualizerPlugin = {
  kind: "visualizer",
  id: "cog",
  version: "1",
  scopes: ["tile", "run", "region"],
  options: cogOptionsSchema,

  async render(product, folder, given, context) {
    const options = cogOptions(given);
    if (product.scope === "tile") {
      const layers = product.layers.filter(({ layer }) => options.layers.includes(layer));
      for (const { grid } of layers) checkGlobalGrid(grid);
      const path = ({ layer, grid }: LayerProduct) => `cog/${layer}/${gridName(grid)}/tiles/${product.tileId}.tif`;
      return writeCogs(layers, product.tileId, path, folder, options, context);
    }
    const files: ProducedFile[] = [];
    const wanted = product.layers.filter(({ layer }) => options.mosaicLayers?.includes(layer) ?? true);
    for (const [index, each] of wanted.entries()) {
      // Samples come from the disk whenever they are asked for: once is enough.
      const layer = { ...each, grid: { ...each.grid } };
      // One layer at a time: a mosaic and its compressed blocks are the largest thing here.
      if (product.scope === "run") {
        checkGlobalGrid(layer.grid);
        const path = `cog/${layer.layer}/${gridName(layer.grid)}/mosaic.tif`;
        files.push(...(await writeCogs([layer], "mosaic", () => path, folder, options, context)));
      } else {
        const both = [layer, ...(await uncertaintyOf(layer, product.layers, context))];
        const path = ({ layer: name }: LayerProduct) => `cog/${name}.tif`;
        files.push(...(await writeCogs(both, "region", path, folder, options, context, product.cautions)));
      }
      context.progress((index + 1) / wanted.length);
    }
    return files;
  },

  verify: verifyCogs,
};

/** The standard uncertainty that a layer carries, as a layer beside it; none where the run has it as a by-product of the layer. */
async function uncertaintyOf(
  layer: LayerProduct,
  all: readonly LayerProduct[],
  { kernels, signal, threads }: PluginContext,
): Promise<LayerProduct[]> {
  const { uncertainty, ...grid } = layer.grid;
  const published = all.some(
    (other) => other.layer.startsWith(`${layer.layer}.`) && other.grid.quantity.functional === "standard-uncertainty",
  );
  if (!uncertainty || published) return [];
  const statistics = await kernels.statistics(uncertainty, { signal, threads });
  const quantity = { functional: "standard-uncertainty", unit: grid.quantity.unit } as const;
  const title = `${layer.title}: standard uncertainty`;
  return [{ ...layer, layer: `${layer.layer}.standard-uncertainty`, title, grid: { ...grid, values: uncertainty, quantity }, statistics }];
}

/** Encodes the layers in one kernel call and writes one file each. */
async function writeCogs(
  layers: readonly LayerProduct[],
  tileId: string,
  pathOf: (layer: LayerProduct) => string,
  folder: ProductFolder,
  options: CogOptions,
  { kernels, signal, threads }: PluginContext,
  cautions: readonly string[] = [],
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
      const resolutions = encoded.splice(0, pyramids[index]!.length);
      const metadataXml = gdalMetadata(product, gridName(product.grid), tileId, cautions);
      const path = pathOf(product);
      await folder.write(path, cogFile(resolutions, product.grid, { blockSize, predictor, metadataXml }));
      return { path, mediaType: MEDIA_TYPE, roles: ["data"], ...(tileId === "region" ? { layer: product.layer } : {}) };
    }),
  );
}

/** Tiles and mosaics lie on the global grid, and their readers rely on it. */
function checkGlobalGrid({ crs, registration }: Grid): void {
  if (crs !== "EPSG:4326") throw new GridMismatchError("a grid in EPSG:4326", crs);
  if (registration !== "area") throw new GridMismatchError("a grid of area registration", registration);
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
