import {
  cellCentres,
  cellVolumes,
  GridMismatchError,
  type InversionRequest,
  type KernelRun,
  type Model,
  type PotentialKernels,
  type TensorMesh,
} from "@geoanomaly/core";
import { buildOperator } from "../operators/build-operator.js";
import type { SensitivityOperator } from "../operators/sensitivity-operator.js";
import type { Bounds } from "../optimisation/quadratic.js";
import { dot } from "../optimisation/vectors.js";
import type { InverterOptions, Property } from "../options/inverter-options.js";
import { depthWeights, sensitivityWeights } from "../regularisation/cell-weights.js";
import { ModelNorm } from "../regularisation/model-norm.js";
import { neighboursOf } from "../regularisation/neighbours.js";
import type { DataPart, Layout } from "./layout.js";

/** One property with the readings that see it: `chi2 = sum w (d - G m)^2`, `w = 1 / sd^2`, and a model norm. */
export interface PropertyProblem {
  readonly property: Property;
  readonly components: number;
  readonly unknowns: number;
  readonly parts: readonly DataPart[];
  readonly operator: SensitivityOperator;
  readonly readings: number;
  readonly weights: Float64Array;
  /** `G' W d` and `d' W d`. */
  readonly dataGradient: Float64Array;
  readonly dataNorm: number;
  /** Diagonal of `G' W G`. */
  readonly dataDiagonal: Float64Array;
  readonly norm: ModelNorm;
  readonly bounds: Bounds;
  readonly reference: Float64Array;
  readonly start: Float64Array;
  readonly errorsKnown: boolean;
}

/** Decay of the squared weights with depth: that of the field of a small cell, to a reading above it. */
const EXPONENT = { density: 2, susceptibility: 3 } as const;

/**
 * Decay with depth of the root of the summed squares that an extended survey sees of a cell: the field of the cell falls with the power
 * above, its square summed over an area that grows with the square of the depth.
 */
const SIGHT_DECAY = { density: 1, susceptibility: 2 } as const;

/** The narrowest cell of the mesh, metres: the length that derivatives are per. */
function narrowest({ easting, northing, downward }: TensorMesh): number {
  let least = Number.POSITIVE_INFINITY;
  for (const widths of [easting, northing, downward]) for (const width of widths) least = Math.min(least, width);
  return least;
}

function depthsBelowGround({ mesh, cells, ground }: Layout): Float64Array {
  const { upward } = cellCentres(mesh);
  const columns = mesh.easting.length * mesh.northing.length;
  return Float64Array.from(cells, (cell) => ground.height[cell % columns]! - upward[Math.floor(cell / columns)]!);
}

/** Mean height of readings above the highest ground below the mesh's columns that they stand over. */
function clearance({ mesh, ground }: Layout, parts: readonly DataPart[]): number {
  const level = ground.height.reduce((sum, height) => sum + height, 0) / ground.height.length;
  let [sum, count] = [0, 0];
  for (const { readings } of parts) {
    for (const upward of readings.stations.upward) sum += upward;
    count += readings.stations.upward.length;
  }
  // Half a layer keeps the weight of the uppermost cells finite where readings lie on the ground.
  return Math.max(sum / count - level, 0) + mesh.downward[0]! / 2;
}

/** Values of a model on the active cells; the same for each component. @throws GridMismatchError for another mesh or quantity. */
function onActiveCells(model: Model | undefined, what: string, property: Property, layout: Layout, components: number): Float64Array {
  const { cells, mesh } = layout;
  const values = new Float64Array(components * cells.length);
  if (model === undefined || (model.quantity.functional === "density-contrast") !== (property === "density")) return values;
  const expected = mesh.easting.length * mesh.northing.length * mesh.downward.length;
  if (model.values.length !== expected)
    throw new GridMismatchError(`a ${what} of ${expected} cells, as the mesh`, `${model.values.length} values`);
  for (let i = 0; i < values.length; i++) {
    const value = model.values[cells[i % cells.length]!]!;
    values[i] = Number.isNaN(value) ? 0 : value;
  }
  return values;
}

/** Assembles one property: sensitivities, weights of data and cells, bounds, reference and starting model. */
export async function propertyProblem(
  property: Property,
  layout: Layout,
  request: InversionRequest,
  options: InverterOptions,
  kernels: PotentialKernels,
  run: KernelRun,
): Promise<PropertyProblem> {
  const { mesh, cells, numbers } = layout;
  const parts = layout.parts.filter((part) => part.property === property);
  const components = parts[0]?.components ?? 1;
  const unknowns = components * cells.length;
  const operator = await buildOperator(kernels, parts, cells, layout.plan, options, run);
  const values = Float64Array.from(parts.flatMap(({ readings }) => [...readings.values]));
  const weights = Float64Array.from(parts.flatMap(({ readings }) => [...readings.deviations])).map(
    (deviation) => 1 / (deviation * deviation),
  );
  const weighted = values.map((value, i) => weights[i]! * value);
  const dataDiagonal = await operator.columnSquares(weights);
  const allVolumes = cellVolumes(mesh);
  const volumes = Float64Array.from(cells, (cell) => allVolumes[cell]!);
  const exponent = options.depthExponent ?? EXPONENT[property];
  const cellWeights =
    options.weighting === "sensitivity"
      ? sensitivityWeights(dataDiagonal, volumes, exponent / SIGHT_DECAY[property])
      : options.weighting === "depth"
        ? depthWeights(depthsBelowGround(layout), clearance(layout, parts), exponent)
        : new Float64Array(cells.length).fill(1);
  const smallest = volumes.reduce((least, volume) => Math.min(least, volume), Number.POSITIVE_INFINITY);
  const bounds = {
    lower: new Float64Array(unknowns).fill(options.lower[property]),
    upper: new Float64Array(unknowns).fill(options.upper[property]),
  };
  const reference = onActiveCells(request.referenceModel, "reference model", property, layout, components);
  const given = request.startingModel ? onActiveCells(request.startingModel, "starting model", property, layout, components) : reference;
  return {
    property,
    components,
    unknowns,
    parts,
    operator,
    readings: values.length,
    weights,
    dataGradient: await operator.adjoint(weighted),
    dataNorm: dot(weighted, values),
    dataDiagonal,
    norm: new ModelNorm({
      neighbours: neighboursOf(mesh, cells, numbers),
      volumes: volumes.map((volume) => volume / smallest),
      cellWeights,
      alphas: options.alphas,
      length: narrowest(mesh),
      components,
    }),
    bounds,
    reference,
    start: given.map((value, i) => Math.min(Math.max(value, bounds.lower[i]!), bounds.upper[i]!)),
    errorsKnown: parts.every(({ readings }) => readings.errorsKnown),
  };
}
