import type { RunProduct } from "@geoanomaly/core";

/** Degrees, where tiles allow it. */
const USUAL = 10;

/**
 * Side of the run's tiles, degrees. All corners are multiples of it, so their largest common divisor bounds it from above, and is it
 * if two tiles touch. Corners cannot tell touching tiles from smaller ones that lie apart, samples can: it is 10 degrees if such
 * tiles have these corners and can hold the samples of the fullest tile, else the bound, which is never wrong where a tile has samples.
 */
export function tileSizeOf({ tileIds, tileStatistics }: Pick<RunProduct, "tileIds" | "tileStatistics">, spacing: number): number {
  // The poles and the antimeridian are corners too; 90 divides all of them.
  const largest = tileIds.flatMap(cornerOf).reduce(commonDivisor, 90);
  const fullest = Object.values(tileStatistics).reduce((most, { count }) => Math.max(most, count), 0);
  return largest % USUAL === 0 && Math.round(USUAL / spacing) ** 2 >= fullest ? USUAL : largest;
}

/** Degrees north and east of zero, without their signs, which no divisor minds. */
function cornerOf(tileId: string): number[] {
  return [...tileId.matchAll(/\d+/g)].map(([degrees]) => Number(degrees));
}

function commonDivisor(a: number, b: number): number {
  return b === 0 ? a : commonDivisor(b, a % b);
}
