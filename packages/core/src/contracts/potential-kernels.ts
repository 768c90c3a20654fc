import type { GridWindow, KernelRun } from "./kernels.js";
import type { MainField } from "./main-field.js";
import type { TensorMesh } from "./mesh.js";

/** Places of readings: three arrays of one length, metres, in the CRS of the mesh. */
export interface Stations {
  readonly easting: Float64Array;
  readonly northing: Float64Array;
  readonly upward: Float64Array;
}

/** What is measured, and of what property. */
export type PotentialField =
  /** Downward attraction g_z = -g_u, mGal, per kg/m3. Finite and continuous everywhere: inside, on faces, edges and corners. */
  | { readonly kind: "gravity" }
  /**
   * Total-field anomaly, nT, per SI of susceptibility, magnetisation induced along the main field. Inside a magnetised cell it is that
   * of the field strength H (without the magnetisation itself); on a face, where it jumps, its limit from the east, north or above; on
   * an edge, where it grows without bound, its value 1 mm away.
   */
  | { readonly kind: "magnetic"; readonly mainField: MainField }
  /** The same, per SI of effective susceptibility along east, north and up: three columns a cell, component slowest. */
  | { readonly kind: "magnetic-vector"; readonly mainField: MainField };

/** The linear map from the cells of a mesh to readings. Columns are the active cells in mesh order. */
export interface SensitivityRequest {
  readonly mesh: TensorMesh;
  /** One per cell, 1 for ground; absent: all cells. */
  readonly active?: Uint8Array;
  readonly stations: Stations;
  readonly field: PotentialField;
}

/** A sensitivity matrix, row-major: one row a reading, one column a (component of an active) cell. */
export interface DenseMatrix {
  readonly rows: number;
  readonly cols: number;
  readonly values: Float32Array;
}

export interface ToeplitzOptions extends KernelRun {
  /** Of the stored spectra; sums are double in any case. Default `single`: 1e-7 of the largest reading. */
  readonly precision?: "single" | "double";
  /** The operator of the squared coefficients, whose adjoint applied to weights gives sensitivities of cells: `sum_i w_i A_ij^2`. Default false. */
  readonly squared?: boolean;
}

/** Sensitivities of a regular mesh seen from a regular lattice at the pitch of its cells and one height, as spectra of its Toeplitz blocks. Opaque. */
export interface ToeplitzOperator {
  readonly rows: number;
  readonly cols: number;
  readonly paddedEasting: number;
  readonly paddedNorthing: number;
  /** Layers of the mesh, times 3 for a magnetisation vector. */
  readonly layers: number;
  readonly bytes: number;
  readonly spectra: Float32Array | Float64Array;
  /** Cells of a layer. */
  readonly cells: { readonly easting: number; readonly northing: number };
  /** Smallest lattice that holds all stations. */
  readonly lattice: { readonly easting: number; readonly northing: number };
  /** Lattice point of each station, south row first: `row * lattice.easting + column`. */
  readonly places: Uint32Array;
}

export interface CompressionOptions extends KernelRun {
  /** Largest relative error of any row in its weighted norm (see {@link CompressedOperator.layerScale}); 0 < tolerance < 1. */
  readonly tolerance: number;
}

/**
 * A sensitivity matrix as `C W S`: S scales each layer, W is an orthonormal multiwavelet transform along the three directions of the mesh,
 * and C holds the coefficients of each row that are left when the smallest are dropped, as compressed sparse rows.
 */
export interface CompressedOperator {
  readonly rows: number;
  readonly cols: number;
  /** Cells of the mesh. */
  readonly shape: { readonly easting: number; readonly northing: number; readonly layers: number };
  /** 1 or, for a magnetisation vector, 3. */
  readonly components: number;
  /** Cell of the mesh of each active cell. */
  readonly cells: Uint32Array;
  /** Orthonormal matrices (row-major, square) whose product is W. */
  readonly bases: { readonly easting: Float64Array; readonly northing: Float64Array; readonly layers: Float64Array };
  /** Root mean square of the coefficients of each layer (of each component), so that deep cells count as much as shallow ones when coefficients are dropped. */
  readonly layerScale: Float64Array;
  /** Length `rows + 1`. */
  readonly offsets: Float64Array;
  readonly columns: Uint32Array;
  readonly values: Float32Array;
  /** Of the whole matrix, in the norm weighted by 1 / layerScale. */
  readonly relativeError: number;
  readonly bytes: number;
}

/** Masses of a landscape between a reference level (height 0) and its surface, on a projected grid. */
export interface TerrainRequest {
  /** In the CRS of the grid. */
  readonly stations: Stations;
  /** Height of the ground (or sea floor, negative), metres; NaN has no mass. North-up grid in metres. */
  readonly topography: GridWindow;
  /** Of the rock above height 0, kg/m3, e.g. 2670. */
  readonly density: number;
  /** Of what lies between height 0 and ground below it, relative to the rock it replaces: kg/m3, e.g. 1040 - 2670. Default 0. */
  readonly belowDensity?: number;
  /** Columns closer than this (horizontally, to their edge) are prisms of one grid cell each, metres. Default 10 cells. */
  readonly nearRadius?: number;
  /** Farther columns are averaged in blocks no larger than distance / coarsening. Default 20. */
  readonly coarsening?: number;
  /** Nothing farther than this is summed, metres (to the middle of a column or block). Default: the whole grid. */
  readonly maximumRadius?: number;
}

/** Blocks of a spherical shell: arrays of one length. Longitudes and geocentric latitudes in degrees, heights in metres above `radius`. */
export interface Tesseroids {
  readonly west: Float64Array;
  readonly east: Float64Array;
  readonly south: Float64Array;
  readonly north: Float64Array;
  readonly bottom: Float64Array;
  readonly top: Float64Array;
  /** kg/m3. */
  readonly density: Float64Array;
}

export interface TesseroidRequest {
  readonly stations: {
    /** Degrees. */
    readonly longitude: Float64Array;
    /** Geocentric, degrees. */
    readonly latitude: Float64Array;
    /** Metres above `radius`. */
    readonly height: Float64Array;
  };
  readonly tesseroids: Tesseroids;
  /** Of the sphere heights refer to, metres. Default 6371008.8. */
  readonly radius?: number;
  /** A tesseroid is split until it is at least this many times its size away. Default 3: about 1e-4 of the attraction of a shell. */
  readonly distanceSizeRatio?: number;
}

/** Linear operators of gravity and magnetics. Sums are in double precision and in a fixed order. */
export interface PotentialKernels {
  /**
   * Dense sensitivities. Exact prism formula near, a multipole series far where the closed form would cancel.
   * @param options.out Row-major, as long as the matrix.
   * @throws GridMismatchError if lengths differ or mesh widths are not positive.
   */
  sensitivities(request: SensitivityRequest, options?: KernelRun & { readonly out?: Float32Array }): Promise<DenseMatrix>;
  /** `A x` without storing A: every coefficient is computed in double precision when it is needed. @returns One per station. */
  forward(request: SensitivityRequest, model: Float64Array, options?: KernelRun): Promise<Float64Array>;
  /** `A' y`, the adjoint of {@link forward}. */
  adjoint(request: SensitivityRequest, residual: Float64Array, options?: KernelRun): Promise<Float64Array>;
  /** `sum_i w_i A_ij^2` of each column, without storing A. @param weights One per station. */
  columnSquares(request: SensitivityRequest, weights: Float64Array, options?: KernelRun): Promise<Float64Array>;

  /** `A x`. */
  denseApply(matrix: DenseMatrix, x: Float64Array, options?: KernelRun): Promise<Float64Array>;
  /** `A' y`. */
  denseAdjoint(matrix: DenseMatrix, y: Float64Array, options?: KernelRun): Promise<Float64Array>;
  /** `A' (w * (A x))` in one sweep over the matrix. @param weights One per row; absent: 1. */
  denseNormal(matrix: DenseMatrix, x: Float64Array, weights: Float64Array | undefined, options?: KernelRun): Promise<Float64Array>;
  /** `sum_i w_i A_ij^2` of each column. @param weights One per row. */
  denseColumnSquares(matrix: DenseMatrix, weights: Float64Array, options?: KernelRun): Promise<Float64Array>;

  /**
   * Stations may come in any order and leave out points of the lattice; the lattice may have any offset to the mesh and be smaller or larger.
   * @throws GridMismatchError naming what is not regular: widths, station pitch, or height. Layers may differ in thickness.
   * Columns are all cells of the mesh; inactive ones are to be given zero.
   */
  toeplitz(request: SensitivityRequest, options?: ToeplitzOptions): Promise<ToeplitzOperator>;
  toeplitzApply(operator: ToeplitzOperator, x: Float64Array, options?: KernelRun): Promise<Float64Array>;
  toeplitzAdjoint(operator: ToeplitzOperator, y: Float64Array, options?: KernelRun): Promise<Float64Array>;

  /** Wavelet compression, row by row: the dense matrix is never held. */
  compress(request: SensitivityRequest, options: CompressionOptions): Promise<CompressedOperator>;
  compressedApply(operator: CompressedOperator, x: Float64Array, options?: KernelRun): Promise<Float64Array>;
  compressedAdjoint(operator: CompressedOperator, y: Float64Array, options?: KernelRun): Promise<Float64Array>;

  /**
   * Downward attraction of a landscape, mGal, on a flat Earth: what a terrain (with slab) correction subtracts.
   * @returns One per station.
   * @throws GridMismatchError if the grid is rotated or in degrees.
   */
  terrainEffect(request: TerrainRequest, options?: KernelRun): Promise<Float64Array>;
  /**
   * Attraction towards the centre of the sphere, mGal, by Gauss-Legendre quadrature (2 x 2 x 2) of tesseroids that are split where they
   * are near. A station inside a tesseroid gets an approximation.
   * @returns One per station.
   */
  tesseroidGravity(request: TesseroidRequest, options?: KernelRun): Promise<Float64Array>;
}
