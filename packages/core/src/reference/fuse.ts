import type { FusionRule, Kernels } from "../contracts/kernels.js";
import { GridMismatchError, InvalidParameterError } from "../errors.js";
import { checkLength } from "./grid-arguments.js";

/** Weights and divisors that make a rule a sum: `sum(weights[i] z_i) / divisors[present]`; `present` is the bitmask of layers with data. */
export interface FusionTable {
  readonly weights: Float64Array;
  /** Length 2^layers. Entry 0 is NaN: nothing present. */
  readonly divisors: Float64Array;
}

/**
 * `mean` divides by the number of layers present, `stouffer` by `sqrt(w' R w)` over them.
 * @throws GridMismatchError if weights or correlation do not have one entry per layer; InvalidParameterError if `w' R w` is not
 *   positive for some set of layers.
 */
export function fusionTable(rule: FusionRule, layers: number): FusionTable {
  const weights = rule.method === "mean" ? new Float64Array(layers).fill(1) : Float64Array.from(rule.weights);
  checkLength("weights", weights, layers);
  if (rule.method === "stouffer") {
    for (const row of [rule.correlation, ...rule.correlation]) checkLength("correlation", row, layers);
  }
  const divisors = Float64Array.from({ length: 2 ** layers }, (_, present) => {
    const has = (layer: number) => (present >> layer) % 2 === 1;
    let sum = 0;
    for (let i = 0; i < layers; i++) {
      if (rule.method === "mean") sum += has(i) ? 1 : 0;
      else for (let j = 0; j < layers; j++) if (has(i) && has(j)) sum += weights[i]! * rule.correlation[i]![j]! * weights[j]!;
    }
    if (present === 0) return Number.NaN;
    if (!(sum > 0 && sum < Number.POSITIVE_INFINITY)) {
      throw new InvalidParameterError(
        "fuse",
        "rule",
        "w' R w > 0 for every set of layers",
        `${sum} for layers ${present.toString(2)} (bitmask)`,
      );
    }
    return rule.method === "mean" ? sum : Math.sqrt(sum);
  });
  return { weights, divisors };
}

/** @throws GridMismatchError unless there are 1 to 8 layers and all arrays have the same length. */
export function checkFuse(layers: readonly Float32Array[], out: Float32Array | undefined, presentOut: Uint8Array | undefined): number {
  if (layers.length < 1 || layers.length > 8) throw new GridMismatchError("1 to 8 layers", `${layers.length}`);
  const length = layers[0]!.length;
  for (const layer of layers) checkLength("a layer", layer, length);
  if (out !== undefined) checkLength("out", out, length);
  if (presentOut !== undefined) checkLength("presentOut", presentOut, length);
  return length;
}

/** Layers that are finite in a cell, combined. */
export const fuse: Kernels["fuse"] = async (layers, rule, { out, presentOut } = {}) => {
  const length = checkFuse(layers, out, presentOut);
  const { weights, divisors } = fusionTable(rule, layers.length);
  const values = out ?? new Float32Array(length);
  const present = presentOut ?? new Uint8Array(length);
  for (let cell = 0; cell < length; cell++) {
    let sum = 0;
    let mask = 0;
    layers.forEach((layer, i) => {
      if (!Number.isFinite(layer[cell])) return;
      sum += weights[i]! * layer[cell]!;
      mask |= 1 << i;
    });
    values[cell] = sum / divisors[mask]!;
    present[cell] = mask;
  }
  return { values, present };
};
