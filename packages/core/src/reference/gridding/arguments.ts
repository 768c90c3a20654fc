import type { GridGeometry } from "../../contracts/grid.js";
import type { CurvatureOptions, Places, PlaneReadings, PlaneScale, SourceFitOptions } from "../../contracts/gridding-kernels.js";
import { GridMismatchError, InvalidParameterError } from "../../errors.js";
import { checkLength } from "../grid-arguments.js";

/** Most cells a frame of blocks or samples may have: their counters are held in memory. */
const MAXIMUM_CELLS = 2 ** 28;

/** Cells of a north-up grid: (row, col) covers `west + [col, col + 1) columnStep`, `north - [row, row + 1) rowStep`. */
export interface CellFrame {
  readonly rows: number;
  readonly cols: number;
  readonly west: number;
  readonly north: number;
  readonly columnStep: number;
  readonly rowStep: number;
}

/** @throws GridMismatchError for a rotated grid, InvalidParameterError for one that is empty or has more than 2^28 cells. */
export function cellFrame(kernel: string, geometry: GridGeometry): CellFrame {
  const { rows, cols, transform } = geometry;
  const [columnStep, b, west, d, e, north] = transform;
  if (!(b === 0 && d === 0 && columnStep > 0 && e < 0)) {
    throw new GridMismatchError("a grid with columns running east and rows south, not rotated", `transform ${transform.join(" ")}`);
  }
  if (!(Number.isInteger(rows) && Number.isInteger(cols) && rows > 0 && cols > 0 && rows * cols <= MAXIMUM_CELLS)) {
    throw new InvalidParameterError(kernel, "geometry", `1 .. ${MAXIMUM_CELLS} cells`, `${rows} x ${cols}`);
  }
  return { rows, cols, west, north, columnStep, rowStep: -e };
}

/** Cell of a position, row-major; -1 outside the frame and for NaN. */
export function cellOf(frame: CellFrame, easting: number, northing: number): number {
  const col = (easting - frame.west) / frame.columnStep;
  const row = (frame.north - northing) / frame.rowStep;
  return col >= 0 && row >= 0 && col < frame.cols && row < frame.rows ? Math.floor(row) * frame.cols + Math.floor(col) : -1;
}

/** @throws GridMismatchError unless the first three columns are there and all have one length. */
export function checkColumns(columns: readonly Float64Array[]): void {
  const first = columns[0];
  if (first === undefined || columns.length < 3)
    throw new GridMismatchError("columns easting, northing and values", `${columns.length} columns`);
  columns.forEach((column, i) => {
    checkLength(`column ${i}`, column, first.length);
  });
}

/** @throws GridMismatchError unless all arrays have one length. */
export function checkReadings({ easting, northing, values }: PlaneReadings): void {
  checkColumns([easting, northing, values]);
}

function check(kernel: string, name: string, holds: boolean, expected: string, found: number): void {
  if (!holds) throw new InvalidParameterError(kernel, name, expected, String(found));
}

/** @throws InvalidParameterError */
export function checkCurvature({ tension, aspect, convergence, maximumIterations }: CurvatureOptions): void {
  check("minimumCurvature", "tension", tension >= 0 && tension < 1, "a number >= 0 and < 1", tension);
  check("minimumCurvature", "aspect", aspect > 0 && aspect < Infinity, "a number > 0", aspect);
  check("minimumCurvature", "convergence", convergence > 0, "a number > 0", convergence);
  check(
    "minimumCurvature",
    "maximumIterations",
    Number.isInteger(maximumIterations) && maximumIterations > 0,
    "a whole number > 0",
    maximumIterations,
  );
}

/** @throws InvalidParameterError */
export function checkScale(kernel: string, scale: PlaneScale): void {
  for (const unit of scale) check(kernel, "scale", unit > 0 && unit < Infinity, "two numbers > 0", unit);
}

/** @throws InvalidParameterError */
export function checkInverseDistance(options: { readonly neighbours: number; readonly power: number; readonly radius: number }): void {
  const { neighbours, power, radius } = options;
  const whole = (value: number, most: number) => Number.isInteger(value) && value >= 1 && value <= most;
  check("inverseDistance", "neighbours", whole(neighbours, 1024), "a whole number 1 .. 1024", neighbours);
  check("inverseDistance", "power", whole(power, 8), "a whole number 1 .. 8", power);
  check("inverseDistance", "radius", radius > 0, "a number > 0", radius);
}

/** @throws GridMismatchError unless all arrays have one length and hold finite numbers only. */
export function checkPlaces(what: string, { easting, northing, upward }: Places): void {
  for (const [name, array] of Object.entries({ easting, northing, upward })) {
    checkLength(`${what} ${name}`, array, easting.length);
    const wrong = array.findIndex((value) => !Number.isFinite(value));
    if (wrong >= 0) throw new GridMismatchError(`finite ${what}`, `${name}[${wrong}] = ${array[wrong]}`);
  }
}

/** @throws GridMismatchError, InvalidParameterError */
export function checkSourceFit(readings: Places, values: Float64Array, sources: Places, options: SourceFitOptions): void {
  checkPlaces("readings", readings);
  checkPlaces("sources", sources);
  checkPlaces("values", { easting: values, northing: values, upward: values });
  checkLength("values", values, readings.easting.length);
  const { damping, window, rounds, seed, weights } = options;
  check("fitSources", "damping", damping >= 0 && damping < Infinity, "a number >= 0", damping);
  check("fitSources", "window", window > 0, "a number > 0", window);
  check("fitSources", "rounds", Number.isInteger(rounds) && rounds > 0, "a whole number > 0", rounds);
  check("fitSources", "seed", Number.isInteger(seed) && seed >= 0 && seed < 2 ** 32, "a whole number 0 .. 2^32 - 1", seed);
  if (weights === undefined) return;
  checkLength("weights", weights, values.length);
  const wrong = weights.findIndex((weight) => !(weight >= 0 && weight < Infinity));
  if (wrong >= 0) throw new InvalidParameterError("fitSources", `weights[${wrong}]`, "a finite number >= 0", String(weights[wrong]));
}
