/** Where a layer's input came from, as the manifest keeps it. */
export interface SourceDescription {
  readonly source_url: string;
  readonly filename: string;
  readonly sha256: string;
  readonly license: string;
  readonly citation: string;
  readonly doi?: string;
  readonly synthetic?: boolean;
}

/** A layer as the page shows it. */
export interface LayerDescription {
  readonly layer: string;
  readonly title: string;
  readonly functional: string;
  /** `1` for a number without unit. */
  readonly unit: string;
  /** Cloud-optimised GeoTIFF of the whole layer, relative to the page. */
  readonly mosaic: string;
  /** Name of the layer whose sidecars describe this one: `mag` for `mag_z`. */
  readonly sidecar: string;
  readonly height: string;
  readonly epoch?: number;
  /** Finest detail the numbers can carry, degrees. */
  readonly effectiveResolution: number;
  readonly sources: readonly SourceDescription[];
  /** One line per step, in order. */
  readonly lineage: readonly string[];
}

/** `run.json`: all that the page knows of its run before it reads a tile. */
export interface RunDescription {
  readonly title: string;
  readonly synthetic: boolean;
  readonly normalization: string;
  readonly fusion: string;
  /** PMTiles archive, relative to the page. */
  readonly archive: string;
  readonly tileSize: number;
  readonly tileIds: readonly string[];
  /** Cells of every mosaic: degrees, north-west corner, row 0 north. */
  readonly grid: { readonly rows: number; readonly cols: number; readonly west: number; readonly north: number; readonly spacing: number };
  /** Colours of the first ramp from the lowest to the highest value, `#rrggbb`. */
  readonly ramp: readonly string[];
  readonly layers: readonly LayerDescription[];
}
