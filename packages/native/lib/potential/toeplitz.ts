import type { PotentialKernels, Stations, ToeplitzOperator } from "@geoanomaly/core";
import { checkVector, sensitivityPlan, toeplitzLattice } from "@geoanomaly/core/reference";
import { type AddonRun, type KernelHost, run } from "../run.js";
import { type AddonMesh, addonMesh } from "./addon-mesh.js";

interface AddonToeplitzShape {
  readonly cellsEasting: number;
  readonly cellsNorthing: number;
  readonly layers: number;
  readonly latticeEasting: number;
  readonly latticeNorthing: number;
  readonly paddedEasting: number;
  readonly paddedNorthing: number;
}

type Spectra = Float32Array | Float64Array;

declare module "../addon.js" {
  interface Addon {
    /** Smallest length not below `needed` that transforms fast. */
    toeplitzLength(needed: number): number;
    /** @param table, station What {@link toeplitzLattice} makes of a request. */
    toeplitzSpectra(
      shape: AddonToeplitzShape,
      table: AddonMesh,
      station: Stations,
      squared: boolean,
      spectra: Spectra,
      run: AddonRun,
    ): Promise<void>;
    toeplitzApply(shape: AddonToeplitzShape, spectra: Spectra, model: Float64Array, data: Float64Array, run: AddonRun): Promise<void>;
    toeplitzAdjoint(shape: AddonToeplitzShape, spectra: Spectra, data: Float64Array, model: Float64Array, run: AddonRun): Promise<void>;
  }
}

/** Layers that go together in the lanes of vectors. */
const GROUP = 8;

function addonShape({
  cells,
  lattice,
  layers,
  paddedEasting,
  paddedNorthing,
}: Omit<ToeplitzOperator, "spectra" | "bytes">): AddonToeplitzShape {
  return {
    cellsEasting: cells.easting,
    cellsNorthing: cells.northing,
    layers,
    latticeEasting: lattice.easting,
    latticeNorthing: lattice.northing,
    paddedEasting,
    paddedNorthing,
  };
}

export const toeplitz =
  (host: KernelHost): PotentialKernels["toeplitz"] =>
  async (request, options) => {
    const { cells, lattice, places, table } = toeplitzLattice(request);
    const plan = sensitivityPlan(table);
    const layers = request.mesh.downward.length * Math.max(1, plan.tensors.length);
    const paddedEasting = host.addon.toeplitzLength(cells.easting + lattice.easting - 1);
    const paddedNorthing = host.addon.toeplitzLength(cells.northing + lattice.northing - 1);
    const length = Math.ceil(layers / GROUP) * (Math.floor(paddedEasting / 2) + 1) * paddedNorthing * 2 * GROUP;
    const spectra = options?.precision === "double" ? new Float64Array(length) : new Float32Array(length);
    const operator = {
      rows: places.length,
      cols: cells.easting * cells.northing * layers,
      paddedEasting,
      paddedNorthing,
      layers,
      cells,
      lattice,
      places,
    };
    await run(host, options, (job) =>
      host.addon.toeplitzSpectra(addonShape(operator), addonMesh(plan), plan.stations, options?.squared ?? false, spectra, job),
    );
    return { ...operator, spectra, bytes: spectra.byteLength + places.byteLength };
  };

export const toeplitzApply =
  (host: KernelHost): PotentialKernels["toeplitzApply"] =>
  async (operator, x, options) => {
    checkVector("x", x, operator.cols);
    const data = new Float64Array(operator.lattice.easting * operator.lattice.northing);
    await run(host, options, (job) => host.addon.toeplitzApply(addonShape(operator), operator.spectra, x, data, job));
    return Float64Array.from(operator.places, (place) => data[place] ?? 0);
  };

export const toeplitzAdjoint =
  (host: KernelHost): PotentialKernels["toeplitzAdjoint"] =>
  async (operator, y, options) => {
    checkVector("y", y, operator.rows);
    const data = new Float64Array(operator.lattice.easting * operator.lattice.northing);
    for (const [station, place] of operator.places.entries()) data[place] = (data[place] ?? 0) + (y[station] ?? 0);
    const model = new Float64Array(operator.cols);
    await run(host, options, (job) => host.addon.toeplitzAdjoint(addonShape(operator), operator.spectra, data, model, job));
    return model;
  };
