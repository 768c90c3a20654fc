import { boxAround, type FeatureTable } from "./feature-table.js";
import { parquetFile } from "./parquet.js";
import { wkb } from "./wkb.js";

/**
 * A GeoParquet file, version 1.1: geometry as WKB in `geometry`. `table` is in longitude and latitude (the standard's default CRS, OGC:CRS84), or
 * local: then `crs` is null, which says that it is not known.
 * @see GeoParquet 1.1.0, File metadata and Column metadata
 */
export function geoparquetFile(table: FeatureTable): Uint8Array {
  const box = boxAround(table.shapes);
  const geo = {
    version: "1.1.0",
    primary_column: "geometry",
    columns: {
      geometry: {
        encoding: "WKB",
        geometry_types: [...new Set(table.shapes.map(({ type }) => type))].sort(),
        orientation: "counterclockwise",
        edges: "planar",
        ...(table.crs === "local" && { crs: null }),
        ...(box && { bbox: box }),
      },
    },
  };
  const columns = table.columns.map(({ name, kind, cells }) => ({
    name,
    data: [...cells],
    type: kind === "text" ? ("STRING" as const) : ("DOUBLE" as const),
  }));
  const geometry = { name: "geometry", data: table.shapes.map((shape) => new Uint8Array(wkb(shape))), type: "BYTE_ARRAY" as const };
  const facts = { title: table.title, ...(table.cautions.length > 0 && { cautions: table.cautions.join(" ") }) };
  return parquetFile([geometry, ...columns], { geo: JSON.stringify(geo), ...facts });
}
