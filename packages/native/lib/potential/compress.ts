import type { CompressedOperator, PotentialKernels, Stations } from "@geoanomaly/core";
import {
  checkTolerance,
  checkVector,
  compressedOperator,
  layerScales,
  sampledStations,
  sensitivityPlan,
  waveletBases,
} from "@geoanomaly/core/reference";
import { type AddonRun, type KernelHost, run } from "../run.js";
import { type AddonMesh, addonMesh } from "./addon-mesh.js";
import { columnSquares } from "./sensitivities.js";

type AddonBasis = Pick<CompressedOperator, "shape" | "bases" | "components" | "cells" | "layerScale">;

interface AddonRows {
  /** Coefficients kept of each row. */
  readonly counts: Float64Array;
  readonly columns: Uint32Array;
  readonly values: Float32Array;
  /** Squared norms of what was dropped, and of all. */
  readonly dropped: number;
  readonly total: number;
}

declare module "../addon.js" {
  interface Addon {
    compressRows(mesh: AddonMesh, basis: AddonBasis, stations: Stations, tolerance: number, run: AddonRun): Promise<AddonRows>;
    compressedApply(operator: CompressedOperator, x: Float64Array, out: Float64Array, run: AddonRun): Promise<void>;
    compressedAdjoint(operator: CompressedOperator, y: Float64Array, out: Float64Array, run: AddonRun): Promise<void>;
  }
}

/** Stations of one call of the addon, which holds their rows twice. */
const CHUNK = 256;

export const compress =
  (host: KernelHost): PotentialKernels["compress"] =>
  async (request, options) => {
    checkTolerance(options.tolerance);
    const plan = sensitivityPlan(request);
    const sample = sampledStations(request);
    const sampled = sample.stations.easting.length;
    const squares = await columnSquares(host)(sample, new Float64Array(sampled).fill(1), options);
    const shape = { easting: plan.easting.length - 1, northing: plan.northing.length - 1, layers: plan.upward.length - 1 };
    const basis = {
      shape,
      bases: waveletBases(shape),
      components: Math.max(1, plan.tensors.length),
      cells: plan.cells,
      layerScale: layerScales(plan, squares, sampled),
    };
    const mesh = addonMesh(plan);
    const chunks: AddonRows[] = [];
    for (let first = 0; first < plan.rows; first += CHUNK) {
      const { easting, northing, upward } = plan.stations;
      const [e, n, u] = [easting, northing, upward].map((axis) => axis.subarray(first, first + CHUNK)) as [
        Float64Array,
        Float64Array,
        Float64Array,
      ];
      const stations = { easting: e, northing: n, upward: u };
      chunks.push(await run(host, options, (job) => host.addon.compressRows(mesh, basis, stations, options.tolerance, job)));
    }
    return assemble(chunks, { ...basis, rows: plan.rows, cols: plan.cols });
  };

/** One list of rows out of those of the chunks. */
function assemble(chunks: readonly AddonRows[], basis: AddonBasis & { readonly rows: number; readonly cols: number }): CompressedOperator {
  const count = chunks.reduce((sum, { values }) => sum + values.length, 0);
  const [columns, values, offsets] = [new Uint32Array(count), new Float32Array(count), new Float64Array(basis.rows + 1)];
  let [filled, row, dropped, total] = [0, 0, 0, 0];
  for (const chunk of chunks) {
    columns.set(chunk.columns, filled);
    values.set(chunk.values, filled);
    filled += chunk.values.length;
    for (const kept of chunk.counts) offsets[++row] = (offsets[row - 1] ?? 0) + kept;
    dropped += chunk.dropped;
    total += chunk.total;
  }
  return compressedOperator({ ...basis, offsets, columns, values, relativeError: total > 0 ? Math.sqrt(dropped / total) : 0 });
}

export const compressedApply =
  (host: KernelHost): PotentialKernels["compressedApply"] =>
  async (operator, x, options) => {
    checkVector("x", x, operator.cols);
    const out = new Float64Array(operator.rows);
    await run(host, options, (job) => host.addon.compressedApply(operator, x, out, job));
    return out;
  };

export const compressedAdjoint =
  (host: KernelHost): PotentialKernels["compressedAdjoint"] =>
  async (operator, y, options) => {
    checkVector("y", y, operator.rows);
    const out = new Float64Array(operator.cols);
    await run(host, options, (job) => host.addon.compressedAdjoint(operator, y, out, job));
    return out;
  };
