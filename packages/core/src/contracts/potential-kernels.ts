import type { KernelRun } from "./kernels.js";
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
  /** Downward attraction g_z = -g_u, mGal, per kg/m3. */
  | { readonly kind: "gravity" }
  /** Total-field anomaly, nT, per SI of susceptibility, magnetisation induced along the main field. */
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

/** Sensitivities of a regular mesh seen from a regular grid at the pitch of its cells and one height, as spectra of its Toeplitz blocks. Opaque. */
export interface ToeplitzOperator {
  readonly rows: number;
  readonly cols: number;
  readonly paddedEasting: number;
  readonly paddedNorthing: number;
  readonly layers: number;
  readonly bytes: number;
  readonly spectra: Float32Array | Float64Array;
}

/** Linear operators of gravity and magnetics. Sums are in double precision and in a fixed order. */
export interface PotentialKernels {
  /**
   * Dense sensitivities. Exact prism formula near, a multipole series far where the closed form would cancel.
   * @throws GridMismatchError if lengths differ or mesh widths are not positive.
   */
  sensitivities(request: SensitivityRequest, options?: KernelRun & { readonly out?: Float32Array }): Promise<DenseMatrix>;
  /** `A x` without storing A: every coefficient is computed in double precision when it is needed. @returns One per station. */
  forward(request: SensitivityRequest, model: Float64Array, options?: KernelRun): Promise<Float64Array>;
  /** `A' y`, the adjoint of {@link forward}. */
  adjoint(request: SensitivityRequest, residual: Float64Array, options?: KernelRun): Promise<Float64Array>;

  /** `A x`. */
  denseApply(matrix: DenseMatrix, x: Float64Array, options?: KernelRun): Promise<Float64Array>;
  /** `A' y`. */
  denseAdjoint(matrix: DenseMatrix, y: Float64Array, options?: KernelRun): Promise<Float64Array>;
  /** `A' (w * (A x))` in one sweep over the matrix. @param weights One per row; absent: 1. */
  denseNormal(matrix: DenseMatrix, x: Float64Array, weights: Float64Array | undefined, options?: KernelRun): Promise<Float64Array>;

  /**
   * @throws GridMismatchError naming what is not regular: widths, station pitch, offset or height. Layers may differ in thickness.
   * Columns are all cells of the mesh; inactive ones are to be given zero.
   */
  toeplitz(request: SensitivityRequest, options?: KernelRun): Promise<ToeplitzOperator>;
  toeplitzApply(operator: ToeplitzOperator, x: Float64Array, options?: KernelRun): Promise<Float64Array>;
  toeplitzAdjoint(operator: ToeplitzOperator, y: Float64Array, options?: KernelRun): Promise<Float64Array>;
}
