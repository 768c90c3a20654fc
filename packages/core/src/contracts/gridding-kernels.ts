import type { GridGeometry } from "./grid.js";
import type { KernelRun } from "./kernels.js";

/** Readings in the plane of a grid. All arrays have the same length; a reading whose place or value is not finite is left out. */
export interface PlaneReadings {
  /** Units of the grid's CRS. */
  readonly easting: Float64Array;
  readonly northing: Float64Array;
  readonly values: Float64Array;
}

/** Places in a local plane and above it, metres. All finite, all of the same length. */
export interface Places {
  readonly easting: Float64Array;
  readonly northing: Float64Array;
  readonly upward: Float64Array;
}

/** Length of one unit of easting and of northing, so that distances come out in one unit: `[1, 1]` for metres. */
export type PlaneScale = readonly [easting: number, northing: number];

/** One entry per cell that holds readings, cells row-major from the north-west. */
export interface BlockMedians {
  /** Medians of the columns as they were given: easting, northing, values, and the others. */
  readonly columns: readonly Float64Array[];
  /** 1.4826 times the median distance of the values from their median; 0 for a single reading. */
  readonly scatter: Float64Array;
  readonly count: Uint32Array;
}

export interface CurvatureOptions extends KernelRun {
  /** 0 <= T < 1. 0: least curvature; towards 1: no overshoot between readings, sharper at them. */
  readonly tension: number;
  /** Length of a step along a row over that along a column. */
  readonly aspect: number;
  /** A level ends when no sample changes by more than this part of the standard deviation of the readings about their plane. */
  readonly convergence: number;
  /** Per level. */
  readonly maximumIterations: number;
}

export interface CurvatureSurface {
  readonly values: Float32Array;
  /** Readings that count: at most one per sample, the closest. */
  readonly used: number;
  /** Iterations on the finest grid, and the largest change in the last of them (unit of the readings). */
  readonly iterations: number;
  readonly change: number;
  /** Standard deviation of the readings about their plane. */
  readonly deviation: number;
  /** False where `maximumIterations` ended the work. */
  readonly converged: boolean;
}

export interface SourceFitOptions extends KernelRun {
  /** Added to the diagonal of each window's normal matrix, as a part of the mean of that diagonal; >= 0. */
  readonly damping: number;
  /** Side of the square windows, metres; they overlap by half. `Infinity`: one dense fit. */
  readonly window: number;
  /** Visits of every window. */
  readonly rounds: number;
  /** Of the order in which windows are visited; 0 .. 2^32 - 1. */
  readonly seed: number;
  /** One weight per reading, 1 / variance up to a factor. Default: all equal. */
  readonly weights?: Float64Array;
}

export interface SourceFit {
  /** One per source; the field at a distance r of a source is charge / r. */
  readonly charges: Float64Array;
  /** Windows with readings and sources in them, and the largest numbers in one of them. */
  readonly windows: number;
  readonly largestSources: number;
  readonly largestReadings: number;
}

/** Scattered readings to grids. No result depends on the order of the readings. Grids are north-up and not rotated. */
export interface GriddingKernels {
  /**
   * Medians of the readings in each cell of `geometry`.
   * @param columns Easting, northing, values, then any others. NaN in one of the others leaves the reading out of that median only.
   * @throws GridMismatchError if lengths differ or the grid is rotated; InvalidParameterError for more than 2^28 cells.
   */
  blockMedian(columns: readonly Float64Array[], geometry: GridGeometry, options?: KernelRun): Promise<BlockMedians>;

  /**
   * Surface of least curvature under tension through the readings: (1 - T) L(L z) = T L z between them, free at the edges. All NaN without a reading
   * in the grid's cells. A plane is kept.
   * @see Smith and Wessel (1990), Gridding with continuous curvature splines in tension, Geophysics 55, 293-305
   */
  minimumCurvature(readings: PlaneReadings, geometry: GridGeometry, options: CurvatureOptions): Promise<CurvatureSurface>;

  /**
   * Mean of the nearest readings, weighted by 1 / distance^power. A sample on readings has their mean; without a reading within `radius` it is NaN.
   * Of equally near readings the smaller values count first.
   * @param options.power Whole, 1 .. 8. `radius`: in the unit of `scale`; may be `Infinity`.
   */
  inverseDistance(
    readings: PlaneReadings,
    geometry: GridGeometry,
    options: KernelRun & { readonly neighbours: number; readonly power: number; readonly radius: number; readonly scale: PlaneScale },
  ): Promise<Float32Array>;

  /** Distance from each sample to the nearest reading, in the unit of `scale`; all NaN without readings. */
  nearestDistance(
    readings: PlaneReadings,
    geometry: GridGeometry,
    options: KernelRun & { readonly scale: PlaneScale },
  ): Promise<Float32Array>;

  /** The same at single places, in units of the readings. A place that is not finite: NaN. */
  nearestDistanceAt(
    readings: PlaneReadings,
    places: { readonly easting: Float64Array; readonly northing: Float64Array },
    options: KernelRun & { readonly scale: PlaneScale },
  ): Promise<Float32Array>;

  /**
   * Charges of 1/r sources that explain readings: damped least squares, window after window in seeded order, each on what the windows
   * before left unexplained. A source that shares no window with a reading has charge 0.
   * @see Soler and Uieda (2021), Gradient-boosted equivalent sources, Geophys. J. Int. 227, 1768-1783
   */
  fitSources(readings: Places, values: Float64Array, sources: Places, options: SourceFitOptions): Promise<SourceFit>;

  /** Sum of charge / r over all sources, at each target. The native kernel sums far sources by a treecode: error about 1e-6 of the sum of |charge| / r. */
  sourceField(sources: Places, charges: Float64Array, targets: Places, options?: KernelRun): Promise<Float64Array>;
}
