import type { LinearisedCrossGradient } from "../joint/cross-gradient.js";
import type { Quadratic } from "./quadratic.js";

/** The unknowns of several properties one after the other, as parts of one array. */
export function partsOf(x: Float64Array, lengths: readonly number[]): Float64Array[] {
  let start = 0;
  return lengths.map((length) => {
    start += length;
    return x.subarray(start - length, start);
  });
}

export function joined(parts: readonly Float64Array[]): Float64Array {
  const all = new Float64Array(parts.reduce((sum, part) => sum + part.length, 0));
  let start = 0;
  for (const part of parts) {
    all.set(part, start);
    start += part.length;
  }
  return all;
}

/** Two properties side by side, with the quadratic form that couples them. */
export function coupledQuadratic(first: Quadratic, second: Quadratic, coupling: LinearisedCrossGradient, weight: number): Quadratic {
  const lengths = [first.unknowns, second.unknowns];
  const diagonals = coupling.diagonals();
  return {
    unknowns: first.unknowns + second.unknowns,
    diagonal: joined([first, second].map(({ diagonal }, k) => diagonal.map((value, i) => value + weight * diagonals[k as 0 | 1][i]!))),
    dataProduct: async (x) => {
      const [a, b] = partsOf(x, lengths) as [Float64Array, Float64Array];
      return joined([await first.dataProduct(a), await second.dataProduct(b)]);
    },
    modelProduct: (x) => {
      const [a, b] = partsOf(x, lengths) as [Float64Array, Float64Array];
      const [outFirst, outSecond] = [first.modelProduct(a), second.modelProduct(b)];
      coupling.addProduct(a, b, weight, outFirst, outSecond);
      return joined([outFirst, outSecond]);
    },
  };
}
