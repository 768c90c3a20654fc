import { MILLIGAL_PER_METRE_PER_SECOND_SQUARED } from "../geo/units.js";

const GRAVITATIONAL_CONSTANT = 6.6743e-11;

/** A body with a density contrast. Edges are metres east and north of the corner of the sample region, and metres upward. */
export interface SamplePrism {
  readonly west: number;
  readonly east: number;
  readonly south: number;
  readonly north: number;
  readonly bottom: number;
  readonly top: number;
  /** kg/m3 against what surrounds it. */
  readonly density: number;
}

/** Two bodies below a ground at 1200 m: a dense one, and a light, shallow one to the north-east of it. */
export const SAMPLE_PRISMS: readonly SamplePrism[] = [
  { west: 2400, east: 3800, south: 2000, north: 3200, bottom: 500, top: 1000, density: 400 },
  { west: 4300, east: 5000, south: 3000, north: 3800, bottom: 900, top: 1100, density: -500 },
];

/** Height of the ground of the sample region, metres: a broad hill. */
export function sampleGround(east: number, north: number): number {
  return 1200 + 60 * Math.exp(-(((east - 1500) / 1200) ** 2) - ((north - 3500) / 1200) ** 2);
}

/**
 * Downward attraction of the prisms above all of them, mGal.
 * @see Nagy, Papp and Benedek 2000, "The gravitational potential and its derivatives for the prism": first derivative of the potential
 */
export function sampleGravity(east: number, north: number, upward: number): number {
  let attraction = 0;
  for (const prism of SAMPLE_PRISMS) {
    for (let corner = 0; corner < 8; corner++) {
      const x = (corner & 1 ? prism.east : prism.west) - east;
      const y = (corner & 2 ? prism.north : prism.south) - north;
      const z = (corner & 4 ? prism.top : prism.bottom) - upward;
      const sign = [-1, 1, 1, -1, 1, -1, -1, 1][corner]!;
      const r = Math.hypot(x, y, z);
      attraction += sign * prism.density * (x * Math.log(y + r) + y * Math.log(x + r) - z * Math.atan((x * y) / (z * r)));
    }
  }
  return GRAVITATIONAL_CONSTANT * MILLIGAL_PER_METRE_PER_SECOND_SQUARED * attraction;
}

/** Numbers of a normal distribution of mean 0 and deviation 1, always the same for a seed (Box and Muller, on a linear congruential generator). */
export function sampleNoise(seed: number): () => number {
  let state = seed >>> 0;
  const uniform = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return (state + 0.5) / 2 ** 32;
  };
  return () => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform());
}
