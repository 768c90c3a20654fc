import type { Crossing } from "./crossings.js";
import { MAD_TO_SIGMA, median } from "./median.js";

/** Correction of a line as a polynomial of the place along it. */
export interface LineCorrection {
  /** Factors of the Legendre polynomials 0, 1, 2 of the place, -1 at the start and 1 at the end of the line; shorter for a lower order. */
  readonly factors: Float64Array;
}

export interface LevellingOptions {
  /** Order of the polynomial of each line: 0 a shift, 1 with a drift, 2 with a curve. */
  readonly orders: readonly number[];
  /** Length of each line, metres. */
  readonly lengths: readonly number[];
  /** Lines that are not moved. */
  readonly held: readonly boolean[];
  /** Times the crossings are weighted anew; 0: plain least squares. */
  readonly iterations: number;
}

/** Huber's constant: 95 % as efficient as least squares on normal errors. @see Huber (1964), Ann. Math. Stat. 35 */
const HUBER = 1.345;
/** Part of the first gradient at which the solution stands still. */
const CONVERGED = 1e-12;

/** Legendre polynomials at t in -1..1. */
export const legendre = (t: number): readonly [number, number, number] => [1, t, 1.5 * t * t - 0.5];

/** Value of a correction at a distance along its line. */
export function correctionAt({ factors }: LineCorrection, along: number, length: number): number {
  const basis = legendre(length > 0 ? (2 * along) / length - 1 : 0);
  return factors.reduce((sum, factor, order) => sum + factor * (basis[order] as number), 0);
}

/** One crossing as a row of the system: correction of the flight line minus that of the tie line. */
interface Row {
  readonly columns: readonly number[];
  readonly factors: readonly number[];
}

/**
 * Corrections, to be added to the lines, that make `misTie + flight - tie` small: weighted least squares over all crossings at once, by
 * conjugate gradients from zero, which of all solutions gives the one with the smallest factors. So the mean level of the survey stays
 * (crossings cannot see it), as do trends that flight and tie lines share. With `iterations`, weights after Huber: crossings on steep
 * gradients do not pull their lines.
 */
export function levelNetwork(
  crossings: readonly Crossing[],
  { orders, lengths, held, iterations }: LevellingOptions,
): readonly LineCorrection[] {
  const firsts: number[] = [];
  let unknowns = 0;
  orders.forEach((order, line) => {
    firsts.push(unknowns);
    if (!held[line] && order >= 0) unknowns += order + 1;
  });
  const rows = crossings.map(({ flight, tie, alongFlight, alongTie }): Row => {
    const columns: number[] = [];
    const factors: number[] = [];
    for (const [line, along, sign] of [
      [flight, alongFlight, 1],
      [tie, alongTie, -1],
    ] as const) {
      const length = lengths[line] as number;
      const basis = legendre(length > 0 ? (2 * along) / length - 1 : 0);
      for (let order = 0; order <= (orders[line] as number) && !held[line]; order++) {
        columns.push((firsts[line] as number) + order);
        factors.push(sign * (basis[order] as number));
      }
    }
    return { columns, factors };
  });
  const misTies = Float64Array.from(crossings, ({ misTie }) => misTie);
  const weights = new Float64Array(crossings.length).fill(1);
  let solution = solve(rows, misTies, weights, unknowns);
  for (let iteration = 0; iteration < iterations; iteration++) {
    const residuals = misTies.map((misTie, row) => misTie + applied(rows[row] as Row, solution));
    const sigma = MAD_TO_SIGMA * median(residuals.map(Math.abs));
    if (!(sigma > 0)) break;
    let change = 0;
    residuals.forEach((residual, row) => {
      const weight = Math.min(1, (HUBER * sigma) / Math.abs(residual));
      change = Math.max(change, Math.abs(weight - (weights[row] as number)));
      weights[row] = weight;
    });
    if (change < 1e-3) break;
    solution = solve(rows, misTies, weights, unknowns);
  }
  return orders.map((order, line) => {
    const first = firsts[line] as number;
    return { factors: held[line] || order < 0 ? new Float64Array(0) : solution.slice(first, first + order + 1) };
  });
}

const applied = ({ columns, factors }: Row, vector: Float64Array): number => {
  let sum = 0;
  for (let k = 0; k < columns.length; k++) sum += (factors[k] as number) * (vector[columns[k] as number] as number);
  return sum;
};

/** Conjugate gradients on the normal equations of `rows * x = -misTies`. @see Hestenes and Stiefel (1952), section 10 */
function solve(rows: readonly Row[], misTies: Float64Array, weights: Float64Array, unknowns: number): Float64Array {
  const solution = new Float64Array(unknowns);
  const residual = misTies.map((misTie) => -misTie);
  const transposed = (vector: Float64Array): Float64Array => {
    const result = new Float64Array(unknowns);
    rows.forEach(({ columns, factors }, row) => {
      const value = (weights[row] as number) * (vector[row] as number);
      for (let k = 0; k < columns.length; k++) {
        const column = columns[k] as number;
        result[column] = (result[column] as number) + (factors[k] as number) * value;
      }
    });
    return result;
  };
  const square = (vector: Float64Array) => vector.reduce((sum, value) => sum + value * value, 0);
  let gradient = transposed(residual);
  const direction = gradient.slice();
  const first = square(gradient);
  let current = first;
  for (let step = 0; step < 4 * unknowns + 20 && current > CONVERGED * CONVERGED * first; step++) {
    const image = Float64Array.from(rows, (row) => applied(row, direction));
    const curvature = image.reduce((sum, value, row) => sum + (weights[row] as number) * value * value, 0);
    if (!(curvature > 0)) break;
    const length = current / curvature;
    for (let k = 0; k < unknowns; k++) solution[k] = (solution[k] as number) + length * (direction[k] as number);
    for (let row = 0; row < residual.length; row++) residual[row] = (residual[row] as number) - length * (image[row] as number);
    gradient = transposed(residual);
    const next = square(gradient);
    for (let k = 0; k < unknowns; k++) direction[k] = (gradient[k] as number) + (next / current) * (direction[k] as number);
    current = next;
  }
  return solution;
}
