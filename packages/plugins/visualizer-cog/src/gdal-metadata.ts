import { gridBounds, type LayerProduct } from "@geoanomaly/core";
import { isInDegrees } from "./grid-name.js";

/**
 * Content of the `GDAL_METADATA` tag, items in fixed order. NaN statistics (no data at all) are JSON `null`.
 * The statistics stand in one item of ours, not in GDAL's STATISTICS_ items, so that GDAL still computes its own when asked.
 * @param gridName Name of the grid by its spacing, e.g. `z0p1d`.
 * @param tileId Of a tile, or `mosaic`, or `region`.
 * @param cautions Sentences that every product of the run must carry.
 * @see GDAL, GTiff driver, "Metadata"
 */
export function gdalMetadata(product: LayerProduct, gridName: string, tileId: string, cautions: readonly string[] = []): string {
  const { layer, title, grid, statistics, sources } = product;
  const { quantity, height, effectiveResolution } = grid;
  const { west, south, east, north } = gridBounds(grid);
  const items = [
    item("layer", layer),
    item("units", quantity.unit),
    item("grid", gridName),
    item("tile_id", tileId),
    item("bounds", [west, south, east, north].map(exact).join(",")),
    item("stats", JSON.stringify(statistics)),
    item("functional", quantity.functional),
    item("height", `${height.metres} m above ${height.datum}`),
    item(isInDegrees(grid) ? "effective_resolution_degrees" : "effective_resolution_metres", String(effectiveResolution)),
    item("license", [...new Set(sources.map((source) => source.license))].sort().join("; ")),
    ...(sources.some((source) => source.synthetic) ? [item("synthetic", "true")] : []),
    ...(cautions.length > 0 ? [item("cautions", cautions.join(" "))] : []),
    item("DESCRIPTION", title, ' sample="0" role="description"'),
    item("UNITTYPE", quantity.unit, ' sample="0" role="unittype"'),
  ];
  return `<GDALMetadata>\n${items.join("")}</GDALMetadata>\n`;
}

/** Drops what binary fractions add: 0.1 * 3600 - 180 is 180, not 180.00000000000003. */
function exact(coordinate: number): number {
  return Number(coordinate.toFixed(10));
}

function item(name: string, value: string, attributes = ""): string {
  return `  <Item name="${name}"${attributes}>${escaped(value)}</Item>\n`;
}

/** Twice, since GDAL takes the entities of an item apart once as XML and once more by itself, and writes them so. */
function escaped(text: string): string {
  return escapedOnce(escapedOnce(text));
}

function escapedOnce(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
