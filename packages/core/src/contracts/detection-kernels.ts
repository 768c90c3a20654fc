import type { KernelRun, Shape } from "./kernels.js";

/** How a field is split into bands. All lengths are standard deviations of Gaussians, in cells along a column. */
export interface BandOptions {
  /** Centre of each band, > 0; its surround is 1.8 times as wide. */
  readonly scales: readonly number[];
  /** Neighbourhood over which the deviation of each band is taken, one per scale. */
  readonly windows: readonly number[];
  /** Column 0 is the neighbour of the last one. Default false. */
  readonly wrap?: boolean;
  /** How many columns, for each row, are as long as one row is high: 1 / cos(latitude) on the globe. Length `rows`; default 1. Where columns come round, no Gaussian is wider than a twelfth of them. */
  readonly columnStretch?: Float64Array;
  /** Which quantiles of the absolute band values to tell, 0 .. 1. Default none. */
  readonly probabilities?: readonly number[];
}

/** One band of a field. */
export interface Band {
  /** Row-major, standard deviations; NaN where there is no data. */
  readonly values: Float32Array;
  /** Mean over the map of the deviation around: the unit of `values`, in the unit of the field. NaN without data. */
  readonly deviation: number;
  /** Quantiles of the absolute values at the probabilities asked for, from a histogram of 1/64 deviation up to 8; NaN without data. */
  readonly quantiles: Float64Array;
}

/** What a null is drawn from. */
export interface SurrogateOptions {
  readonly seed: number;
  /**
   * Marginal distribution: value of the field at normal scores -6 .. 6, equally spaced, ascending, at least 2. Surrogates of the normal scores are
   * mapped through it, linearly between knots.
   */
  readonly marginal: Float64Array;
  /** `wrap`: phases along the parallels only, so that each keeps its own spectrum. Default false: phases of the plane, without the jumps between opposite edges. */
  readonly wrap?: boolean;
  /** Length `rows * cols`, 1 where a surrogate has a value, 0 where it is NaN. Default: everywhere. */
  readonly mask?: Uint8Array;
}

/** Surrogates and connected components. Surrogate i of a seed is the same whatever else is asked for. */
export interface DetectionKernels {
  /**
   * Difference of Gaussians at each scale over the mean absolute difference around, times sqrt(2 / pi): standard deviations of a normal
   * field. Means are taken over the samples there are; differences above five times their mean over the map count as that much in the
   * deviation around. Gaussians are three passes of an extended box, the same variance to rounding.
   * @param values Row-major; NaN marks no data. Not copied: do not write to it until settled.
   * @returns One band per scale; 0 where the deviation around is not above 1e-12 of the largest value.
   * @throws InvalidParameterError, GridMismatchError
   */
  bands(values: Float32Array, shape: Shape, options: KernelRun & BandOptions): Promise<Band[]>;

  /**
   * Largest band value, largest negated band value and quantiles of phase-randomised surrogates, as {@link DetectionKernels.bands} finds them.
   * @param normal Normal scores of the field; NaN, which counts as the mean, where there is no data or a source is masked.
   * @returns `positive` and `negative`, each `surrogates * scales.length`, surrogate by surrogate; `quantiles` that times the probabilities.
   */
  surrogateMaxima(
    normal: Float32Array,
    shape: Shape,
    options: KernelRun & BandOptions & SurrogateOptions & { readonly surrogates: number },
  ): Promise<{ readonly positive: Float64Array; readonly negative: Float64Array; readonly quantiles: Float64Array }>;

  /**
   * One surrogate: amplitudes of the transform of `normal`, phases of a counter-based generator; mean and standard deviation over the
   * mask those of `normal`, then mapped through the marginal.
   */
  surrogate(normal: Float32Array, shape: Shape, options: KernelRun & SurrogateOptions & { readonly index: number }): Promise<Float32Array>;

  /**
   * Components of cells of one sign with |score| >= `low`, neighbours by edge or corner, that hold a cell with |score| >= `high`.
   * @returns `labels`, 0 outside, components numbered from 1 in row-major order of their first cell.
   */
  components(
    score: Float32Array,
    shape: Shape,
    options: KernelRun & { readonly low: number; readonly high: number; readonly wrap?: boolean },
  ): Promise<{ readonly labels: Int32Array; readonly count: number }>;
}
