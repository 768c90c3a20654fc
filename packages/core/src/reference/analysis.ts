import type { GridGeometry } from "../contracts/grid.js";
import type { Kernels, ReferenceEllipsoid } from "../contracts/kernels.js";
import { GridMismatchError, InvalidParameterError } from "../errors.js";
import { meridianPoint } from "../geo/ellipsoid.js";
import { type Graticule, graticule, MAX_HARMONIC_DEGREE } from "./harmonic-request.js";
import { legendreFunctions } from "./legendre.js";

type AnalysisOptions = Parameters<Kernels["analyse"]>[2];

/** A grid that covers the globe, and the surface it lies on. */
export interface WholeSphere {
  readonly grid: Graticule;
  /** A sphere is one without flattening. */
  readonly ellipsoid: ReferenceEllipsoid;
  readonly withPoles: boolean;
}

/**
 * @throws GridMismatchError unless the samples go around every parallel and, symmetric about the equator, from pole to pole (nodes on
 *   the poles or cell centres).
 * @throws InvalidParameterError if a sample is not finite or the degree is beyond what rows and columns separate.
 */
export function wholeSphere(
  values: Float64Array,
  geometry: GridGeometry,
  { maxDegree, referenceRadius, surface }: AnalysisOptions,
): WholeSphere {
  const grid = graticule(geometry);
  const circle = Math.round(360 / grid.longitudeStep);
  const around = Math.abs(circle * grid.longitudeStep - 360) < 1e-6 && (grid.cols === circle || grid.cols === circle + 1);
  const step = Math.abs(grid.latitudeStep);
  const edge = 90 - Math.abs(grid.firstLatitude);
  const withPoles = edge < 1e-6;
  const wanted = withPoles ? grid.rows - 1 : grid.rows;
  const complete = Math.abs(wanted * step - 180) < 1e-6 && (withPoles || Math.abs(edge - step / 2) < 1e-6);
  if (!around || !complete || grid.rows < 2)
    throw new GridMismatchError(
      "a grid around the globe and from pole to pole",
      `${grid.rows} x ${grid.cols}, [${geometry.transform.join(", ")}]`,
    );
  if (values.length !== grid.rows * grid.cols) throw new GridMismatchError(`${grid.rows * grid.cols} samples`, `${values.length}`);
  const limit = Math.min(MAX_HARMONIC_DEGREE, grid.rows - 1, Math.ceil(circle / 2) - 1);
  if (!Number.isInteger(maxDegree) || maxDegree < 0 || maxDegree > limit)
    throw new InvalidParameterError(
      "analyse",
      "maxDegree",
      `an integer 0..${limit} for ${grid.rows} rows and ${circle} columns`,
      String(maxDegree),
    );
  if (!(referenceRadius > 0)) throw new InvalidParameterError("analyse", "referenceRadius", "metres above 0", String(referenceRadius));
  const hole = values.findIndex((value) => !Number.isFinite(value));
  if (hole >= 0)
    throw new InvalidParameterError("analyse", "values", "a finite value in every sample", `${values[hole]} in sample ${hole}`);
  const sphere = { name: "sphere", semiMajorAxis: referenceRadius, flattening: 0, gravitationalConstant: 0, angularVelocity: 0 };
  return { grid, ellipsoid: surface === "sphere" ? sphere : surface, withPoles };
}

export const undeterminedError = (maxDegree: number, order: number, grid: Graticule): InvalidParameterError =>
  new InvalidParameterError(
    "analyse",
    "maxDegree",
    `a degree that ${grid.rows} parallels determine`,
    `${maxDegree} (order ${order} is singular)`,
  );

/** Plain least squares over all parallels, order by order; parallels weigh as the cosine of their latitude. */
export const analyse: Kernels["analyse"] = async (values, geometry, options) => {
  const { maxDegree, referenceRadius, signal } = options;
  const { grid, ellipsoid } = wholeSphere(values, geometry, options);
  const length = ((maxDegree + 1) * (maxDegree + 2)) / 2;
  const result = { cosine: new Float64Array(length), sine: new Float64Array(length) };
  const rows = Array.from({ length: grid.rows }, (_, row) => {
    const latitude = Math.max(-90, Math.min(90, grid.firstLatitude + row * grid.latitudeStep));
    const { radius, sine, cosine } = meridianPoint(ellipsoid, latitude, 0);
    return { functions: legendreFunctions(maxDegree, sine, cosine), attenuation: referenceRadius / radius, weight: Math.sqrt(cosine) };
  });
  for (let order = 0; order <= maxDegree; order++) {
    signal?.throwIfAborted();
    const degrees = Array.from({ length: maxDegree - order + 1 }, (_, i) => order + i);
    const amplitudes = orderAmplitudes(values, grid, order);
    const design = rows.map(({ functions, attenuation, weight }) =>
      degrees.map((n) => weight * attenuation ** (n + 1) * functions[(n * (n + 1)) / 2 + order]!),
    );
    const samples = amplitudes.map((pair, row) => pair.map((value) => rows[row]!.weight * value));
    const solution = leastSquares(design, samples);
    if (solution === undefined) throw undeterminedError(maxDegree, order, grid);
    degrees.forEach((n, i) => {
      result.cosine[(n * (n + 1)) / 2 + order] = solution[i]![0]!;
      result.sine[(n * (n + 1)) / 2 + order] = order === 0 ? 0 : solution[i]![1]!;
    });
  }
  return result;
};

/** Factors of cos and sin (order * longitude) on each row, by the discrete Fourier sum. */
function orderAmplitudes(values: Float64Array, grid: Graticule, order: number): [number, number][] {
  const circle = Math.round(360 / grid.longitudeStep);
  const factor = (order === 0 ? 1 : 2) / circle;
  const angles = Array.from({ length: circle }, (_, col) => (order * (grid.firstLongitude + col * grid.longitudeStep) * Math.PI) / 180);
  const [cosines, sines] = [angles.map(Math.cos), angles.map(Math.sin)];
  return Array.from({ length: grid.rows }, (_, row) => {
    let [cosine, sine] = [0, 0];
    for (let col = 0; col < circle; col++) {
      const value = values[row * grid.cols + col]!;
      cosine += value * cosines[col]!;
      sine += value * sines[col]!;
    }
    return [factor * cosine, factor * sine];
  });
}

/** Householder QR; several right-hand sides at once. Undefined if a column depends on those before it. */
function leastSquares(design: number[][], samples: number[][]): number[][] | undefined {
  const count = design[0]!.length;
  const sides = samples[0]!.length;
  for (let k = 0; k < count; k++) {
    let norm = 0;
    let whole = 0;
    for (let row = 0; row < design.length; row++) {
      whole += design[row]![k]! ** 2;
      if (row >= k) norm += design[row]![k]! ** 2;
    }
    if (!(norm > 1e-24 * whole)) return undefined;
    const pivot = design[k]![k]! > 0 ? -Math.sqrt(norm) : Math.sqrt(norm);
    const reflector = design.map((row, i) => (i < k ? 0 : i === k ? row[k]! - pivot : row[k]!));
    const scale = 2 / reflector.reduce((sum, value) => sum + value * value, 0);
    const reflect = (matrix: number[][], column: number) => {
      let product = 0;
      for (let row = k; row < matrix.length; row++) product += reflector[row]! * matrix[row]![column]!;
      for (let row = k; row < matrix.length; row++) matrix[row]![column]! -= scale * product * reflector[row]!;
    };
    for (let column = k; column < count; column++) reflect(design, column);
    for (let side = 0; side < sides; side++) reflect(samples, side);
  }
  const solution: number[][] = Array.from({ length: count }, () => new Array<number>(sides).fill(0));
  for (let k = count - 1; k >= 0; k--)
    for (let side = 0; side < sides; side++) {
      let rest = samples[k]![side]!;
      for (let column = k + 1; column < count; column++) rest -= design[k]![column]! * solution[column]![side]!;
      solution[k]![side] = rest / design[k]![k]!;
    }
  return solution;
}
