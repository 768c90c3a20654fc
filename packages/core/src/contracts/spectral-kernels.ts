import type { KernelRun, Shape } from "./kernels.js";
import type { MainField } from "./main-field.js";

/** Direction of a field or of a magnetisation, as in {@link MainField}: inclination positive down, declination from grid north to the east. Degrees. */
export type FieldDirection = Pick<MainField, "inclination" | "declination">;

/** How a wavelength filter passes from 1 to 0. The gain is 1/2 at the cut-off wavelength for each of them. */
export type SpectralWindow =
  /** 2^-(k/c)^2. */
  | "gaussian"
  /** 1 / (1 + (k/c)^(2 order)): a Butterworth response passed forth and back, so that no phase is turned. */
  | "butterworth"
  /** Half a cosine in wavenumber from 2/3 to 4/3 of the cut-off; exactly 1 below and 0 above. */
  | "cosine";

/**
 * One factor of a filter. A field f = F exp(i (k_e e + k_n n)) at the height of the grid, harmonic above it, fades upward as exp(-k u),
 * k = sqrt(k_e^2 + k_n^2) in rad/m; each factor says what F is multiplied with.
 */
export type SpectralOperation =
  /** exp(-k height); metres, at least 0. */
  | { readonly kind: "upward-continuation"; readonly height: number }
  /**
   * exp(k depth) up to the cut-off and fading as exp(-k depth) beyond: exp(k depth) / (1 + exp(2 depth (k - c))), half of the ideal gain at
   * c = 2 pi / cutoff. Never without one: noise would grow without bound.
   */
  | { readonly kind: "downward-continuation"; readonly depth: number; readonly cutoff: number }
  /** (i k_e)^n, (i k_n)^n, (-k)^n or k^n: the derivative of order n >= 1 towards the east, the north, up or down, per metre^n. */
  | { readonly kind: "derivative"; readonly direction: "east" | "north" | "up" | "down"; readonly order: number }
  /** Keeps wavelengths between `shortest` and `longest` (metres; at least one of them): low-pass at `shortest` times one minus low-pass at `longest`. */
  | {
      readonly kind: "band-pass";
      readonly shortest?: number;
      readonly longest?: number;
      readonly window: SpectralWindow;
      /** Of a Butterworth window, 1 to 32; default 4. */
      readonly order?: number;
    }
  /**
   * Total-field anomaly to the one of vertical magnetisation in a vertical field: 1 / (T_field T_magnetisation), where
   * T = sin I + i cos I cos(D - azimuth of k). Where |I| is below `guard` (degrees), the phase of 1 / T is kept whole and its amplitude
   * is that of an inclination of `guard`, which bounds the gain along directions that such a field hardly sees. The mean is passed on as it is.
   */
  | {
      readonly kind: "reduction-to-pole";
      readonly field: FieldDirection;
      /** Default: that of the field (induced magnetisation). */
      readonly magnetisation?: FieldDirection;
      /** Default 20. */
      readonly guard?: number;
    }
  /**
   * Total-field anomaly (nT) to the downward attraction (mGal) of the same body by Poisson's relation:
   * (4 pi G / mu_0) densityPerMagnetisation / (k T_field T_magnetisation), with the guard of `reduction-to-pole`. The mean becomes 0.
   */
  | {
      readonly kind: "pseudo-gravity";
      readonly field: FieldDirection;
      readonly magnetisation?: FieldDirection;
      readonly guard?: number;
      /** Density that stands for a magnetisation of 1 A/m, kg/m3. */
      readonly densityPerMagnetisation: number;
    }
  /** 1 / k: the integral from the height of the grid to infinity above, times metres. The mean becomes 0. */
  | { readonly kind: "vertical-integral" };

/** What a transform sees beyond the edges of a grid. */
export type SpectralPadding =
  /** Nothing: the grid repeats itself. No plane is removed. */
  | "none"
  /**
   * A least-squares plane is taken off, the rest is mirrored at the edges and fades to zero as half a cosine over at least `fraction` of the
   * rows and columns on either side. The plane is filtered by itself (exactly) and put back.
   */
  | { readonly fraction: number };

/** Distance between neighbouring samples, metres, both positive. */
export interface Spacing {
  readonly east: number;
  readonly north: number;
}

/** A filtered grid and what was done to get it. */
export interface FilteredGrid {
  readonly values: Float32Array;
  /** Size of the transform. */
  readonly padded: Shape;
  /** The plane that was taken off: value at the centre of the grid, and its slopes per metre. All 0 without padding. */
  readonly plane: { readonly centre: number; readonly east: number; readonly north: number };
  /** Samples without data that were filled for the transform. */
  readonly filled: number;
}

/** Fourier transforms and filters of plane grids. Arithmetic is double; a filter may hold its spectrum in float32, as precise as its input. Row 0 is the northern edge. */
export interface SpectralKernels {
  /**
   * Applies a chain of operations to a grid of at least 1 x 1 with spacing in metres.
   * NaN samples are filled for the transform only (see {@link fillGaps}) and are NaN again in the result; an all-NaN grid stays so.
   * Even lengths: at the Nyquist wavenumber, which has no sign, the mean over both signs is taken.
   * @param options.padding Default: `{ fraction: 0.5 }`. With `none`, gaps are filled as well.
   * @throws GridMismatchError if lengths differ; InvalidParameterError for an operation, spacing or padding out of range.
   */
  filter(
    values: Float32Array,
    shape: Shape,
    spacing: Spacing,
    operations: readonly SpectralOperation[],
    options?: KernelRun & { readonly padding?: SpectralPadding; readonly out?: Float32Array },
  ): Promise<FilteredGrid>;

  /**
   * Values with the gaps filled smoothly: near-solution of Laplace's equation inside them with no slope at the edges of the grid, coarse to fine.
   * Samples with data are returned as they are. An all-NaN grid stays so.
   */
  fillGaps(values: Float32Array, shape: Shape, options?: KernelRun): Promise<Float64Array>;

  /**
   * Discrete Fourier transform, sum over rows r and columns c of f(r, c) exp(-2 pi i (m r / rows + n c / cols)), of any size.
   * @returns Half of the spectrum: `rows` x (floor(cols / 2) + 1) complex numbers, real and imaginary parts side by side; n runs fastest.
   */
  transform2d(values: Float64Array, shape: Shape, options?: KernelRun): Promise<Float64Array>;

  /**
   * Inverse of {@link transform2d}, divided by rows * cols. Where a spectrum is not that of real values (column 0 and, for even cols, the last),
   * its part that is counts.
   */
  inverse2d(spectrum: Float64Array, shape: Shape, options?: KernelRun): Promise<Float64Array>;
}
