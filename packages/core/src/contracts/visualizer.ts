import type { PluginContext } from "./context.js";
import type { Grid } from "./grid.js";
import type { JsonSchema } from "./json-schema.js";
import type { GridStatistics } from "./kernels.js";
import type { RegionProduct } from "./region-product.js";
import type { SourceRecord } from "./source-record.js";

/** A file that a visualizer wrote, relative to the output folder, POSIX separators. */
export interface ProducedFile {
  readonly path: string;
  /** MIME type, e.g. `image/tiff; application=geotiff; profile=cloud-optimized`. */
  readonly mediaType: string;
  readonly roles: readonly string[];
  /** Layer whose sidecar lists it; absent: that of the layer its path names, or of every layer. */
  readonly layer?: string;
}

/** One layer with all that a product must say about it. */
export interface LayerProduct {
  /** `mag`, `grav`, `fused`, `mag_z`, ... */
  readonly layer: string;
  readonly title: string;
  /** Of a run product, `values` is read from the disk each time it is asked for: take it once, and only for the layers needed. */
  readonly grid: Grid;
  readonly statistics: GridStatistics;
  readonly sources: readonly SourceRecord[];
  /** One line per step, e.g. `regrid@1 method=average`. */
  readonly lineage: readonly string[];
}

/** A 10-degree tile. */
export interface TileProduct {
  readonly scope: "tile";
  readonly tileId: string;
  readonly layers: readonly LayerProduct[];
}

/** The whole run: every layer on the global grid. */
export interface RunProduct {
  readonly scope: "run";
  readonly title: string;
  readonly layers: readonly LayerProduct[];
  readonly tileIds: readonly string[];
  readonly normalization: string;
  readonly fusion: string;
  /** Per tile and layer; key `<tile_id>_<layer>`. */
  readonly tileStatistics: Readonly<Record<string, GridStatistics>>;
}

/** Where results go. Writes are atomic: nothing is seen under its name before it is whole. Paths never leave the folder. */
export interface ProductFolder {
  write(path: string, bytes: Uint8Array): Promise<void>;
  /** For large files: appended piece by piece, published by `commit`; dropped if it never comes. */
  open(path: string): Promise<{
    append(bytes: Uint8Array): Promise<void>;
    writeAt(offset: number, bytes: Uint8Array): Promise<void>;
    commit(): Promise<void>;
    abort(): Promise<void>;
  }>;
  /** Bytes of a file that an earlier task committed. */
  read(path: string): Promise<Uint8Array>;
  /** `length` bytes from `offset` of a committed file, fewer at its end; so that a check of a large archive need not hold it. */
  readAt?(path: string, offset: number, length: number): Promise<Uint8Array>;
}

/** What a check of finished files found. */
export interface Finding {
  /** `input-integrity`, `grid-alignment`, `statistics-sanity`, `seams`, `cog-compliance` or `pmtiles-integrity`. */
  readonly checkpoint: string;
  readonly severity: "error" | "warning";
  /** Relative to the output folder. */
  readonly path: string;
  /** Set if the finding belongs to one tile: that tile counts as failed. */
  readonly tileId?: string;
  /** Expected and found. */
  readonly message: string;
}

/** Results to files: COG, PMTiles, map image, web page. */
export interface VisualizerPlugin {
  readonly kind: "visualizer";
  readonly id: string;
  /** Raise when the same product would give other bytes. */
  readonly version: string;
  /** `tile`: called once per tile and isolated from the others; `run`: once, when all tiles are done; `region`: once per regional run. */
  readonly scopes: readonly ("tile" | "run" | "region")[];
  /** Ids of visualizers whose files of the same run it reads, where they are on. */
  readonly gathers?: readonly string[];
  /** JSON Schema of the options. */
  readonly options: JsonSchema;
  render(
    product: TileProduct | RunProduct | RegionProduct,
    folder: ProductFolder,
    options: Readonly<Record<string, unknown>>,
    context: PluginContext,
  ): Promise<readonly ProducedFile[]>;
  /** Checks the files it wrote from their bytes alone. Damage is a finding, never a throw. Returns what was checked, for the report, beside the findings. */
  verify?(
    paths: readonly string[],
    folder: ProductFolder,
    context: PluginContext,
  ): Promise<{ readonly findings: readonly Finding[]; readonly facts: Readonly<Record<string, unknown>> }>;
}
