import type { Places } from "@geoanomaly/core";

/** Blocks along a side of the patches that a large survey is thinned to. */
const PATCH_BLOCKS = 8;

/** Well-mixed 32 bits of two integers and a seed (the finaliser of MurmurHash3, by Appleby, public domain). */
function mixed(a: number, b: number, seed: number): number {
  let h = Math.imul(a, 0x9e3779b1) ^ Math.imul(b, 0x85ebca77) ^ seed;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

/** Fold of each place: all places of a square block share one, drawn by the seed. Neighbouring readings are never on both sides of a test. */
export function spatialFolds({ easting, northing }: Places, blockSize: number, folds: number, seed: number): Uint8Array {
  return Uint8Array.from(
    easting,
    (x, i) => mixed(Math.floor(x / blockSize), Math.floor((northing[i] as number) / blockSize), seed) % folds,
  );
}

/**
 * Compact patches of 8 x 8 blocks, drawn by the seed until they hold `maximum` places or all are taken: a part of a large survey at its full density.
 * @returns Which places are in.
 */
export function spatialPatches({ easting, northing }: Places, blockSize: number, maximum: number, seed: number): readonly boolean[] {
  if (easting.length <= maximum) return Array.from(easting, () => true);
  const side = PATCH_BLOCKS * blockSize;
  const patch = (i: number) => `${Math.floor((easting[i] as number) / side)} ${Math.floor((northing[i] as number) / side)}`;
  const sizes = new Map<string, number>();
  for (let i = 0; i < easting.length; i++) sizes.set(patch(i), (sizes.get(patch(i)) ?? 0) + 1);
  const drawn = [...sizes.keys()]
    .map((key) => {
      const [col, row] = key.split(" ").map(Number) as [number, number];
      return { key, col, row, draw: mixed(col, row, seed ^ 0x5bd1e995) };
    })
    .sort((a, b) => a.draw - b.draw || a.row - b.row || a.col - b.col);
  const taken = new Set<string>();
  let places = 0;
  for (const { key } of drawn) {
    if (places >= maximum) break;
    taken.add(key);
    places += sizes.get(key) as number;
  }
  return Array.from(easting, (_, i) => taken.has(patch(i)));
}
