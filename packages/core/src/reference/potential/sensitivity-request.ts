import type { MainField } from "../../contracts/main-field.js";
import type { PotentialField, SensitivityRequest, Stations } from "../../contracts/potential-kernels.js";
import { GridMismatchError, InvalidParameterError } from "../../errors.js";
import type { TensorWeights } from "./prism.js";

/** A request as kernels take it: planes between cells instead of widths, numbers instead of names. */
export interface SensitivityPlan {
  readonly stations: Stations;
  readonly rows: number;
  readonly cols: number;
  /** Planes between cells, metres: one more than cells. */
  readonly easting: Float64Array;
  readonly northing: Float64Array;
  /** From the top downwards. */
  readonly upward: Float64Array;
  /** Cells that have a column, in order. */
  readonly cells: Uint32Array;
  /** What is measured of each component; empty for gravity. */
  readonly tensors: readonly TensorWeights[];
}

/** @throws GridMismatchError or InvalidParameterError naming what is wrong. */
export function sensitivityPlan(request: SensitivityRequest): SensitivityPlan {
  const { mesh, stations, active, field } = request;
  const count = checkStations(stations);
  const easting = planes("mesh.easting", mesh.origin.easting, mesh.easting, 1);
  const northing = planes("mesh.northing", mesh.origin.northing, mesh.northing, 1);
  const upward = planes("mesh.downward", mesh.origin.upward, mesh.downward, -1);
  const cells = activeCells(mesh.easting.length * mesh.northing.length * mesh.downward.length, active);
  const tensors = fieldTensors(field);
  return { stations, rows: count, cols: cells.length * Math.max(1, tensors.length), easting, northing, upward, cells, tensors };
}

/** @returns Their number. @throws GridMismatchError unless the arrays agree in length and are finite. */
export function checkStations(stations: Stations): number {
  const count = stations.easting.length;
  for (const axis of ["easting", "northing", "upward"] as const) {
    if (stations[axis].length !== count)
      throw new GridMismatchError(`stations.${axis} of length ${count}, as easting`, `length ${stations[axis].length}`);
    const wrong = stations[axis].findIndex((value) => !Number.isFinite(value));
    if (wrong >= 0)
      throw new InvalidParameterError("stations", `${axis}[${wrong}]`, "a finite number of metres", String(stations[axis][wrong]));
  }
  return count;
}

/** @throws GridMismatchError unless there is one value for each of `length`. */
export function checkVector(what: string, vector: Float64Array, length: number): void {
  if (vector.length !== length) throw new GridMismatchError(`${what} of length ${length}`, `length ${vector.length}`);
}

function planes(name: string, origin: number, widths: Float64Array, direction: 1 | -1): Float64Array {
  if (widths.length === 0) throw new GridMismatchError(`${name} with at least one cell`, "none");
  if (!Number.isFinite(origin)) throw new InvalidParameterError("mesh", `origin of ${name}`, "a finite number of metres", String(origin));
  const edges = new Float64Array(widths.length + 1);
  let sum = 0;
  edges[0] = origin;
  for (const [i, width] of widths.entries()) {
    if (!(width > 0 && width < Number.POSITIVE_INFINITY)) throw new GridMismatchError(`${name}[${i}] positive`, String(width));
    sum += width;
    edges[i + 1] = origin + direction * sum;
  }
  return edges;
}

function activeCells(count: number, active: Uint8Array | undefined): Uint32Array {
  if (active === undefined) return Uint32Array.from({ length: count }, (_, cell) => cell);
  if (active.length !== count) throw new GridMismatchError(`active of length ${count}, one per cell`, `length ${active.length}`);
  const cells = new Uint32Array(active.reduce((sum, flag) => sum + (flag === 0 ? 0 : 1), 0));
  let filled = 0;
  for (const [cell, flag] of active.entries()) if (flag !== 0) cells[filled++] = cell;
  return cells;
}

/**
 * What a total-field magnetometer sees of each component of magnetisation, nT per SI: F / (4 pi) times f' T m, f being the direction of
 * the main field, m that of the magnetisation (unit: that of F) and T the second derivatives of the integral of 1 / r.
 */
function fieldTensors(field: PotentialField): TensorWeights[] {
  if (field.kind === "gravity") return [];
  if (field.kind !== "magnetic" && field.kind !== "magnetic-vector")
    throw new InvalidParameterError("field", "kind", "gravity, magnetic or magnetic-vector", String((field as { kind: unknown }).kind));
  const direction = mainFieldDirection(field.mainField);
  const axes = [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ] as const;
  const scale = field.mainField.intensity / (4 * Math.PI);
  return (field.kind === "magnetic" ? [direction] : axes).map(([e, n, u]) => {
    const [fe, fn, fu] = direction;
    const both = [fe * e, fn * n, fu * u, fe * n + fn * e, fe * u + fu * e, fn * u + fu * n] as const;
    return both.map((weight) => scale * weight) as unknown as TensorWeights;
  });
}

/** Unit vector easting, northing, upward. */
function mainFieldDirection({ inclination, declination, intensity }: MainField): readonly [number, number, number] {
  for (const [name, value] of Object.entries({ inclination, declination, intensity }))
    if (!Number.isFinite(value)) throw new InvalidParameterError("mainField", name, "a finite number", String(value));
  const [i, d] = [inclination, declination].map((degrees) => (degrees * Math.PI) / 180) as [number, number];
  return [Math.cos(i) * Math.sin(d), Math.cos(i) * Math.cos(d), -Math.sin(i)];
}
