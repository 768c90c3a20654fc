import type { GridHeader } from "../contracts/grid.js";
import type { SourceRequest } from "../contracts/modality.js";
import type { SourceRecord } from "../contracts/source-record.js";
import type { StatisticsJson } from "./statistics-json.js";

/** What of a source decides the bytes of products: all but the time it came here. */
export type SourceIdentity = Omit<SourceRecord, "acquired_at_iso">;

/** A stage with its parameters and the version of the code that runs it. */
export interface PlannedStage {
  readonly stage: string;
  readonly version: string;
  readonly package: string;
  readonly parameters: Readonly<Record<string, unknown>>;
}

/** Parameters of `prepare:<layer>`. */
export interface PrepareParameters {
  readonly layer: string;
  readonly modality: { readonly id: string; readonly version: string; readonly package: string };
  readonly request: SourceRequest;
  readonly stages: readonly PlannedStage[];
  readonly sources: readonly SourceIdentity[];
  /** Packages of the readers that may be asked. */
  readonly readers: readonly string[];
  readonly spacing: number;
  readonly kernels: string;
}

/** Facts of `prepare:<layer>`. */
export interface PreparedLayer {
  readonly layer: string;
  readonly title: string;
  readonly path: string;
  readonly header: GridHeader;
  /** Cells with data. */
  readonly finite: number;
  readonly lineage: readonly string[];
  readonly sources: readonly SourceIdentity[];
  /** As the source has it, before the stages. */
  readonly source: {
    readonly kind: string;
    readonly crs?: string;
    readonly registration?: string;
    readonly rows?: number;
    readonly cols?: number;
  };
}

/** Facts of `normalise:<layer>`: what makes z of the layer. One tile as large as the grid is global normalisation. */
export interface NormalisedLayer {
  readonly layer: string;
  readonly path: string;
  readonly header: GridHeader;
  readonly mode: "tile" | "blended" | "global";
  readonly tileRows: number;
  readonly tileCols: number;
  /** Row-major over the tiles; null where a tile has no data. */
  readonly medians: readonly (number | null)[];
  readonly mads: readonly (number | null)[];
  /** Of the whole layer, before and after; unweighted. */
  readonly layerStatistics: StatisticsJson;
  readonly statistics: StatisticsJson;
  /** Indices of tiles with data but without scale (MAD 0). */
  readonly degenerate: readonly number[];
}

/** Facts of `fuse`. */
export interface FusedLayer {
  readonly path: string;
  readonly header: GridHeader;
  /** One byte per cell; bit i is set where `layers[i]` has data. */
  readonly presentPath: string;
  readonly layers: readonly string[];
  readonly weights: readonly number[];
  readonly statistics: StatisticsJson;
  /** Of the layers' z over the globe; absent for `mean`. */
  readonly correlation?: readonly (readonly number[])[];
  readonly lineage: readonly string[];
}
