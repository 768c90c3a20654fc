import type { GravityCoefficients, MagneticCoefficients } from "./coefficients.js";
import type { DetectionKernels } from "./detection-kernels.js";
import type { GridGeometry } from "./grid.js";
import type { GriddingKernels } from "./gridding-kernels.js";
import type { PotentialKernels } from "./potential-kernels.js";
import type { SpectralKernels } from "./spectral-kernels.js";

/** What every kernel call may be told about its run. */
export interface KernelRun {
  /** Rejects with the signal's reason soon after it aborts; outputs are then undefined. */
  readonly signal?: AbortSignal;
  /** Upper bound of threads; default: the budget of the kernel set. Never changes a bit of the result. */
  readonly threads?: number;
}

/** Location, scale and extremes of the finite samples; all in the unit of the input, NaN where `count` is 0. */
export interface GridStatistics {
  readonly count: number;
  readonly min: number;
  readonly max: number;
  readonly mean: number;
  /** Population standard deviation (divisor n). */
  readonly std: number;
  /** Mean of the two middle samples for an even count. */
  readonly median: number;
  /** Median of |x - median|, unscaled. */
  readonly mad: number;
  /** Percentiles by linear interpolation between order statistics at (n - 1) p. */
  readonly p5: number;
  readonly p95: number;
}

/** Samples with their place: a whole grid or a horizontal band of it. */
export interface GridWindow {
  /** Row-major, length `geometry.rows * geometry.cols`; NaN marks no data. Not copied: do not write to it until the call settles. */
  readonly values: Float32Array;
  /** Of this window. Longitude wraps when its columns span 360 degrees (a repeated seam column is recognised). */
  readonly geometry: GridGeometry;
}

/** `average`: mean of the source weighted by overlap area; `bilinear`: triangle kernel, scaled by the ratio when reducing. */
export type RegridMethod = "average" | "bilinear";

export interface Shape {
  readonly rows: number;
  readonly cols: number;
}

export type FusionRule =
  | { readonly method: "mean" }
  /** sum(w z) / sqrt(w' R w) over the layers present in a cell; unit variance whatever layers are present. */
  | { readonly method: "stouffer"; readonly weights: readonly number[]; readonly correlation: readonly (readonly number[])[] };

/** Linear map of values to 8-bit gray: `range[0]` is 0, `range[1]` is 255; clamped. */
export interface GrayScale {
  readonly range: readonly [number, number];
}

export interface EncodedTiles {
  /** All PNG files one after the other. */
  readonly data: Uint8Array;
  /** Length `count + 1`: tile i is `data.subarray(offsets[i], offsets[i + 1])`; empty if the tile has no data at all. */
  readonly offsets: Float64Array;
}

export interface PngImage extends Shape {
  /** `gray`, `gray-alpha`, `rgb`, `rgba`: interleaved bytes; `palette`: one index per pixel into `palette`. */
  readonly colour: "gray" | "gray-alpha" | "rgb" | "rgba" | "palette";
  readonly pixels: Uint8Array;
  /** RGBA quadruples, at most 256. */
  readonly palette?: Uint8Array;
}

/** Effort of the DEFLATE encoder: 0 stored, 1 fastest, 9 smallest. */
export type DeflateLevel = 0 | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9;

export interface FloatBlockOptions extends KernelRun {
  /** Side of the square blocks, pixels; edge blocks are padded. */
  readonly blockSize: number;
  /** TIFF predictor: 1 none, 2 horizontal differencing of the 32-bit words, 3 floating point. */
  readonly predictor: 1 | 2 | 3;
  readonly level: DeflateLevel;
}

/** Ellipsoid and field that normal gravity and geodetic latitudes refer to. */
export interface ReferenceEllipsoid {
  readonly name: string;
  /** Metres. */
  readonly semiMajorAxis: number;
  readonly flattening: number;
  /** m3/s2. */
  readonly gravitationalConstant: number;
  /** rad/s. */
  readonly angularVelocity: number;
}

export type HarmonicComponent = "potential" | "radial" | "north" | "east";

export interface SynthesisOptions extends KernelRun {
  /** Metres above the ellipsoid, the same for all samples. */
  readonly height: number;
  readonly ellipsoid: ReferenceEllipsoid;
  /** Inclusive; default: all degrees of the model. */
  readonly degrees?: readonly [min: number, max: number];
}

export type GravityFunctional = "gravity" | "gravity-disturbance" | "free-air-anomaly" | "geoid-height";

/**
 * The numerical kernels of the pipeline. `@geoanomaly/core/reference` is short and obvious and judges the other;
 * `@geoanomaly/native` is fast. They may differ in the last bits, so `id` is part of the identity of every task.
 * Inputs are not copied: do not write to them until a call settles. `out`, where offered, receives the result and is returned.
 */
export interface Kernels {
  /** Identity of the arithmetic and of the DEFLATE encoder, e.g. `native-1 deflate-gam-1`. */
  readonly id: string;
  readonly potential: PotentialKernels;
  readonly spectral: SpectralKernels;
  readonly gridding: GriddingKernels;
  readonly detection: DetectionKernels;

  /**
   * Resamples to the cell centres of `target`. A target cell without finite source samples in reach is NaN; NaN samples carry no weight.
   * A constant field stays constant to the last bit. Sums are conserved by `average` where target cells tile the source.
   * Both geometries are `EPSG:4326` or share a projected CRS without rotation.
   * @returns Length `target.rows * target.cols`.
   * @throws GridMismatchError if the CRS differ, a transform is rotated, or an array has the wrong length.
   */
  regrid(
    source: GridWindow,
    target: GridGeometry,
    options: KernelRun & { readonly method: RegridMethod; readonly out?: Float32Array },
  ): Promise<Float32Array>;

  /** Statistics of the finite samples. `rowWeights` (length `shape.rows`, e.g. cos latitude) weighs mean, std, median, MAD and percentiles. */
  statistics(
    values: Float32Array,
    options?: KernelRun & { readonly shape?: Shape; readonly rowWeights?: Float64Array },
  ): Promise<GridStatistics>;

  /** {@link statistics} of every `tile` of the grid, tiles row-major; edge tiles may be smaller. */
  tileStatistics(
    values: Float32Array,
    shape: Shape,
    tile: Shape,
    options?: KernelRun & { readonly rowWeights?: Float64Array },
  ): Promise<GridStatistics[]>;

  /**
   * Robust z-score `(x - median) / (1.4826 MAD)` with the median and MAD of each sample's tile, clamped to `±limit`.
   * MAD 0 or NaN has no scale: NaN. `blended` interpolates both fields bilinearly between tile centres (beyond the outermost
   * centres: constant; across the antimeridian if `wrap`), leaving out tiles without scale.
   * @param shape Of the whole grid; `values` holds its rows `firstRow ..`.
   * @param medians, mads One per tile of the whole grid, row-major. One tile as large as the grid is global normalisation.
   * @see R `stats::mad`, Details: constant = 1/qnorm(3/4), rounded to 1.4826
   */
  robustZ(
    values: Float32Array,
    shape: Shape,
    tile: Shape,
    medians: Float64Array,
    mads: Float64Array,
    options?: KernelRun & {
      readonly mode?: "tile" | "blended";
      readonly wrap?: boolean;
      readonly firstRow?: number;
      /** Default 6. */
      readonly limit?: number;
      readonly out?: Float32Array;
    },
  ): Promise<Float32Array>;

  /**
   * Combines layers cell by cell. NaN where no layer has data.
   * @returns `present`: bit i is set where layer i has data (at most 8 layers).
   */
  fuse(
    layers: readonly Float32Array[],
    rule: FusionRule,
    options?: KernelRun & { readonly out?: Float32Array; readonly presentOut?: Uint8Array },
  ): Promise<{ readonly values: Float32Array; readonly present: Uint8Array }>;

  /** Pearson correlation of each pair of layers over the cells where both are finite; 0 where fewer than 3. Diagonal 1. */
  correlation(
    layers: readonly Float32Array[],
    options?: KernelRun & { readonly shape?: Shape; readonly rowWeights?: Float64Array },
  ): Promise<number[][]>;

  /** Mean of the valid samples of each `factor` x `factor` block; the last row and column of blocks may be cut. @returns ceil(rows / factor) x ceil(cols / factor). */
  overview(values: Float32Array, shape: Shape, factor: number, options?: KernelRun): Promise<Float32Array>;

  /**
   * Values of one 256 x 256 web tile (EPSG:3857, XYZ): bilinear where the tile is finer than the grid, area average where coarser.
   * Wraps in longitude if the grid spans 360 degrees. For tests and for {@link mercatorPngs}, which encodes the same values.
   */
  mercatorTile(source: GridWindow, zoom: number, x: number, y: number, options?: KernelRun): Promise<Float32Array>;

  /** Web tiles as 8-bit gray PNG files; only a tile with no-data pixels carries transparency, and one without any data is empty. */
  mercatorPngs(
    source: GridWindow,
    zoom: number,
    x: Uint32Array,
    y: Uint32Array,
    scale: GrayScale,
    options?: KernelRun & { readonly level?: DeflateLevel },
  ): Promise<EncodedTiles>;

  /** PNG file of an 8-bit image. */
  png(image: PngImage, options?: KernelRun & { readonly level?: DeflateLevel }): Promise<Uint8Array>;

  /** zlib stream (RFC 1950) of `bytes`. */
  deflate(bytes: Uint8Array, options?: KernelRun & { readonly level?: DeflateLevel }): Promise<Uint8Array>;

  /**
   * Compressed TIFF tiles (zlib streams) of float32 images, tiles row-major per image. The first and the later images of a COG go in one call.
   * Same input, same bytes. Padding decodes to unspecified values.
   */
  floatBlocks(images: readonly (Shape & { readonly values: Float32Array })[], options: FloatBlockOptions): Promise<Uint8Array[][]>;

  /**
   * Rows of numbers from text. Fields are separated by blanks, tabs or one `delimiter`; lines end in LF or CRLF; empty lines are skipped.
   * @param bytes Whole lines (the caller keeps an unfinished last line back).
   * @param columns Expected fields per line. `select`: which to keep, each into its own array of `out`.
   * @returns Rows parsed, and the first line that is not `columns` numbers (0-based line index, byte offset, what was found), where parsing stops.
   */
  parseNumbers(
    bytes: Uint8Array,
    options: {
      readonly columns: number;
      readonly select: readonly number[];
      readonly out: readonly Float64Array[];
      readonly outOffset?: number;
      readonly delimiter?: "," | ";";
    },
  ): {
    readonly rows: number;
    readonly lines: number;
    readonly error?: { readonly line: number; readonly offset: number; readonly found: string };
  };

  /**
   * Spherical harmonic synthesis on a geodetic longitude-latitude grid at constant ellipsoidal height.
   * Components in the geocentric local frame: `potential` (m2/s2 or nT m), `radial` (derivative along r), `north`, `east`
   * (derivatives along the local horizontal axes), m/s2 for gravity; for magnetics the flux density B = -grad V in nT.
   * Gravitation only: no centrifugal part. Degrees up to 2190; orders above cols / 2 are summed exactly, not aliased away.
   * @returns One array of `target.rows * target.cols` per component.
   */
  synthesise(
    model: GravityCoefficients | MagneticCoefficients,
    target: GridGeometry,
    options: SynthesisOptions & { readonly components: readonly HarmonicComponent[] },
  ): Promise<Float64Array[]>;

  /**
   * Gravity functional on a grid, at height `options.height`, relative to `options.ellipsoid` in the model's tide system.
   * `gravity`: |grad W| (mGal). `gravity-disturbance`: |grad W| - |grad U| (mGal), exact. `free-air-anomaly`: spherical approximation
   * -dT/dr - 2T/r (mGal). `geoid-height`: T / gamma by Bruns (m), on the ellipsoid.
   */
  gravity(
    model: GravityCoefficients,
    target: GridGeometry,
    options: SynthesisOptions & { readonly functional: GravityFunctional; readonly out?: Float32Array | Float64Array },
  ): Promise<Float32Array | Float64Array>;

  /** Field of `crust` (its `crustDegrees`) along the direction of the field of `main` (its `mainDegrees`), nT: B_crust . B_main / |B_main|. */
  totalFieldAnomaly(
    crust: MagneticCoefficients,
    main: MagneticCoefficients,
    target: GridGeometry,
    options: Omit<SynthesisOptions, "degrees"> & {
      readonly crustDegrees?: readonly [number, number];
      readonly mainDegrees?: readonly [number, number];
      readonly out?: Float32Array | Float64Array;
    },
  ): Promise<Float32Array | Float64Array>;

  /**
   * Spherical harmonic analysis: coefficients of a harmonic function from its samples on a whole parallel-by-parallel grid
   * (node or area registration, spanning 360 degrees), least squares over latitude for each order.
   * @param values Samples of the potential on the surface named by `surface`: the sphere of `referenceRadius` with geocentric
   *   latitudes, or the ellipsoid with geodetic latitudes (attenuation from `referenceRadius` handled exactly).
   * @returns Cosine and sine coefficients, layout of {@link GravityCoefficients}, 4-pi normalised, unit of `values`.
   */
  analyse(
    values: Float64Array,
    geometry: GridGeometry,
    options: KernelRun & { readonly maxDegree: number; readonly referenceRadius: number; readonly surface: "sphere" | ReferenceEllipsoid },
  ): Promise<{ readonly cosine: Float64Array; readonly sine: Float64Array }>;
}
