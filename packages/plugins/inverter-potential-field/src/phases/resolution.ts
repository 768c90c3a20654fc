import { conjugateGradients } from "../optimisation/conjugate-gradients.js";
import { propertyQuadratic } from "../optimisation/property-quadratic.js";
import type { Problem } from "../setup/problem.js";
import type { InversionState, PropertyState } from "../state.js";
import { applyNorms } from "./refine.js";

const RULE = { iterations: 200, tolerance: 1e-3 };

/** Number of the block of each active cell, and the sign it carries. */
function checkerboard(
  problem: Problem,
  side: number,
): { readonly blocks: Uint32Array; readonly signs: Float64Array; readonly count: number } {
  const { mesh, cells } = problem.layout;
  const [cols, rows] = [mesh.easting.length, mesh.northing.length];
  const [across, along] = [Math.ceil(cols / side), Math.ceil(rows / side)];
  const blocks = new Uint32Array(cells.length);
  const signs = new Float64Array(cells.length);
  for (let n = 0; n < cells.length; n++) {
    const cell = cells[n]!;
    const [i, j, k] = [cell % cols, Math.floor(cell / cols) % rows, Math.floor(cell / (cols * rows))].map((index) =>
      Math.floor(index / side),
    ) as [number, number, number];
    blocks[n] = (k * along + j) * across + i;
    signs[n] = (i + j + k) % 2 === 0 ? 1 : -1;
  }
  return { blocks, signs, count: across * along * Math.ceil(mesh.downward.length / side) };
}

function correlation(a: Float64Array, b: Float64Array): number {
  const mean = (values: Float64Array) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [meanA, meanB] = [mean(a), mean(b)];
  let [ab, aa, bb] = [0, 0, 0];
  for (let i = 0; i < a.length; i++) {
    ab += (a[i]! - meanA) * (b[i]! - meanB);
    aa += (a[i]! - meanA) ** 2;
    bb += (b[i]! - meanB) ** 2;
  }
  return aa > 0 && bb > 0 ? ab / Math.sqrt(aa * bb) : 0;
}

/**
 * What the readings, the final trade-off and the final norms make of a checkerboard: its noise-free readings are inverted (without bounds) and each block gets
 * the part of its amplitude that comes back, 0 to 1.
 */
export async function resolutionPhase(problem: Problem, state: InversionState, signal: AbortSignal): Promise<InversionState> {
  const { checkerboard: asked, norms } = problem.options;
  if (asked === undefined) return { ...state, phaseIteration: state.phaseIteration + 1 };
  const { blocks, signs, count } = checkerboard(problem, asked.cells);
  const properties: PropertyState[] = [];
  for (const [k, property] of problem.properties.entries()) {
    const before = state.properties[k]!;
    applyNorms(property, before, norms);
    const truth = Float64Array.from({ length: property.unknowns }, (_, i) => asked.amplitude * signs[i % signs.length]!);
    const b = await property.operator.normal(truth, property.weights);
    const { x } = await conjugateGradients(propertyQuadratic(property, before.beta), b, RULE, undefined, signal);
    const [recovered, cells] = [new Float64Array(property.components * count), new Float64Array(property.components * count)];
    const block = (i: number) => Math.floor(i / blocks.length) * count + blocks[i % blocks.length]!;
    for (let i = 0; i < x.length; i++) {
      recovered[block(i)]! += (x[i]! * truth[i]!) / (asked.amplitude * asked.amplitude);
      cells[block(i)]!++;
    }
    properties.push({
      ...before,
      resolution: x.map((_, i) => Math.min(Math.max(recovered[block(i)]! / cells[block(i)]!, 0), 1)),
      checkerboardCorrelation: correlation(x, truth),
    });
  }
  return { ...state, properties, phaseIteration: state.phaseIteration + 1 };
}
