import type { PluginContext } from "../contracts/context.js";
import type { Finding } from "../contracts/visualizer.js";
import { isGamError } from "../errors.js";
import { tileWindow } from "../geo/grid-geometry.js";
import { parseTileId } from "../geo/tiles.js";
import { belongsTo } from "../pipeline/tasks/products.js";
import type { TileFacts } from "../pipeline/tasks/tile.js";
import type { Product } from "../provenance/stac-item.js";
import type { CheckpointResult, Published } from "./published.js";

/** Degrees by which an edge may be off: far below a cell, above the rounding of decimal degrees. */
const EDGE_TOLERANCE = 1e-9;

const isRaster = ({ roles, mediaType }: Product): boolean => roles.includes("data") && mediaType.startsWith("image/tiff");

interface RasterCheck {
  readonly alignment?: string;
  readonly statistics?: string;
}

/** Reads one raster with an independent reader and compares it with what the tile must be and what was recorded of it. */
async function checkRaster(
  published: Published,
  tile: TileFacts,
  layer: string,
  absolutePath: string,
  context: PluginContext,
): Promise<RasterCheck> {
  const { geometry } = tileWindow(parseTileId(tile.tileId, published.tileSize), published.spacing, published.tileSize);
  const data = await context.read(absolutePath, { reader: "geotiff" });
  if (data.kind !== "grid") return { alignment: `expected a grid, found ${data.kind}` };
  const { grid } = data;
  try {
    if (grid.crs !== geometry.crs) return { alignment: `expected ${geometry.crs}, found ${grid.crs}` };
    if (grid.registration !== "area") return { alignment: `expected pixel-is-area, found ${grid.registration} registration` };
    if (grid.rows !== geometry.rows || grid.cols !== geometry.cols) {
      return { alignment: `expected ${geometry.rows} x ${geometry.cols} pixels, found ${grid.rows} x ${grid.cols}` };
    }
    if (grid.transform.some((value, i) => Math.abs(value - geometry.transform[i]!) > EDGE_TOLERANCE)) {
      return { alignment: `expected geotransform [${geometry.transform.join(" ")}], found [${grid.transform.join(" ")}]` };
    }
    const values = await grid.read(0, grid.rows, context.signal);
    const found = await context.kernels.statistics(values, { signal: context.signal, threads: 1 });
    const recorded = tile.statistics[layer];
    for (const key of ["count", "min", "max", "mean", "std"] as const) {
      const expected = recorded?.[key] ?? Number.NaN;
      if (!Object.is(found[key], expected) && found[key] !== expected) {
        return { statistics: `${key} of the pixels is ${found[key]}, recorded is ${expected}` };
      }
    }
    return {};
  } finally {
    await grid.close();
  }
}

/**
 * Checkpoints 2 and 3: every tile's raster has the geotransform, size and bounds of its tile (an independent reader opens it), its
 * pixels have the recorded statistics, and each modality has data in enough cells.
 */
export async function tileRasters(
  published: Published,
  absolute: (path: string) => string,
  context: PluginContext,
): Promise<readonly [alignment: CheckpointResult, sanity: CheckpointResult]> {
  const alignment: Finding[] = [];
  const sanity: Finding[] = [];
  let rasters = 0;
  let done = 0;
  for (const [tileId, tile] of published.tiles) {
    context.signal.throwIfAborted();
    const layers = Object.keys(tile.statistics);
    for (const product of tile.products.filter(isRaster)) {
      const layer = layers.find((name) => belongsTo(product, name, layers));
      if (layer === undefined) continue;
      const { path } = product;
      rasters++;
      try {
        const found = await checkRaster(published, tile, layer, absolute(path), context);
        const at = { severity: "error", path, tileId } as const;
        if (found.alignment) alignment.push({ checkpoint: "grid-alignment", ...at, message: found.alignment });
        if (found.statistics) sanity.push({ checkpoint: "statistics-sanity", ...at, message: found.statistics });
      } catch (error) {
        if (!isGamError(error)) throw error;
        alignment.push({ checkpoint: "grid-alignment", severity: "error", path, tileId, message: error.message });
      }
    }
    for (const { layer, finite, cells, minimumFiniteFraction } of tile.sparse) {
      const message = `${layer} has data in ${finite} of ${cells} cells (${((100 * finite) / cells).toFixed(1)} %), required ${100 * minimumFiniteFraction} %`;
      sanity.push({ checkpoint: "statistics-sanity", severity: "error", path: `metadata/${tileId}_${layer}.json`, tileId, message });
    }
    context.progress(++done / published.tiles.size);
  }
  return [
    { checkpoint: "grid-alignment", findings: alignment, facts: { rasters } },
    { checkpoint: "statistics-sanity", findings: sanity, facts: { rasters, tiles: published.tiles.size } },
  ];
}
