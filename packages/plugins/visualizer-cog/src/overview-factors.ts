import type { Shape } from "@geoanomaly/core";

/**
 * Reduction factors of the overviews: those asked for, then doubling until the smallest fits one block.
 * Factors that would leave less than one pixel of both sides are dropped.
 */
export function overviewFactors({ rows, cols }: Shape, asked: readonly number[], blockSize: number): number[] {
  const longest = Math.max(rows, cols);
  const factors = asked.filter((factor) => factor <= longest);
  let last = factors.at(-1) ?? 1;
  while (Math.ceil(longest / last) > blockSize) {
    last *= 2;
    factors.push(last);
  }
  return factors;
}
