import type { GridHeader } from "../contracts/grid.js";
import type { GridStatistics } from "../contracts/kernels.js";
import type { TaskOutput } from "../contracts/task.js";
import type { ProducedFile } from "../contracts/visualizer.js";
import { gridBounds } from "../geo/grid-geometry.js";
import type { SourceIdentity } from "../pipeline/layer-plan.js";
import { licenceOf, scientificCitation } from "./citation.js";
import { startOfYear } from "./epoch.js";

export const STAC_VERSION = "1.1.0";

export const STAC_EXTENSIONS = [
  "https://stac-extensions.github.io/file/v2.1.0/schema.json",
  "https://stac-extensions.github.io/processing/v1.2.0/schema.json",
  "https://stac-extensions.github.io/projection/v2.0.0/schema.json",
  "https://stac-extensions.github.io/scientific/v1.0.0/schema.json",
] as const;

/** Id of the collection all items of the global job belong to. */
export const COLLECTION_ID = "global-open-fusion";

/** A file that belongs to a tile, with what proves it whole. */
export type Product = ProducedFile & TaskOutput & { readonly visualizer: string };

/** What a sidecar says about one layer of one tile. */
export interface SidecarContent {
  readonly tileId: string;
  readonly layer: string;
  readonly title: string;
  readonly header: GridHeader;
  readonly statistics: GridStatistics;
  /** True where the median absolute deviation is 0, so that z has no scale and is no data. */
  readonly degenerate: boolean;
  /** Degrees, by layer: of the layer itself, or of each layer that was fused. */
  readonly effectiveResolution: Readonly<Record<string, number>>;
  /** Fused layer only: cells in which each layer has data, and those with none. */
  readonly cellsPresent?: Readonly<Record<string, number>>;
  readonly sources: readonly SourceIdentity[];
  readonly lineage: readonly string[];
  readonly products: readonly Product[];
  /** Name and version of the programs that decide the bytes. */
  readonly software: Readonly<Record<string, string>>;
}

const orNull = (value: number): number | null => (Number.isFinite(value) ? value : null);

/** sha256 as multihash: code 0x12, length 0x20. */
export const multihash = (sha256: string): string => `1220${sha256}`;

/** Where the layer's own raster lies among a tile's products. */
const isRaster = ({ roles, mediaType }: ProducedFile): boolean => roles.includes("data") && mediaType.startsWith("image/tiff");

function asset(product: Product, { header, statistics }: SidecarContent): Record<string, unknown> {
  const raster = isRaster(product)
    ? {
        data_type: "float32",
        nodata: "nan",
        unit: header.quantity.unit,
        statistics: {
          minimum: orNull(statistics.min),
          maximum: orNull(statistics.max),
          mean: orNull(statistics.mean),
          stddev: orNull(statistics.std),
          count: statistics.count,
          valid_percent: (100 * statistics.count) / (header.rows * header.cols),
        },
      }
    : {};
  return {
    href: `../${product.path}`,
    type: product.mediaType,
    roles: product.roles,
    "file:checksum": multihash(product.sha256),
    "file:size": product.bytes,
    ...(statistics.count > 0 || !isRaster(product) ? raster : { data_type: "float32", nodata: "nan", unit: header.quantity.unit }),
  };
}

/** Unique short keys: `data` for the raster of the layer, file extension or name for the rest. */
function assets(content: SidecarContent): Record<string, unknown> {
  const all: Record<string, unknown> = {};
  for (const product of content.products) {
    const wanted = isRaster(product) ? "data" : (product.roles[0] ?? "file");
    let key = wanted;
    for (let i = 2; key in all; i++) key = `${wanted}-${i}`;
    all[key] = asset(product, content);
  }
  return all;
}

/** A fixed field model has no date of its own: STAC then asks for an interval, and the widest one says "not tied to a date". */
function temporal({ epoch }: GridHeader): Record<string, string | null> {
  if (epoch !== undefined) return { datetime: startOfYear(epoch) };
  return { datetime: null, start_datetime: "0001-01-01T00:00:00Z", end_datetime: "9999-12-31T23:59:59Z" };
}

/** Sidecar of one layer of one tile: a STAC 1.1 item. The same products give the same bytes: no clock, no machine, no region. */
export function stacItem(content: SidecarContent): Record<string, unknown> {
  const { tileId, layer, header, statistics, sources } = content;
  const { west, south, east, north } = gridBounds(header);
  const ring = [
    [west, south],
    [east, south],
    [east, north],
    [west, north],
    [west, south],
  ];
  const synthetic = sources.some((source) => source.synthetic === true);
  return {
    type: "Feature",
    stac_version: STAC_VERSION,
    stac_extensions: STAC_EXTENSIONS,
    id: `${tileId}_${layer}`,
    collection: COLLECTION_ID,
    bbox: [west, south, east, north],
    geometry: { type: "Polygon", coordinates: [ring] },
    properties: {
      title: `${content.title}, tile ${tileId}`,
      ...(synthetic ? { description: "SYNTHETIC: made-up input data, for demonstration only. Not a measurement of the Earth." } : {}),
      ...temporal(header),
      license: licenceOf(sources),
      ...scientificCitation(sources),
      "processing:lineage": content.lineage.join("\n"),
      "processing:software": content.software,
      "proj:code": header.crs,
      "proj:shape": [header.rows, header.cols],
      "proj:transform": header.transform,
      "proj:bbox": [west, south, east, north],
      count: statistics.count,
      min: orNull(statistics.min),
      max: orNull(statistics.max),
      mean: orNull(statistics.mean),
      std: orNull(statistics.std),
      median: orNull(statistics.median),
      mad: orNull(statistics.mad),
      p5: orNull(statistics.p5),
      p95: orNull(statistics.p95),
      layer,
      tile_id: tileId,
      functional: header.quantity.functional,
      unit: header.quantity.unit,
      height: header.height,
      ...(header.epoch === undefined ? {} : { epoch: header.epoch }),
      ...(header.tideSystem === undefined ? {} : { tide_system: header.tideSystem }),
      effective_resolution: content.effectiveResolution,
      degenerate: content.degenerate,
      synthetic,
      ...(content.cellsPresent ? { cells_present: content.cellsPresent } : {}),
      licences: [...new Set(sources.map((source) => source.license))].sort(),
      sources: sources.map(({ source_url, filename, sha256, size_bytes, license, citation, doi }) => ({
        source_url,
        filename,
        sha256,
        size_bytes,
        license,
        citation,
        ...(doi === undefined ? {} : { doi }),
      })),
    },
    links: [
      { rel: "root", href: "../stac/catalog.json", type: "application/json" },
      { rel: "parent", href: "../stac/collection.json", type: "application/json" },
      { rel: "collection", href: "../stac/collection.json", type: "application/json" },
    ],
    assets: assets(content),
  };
}
