/** Numbers 0 <= x < 1 from a seed: a 32-bit linear congruential generator (Numerical Recipes' constants), good enough to fill arrays. */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

/** Samples around `centre`, spread by `spread`, of which about one in `1 / voids` is NaN. */
export function seededSamples(length: number, seed: number, { centre = 0, spread = 100, voids = 0.1 } = {}): Float32Array {
  const random = seededRandom(seed);
  return Float32Array.from({ length }, () => (random() < voids ? Number.NaN : centre + spread * (random() + random() + random() - 1.5)));
}
