/** Seeded numbers in [0, 1): mulberry32. */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** A smooth global field of unit size with some noise, row-major; the same for the same seed. */
export function smoothField(rows: number, cols: number, seed: number): Float32Array {
  const random = seeded(seed);
  const waves = Array.from({ length: 12 }, (_, i) => ({
    down: random() * (i + 1),
    across: Math.round(random() * 2 * (i + 1)),
    phase: random() * 7,
  }));
  return Float32Array.from({ length: rows * cols }, (_, index) => {
    const latitude = (Math.PI * Math.floor(index / cols)) / rows;
    const longitude = (2 * Math.PI * (index % cols)) / cols;
    return waves.reduce(
      (sum, { down, across, phase }) => sum + Math.sin(down * latitude + across * longitude + phase) / 3,
      0.02 * random(),
    );
  });
}
