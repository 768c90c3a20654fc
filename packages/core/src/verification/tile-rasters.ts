import type { PluginContext } from "../contracts/context.js";
import type { Finding } from "../contracts/visualizer.js";
import { isGamError } from "../errors.js";
import { tileWindow } from "../geo/grid-geometry.js";
import { parseTileId } from "../geo/tiles.js";
import type { Product } from "../provenance/stac-item.js";
import type { CheckpointResult, Published } from "./published.js";

/** Degrees by which an edge may be off: far below a cell, above the rounding of decimal degrees. */
const EDGE_TOLERANCE = 1e-9;

const isRaster = ({ roles, mediaType }: Product): boolean => roles.includes("data") && mediaType.startsWith("image/tiff");

/** Opens one raster with an independent reader. @returns What is wrong with its grid. */
async function misalignment(
  published: Published,
  tileId: string,
  absolutePath: string,
  context: PluginContext,
): Promise<string | undefined> {
  const { geometry } = tileWindow(parseTileId(tileId, published.tileSize), published.spacing, published.tileSize);
  const data = await context.read(absolutePath, { reader: "geotiff" });
  if (data.kind !== "grid") return `expected a grid, found ${data.kind}`;
  const { grid } = data;
  await grid.close();
  if (grid.crs !== geometry.crs) return `expected ${geometry.crs}, found ${grid.crs}`;
  if (grid.registration !== "area") return `expected pixel-is-area, found ${grid.registration} registration`;
  if (grid.rows !== geometry.rows || grid.cols !== geometry.cols) {
    return `expected ${geometry.rows} x ${geometry.cols} pixels, found ${grid.rows} x ${grid.cols}`;
  }
  if (grid.transform.some((value, i) => Math.abs(value - geometry.transform[i]!) > EDGE_TOLERANCE)) {
    return `expected geotransform [${geometry.transform.join(" ")}], found [${grid.transform.join(" ")}]`;
  }
  return undefined;
}

/**
 * Checkpoints 2 and 3: every tile's raster has the CRS, geotransform, size and thereby the bounds of its tile, as an independent
 * reader sees it, and each modality has data in enough cells. That the samples are those that were counted, checkpoint 5 sees.
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
  for (const [tileId, { products, sparse }] of published.tiles) {
    context.signal.throwIfAborted();
    for (const { path } of products.filter(isRaster)) {
      rasters++;
      const message = await misalignment(published, tileId, absolute(path), context).catch((error: unknown) => {
        if (isGamError(error)) return error.message;
        throw error;
      });
      if (message !== undefined) alignment.push({ checkpoint: "grid-alignment", severity: "error", path, tileId, message });
    }
    for (const { layer, finite, cells, minimumFiniteFraction } of sparse) {
      const share = ((100 * finite) / cells).toFixed(1);
      const message = `${layer} has data in ${finite} of ${cells} cells (${share} %), required ${100 * minimumFiniteFraction} %`;
      sanity.push({ checkpoint: "statistics-sanity", severity: "error", path: `metadata/${tileId}_${layer}.json`, tileId, message });
    }
    context.progress(++done / published.tiles.size);
  }
  return [
    { checkpoint: "grid-alignment", findings: alignment, facts: { rasters } },
    { checkpoint: "statistics-sanity", findings: sanity, facts: { tiles: published.tiles.size, sparse: sanity.length } },
  ];
}
