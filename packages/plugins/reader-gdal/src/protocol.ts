import type { Affine } from "@geoanomaly/core";

/** First question: opens the file, warping it to EPSG:4326 if asked to. */
export interface OpenRequest {
  readonly kind: "open";
  readonly path: string;
  readonly band: number;
  /** CRS of the file where it names none. */
  readonly crs?: string;
  readonly warp: boolean;
}

export interface ReadRequest {
  readonly kind: "read";
  readonly band: number;
  readonly firstRow: number;
  readonly rowCount: number;
}

export type GdalRequest = (OpenRequest | ReadRequest) & { readonly id: number };

export interface OpenedRaster {
  readonly driver: string;
  readonly rows: number;
  readonly cols: number;
  readonly bands: number;
  readonly transform: Affine;
  /** `EPSG:n`, or `undefined` for none or one without a code. */
  readonly crs?: string;
  readonly geographic: boolean;
  readonly point: boolean;
  /** As text: JSON has no NaN. */
  readonly noData?: string;
  readonly scale: number;
  readonly offset: number;
  readonly unit?: string;
}

export type GdalResponse =
  | { readonly id: number; readonly kind: "opened"; readonly raster: OpenedRaster }
  | { readonly id: number; readonly kind: "rows"; readonly values: Float64Array }
  | { readonly id: number; readonly kind: "failed"; readonly stage: "load" | "open" | "read"; readonly message: string };
