import type { LineProfiles } from "./line-profiles.js";
import { median } from "./median.js";
import { smoothAcross } from "./smooth-across.js";

export interface Decorrugation {
  /** Wavelength across the lines, in line spacings, at which half of the amplitude is taken for corrugation. */
  readonly across: number;
  /** Largest correction. */
  readonly limit: number;
}

/** In the layout of the profiles. */
export interface Decorrugated {
  /** NaN where a line has no readings or too few lines lie side by side. */
  readonly corrections: Float64Array;
  /** 1 where a line differs by more than the limit, and is corrected less than that asks or not at all. */
  readonly spared: Uint8Array;
}

/** Fewer lines side by side than this say nothing about one of them. */
const LEAST_LINES = 4;
/** Rounds in which lines that differ by geology lose their say. */
const ROUNDS = 5;
/** Say of a line that has lost it: enough to keep the system solvable. */
const NO_SAY = 1e-6;

/** Factor of squared second differences that halves a wave of `wavelength` samples: (2 sin(pi / wavelength))^-4. */
const stiffnessFor = (wavelength: number): number => (2 * Math.sin(Math.PI / wavelength)) ** -4;

/**
 * Corrections that make the long wavelengths of the lines smooth from line to line: at each place along, the profiles are smoothed across
 * (trends pass), and what that changes is the correction. A line that would change by more than `limit` differs by geology: it is
 * corrected the less the more it differs, from twice the limit on not at all, and has as little say about its neighbours.
 */
export function decorrugate({ samples, values, across }: LineProfiles, { across: wavelength, limit }: Decorrugation): Decorrugated {
  const corrections = new Float64Array(values.length).fill(Number.NaN);
  const spared = new Uint8Array(values.length);
  const lines = values.length / samples;
  const stiffness = stiffnessFor(wavelength);
  for (let sample = 0; sample < samples; sample++) {
    const present = Array.from({ length: lines }, (_, line) => line * samples + sample)
      .filter((at) => !Number.isNaN(values[at]))
      .sort((a, b) => (across[a] as number) - (across[b] as number) || a - b);
    if (present.length < LEAST_LINES) continue;
    const places = Float64Array.from(present, (at) => across[at] as number);
    const profile = Float64Array.from(present, (at) => values[at] as number);
    const spacing = median(places.slice(1).map((place, k) => place - (places[k] as number)));
    if (!(spacing > 0)) continue;
    const say = new Float64Array(present.length).fill(1);
    let change = new Float64Array(present.length);
    for (let round = 0; round < ROUNDS; round++) {
      const smooth = smoothAcross(places, profile, say, stiffness, spacing);
      change = smooth.map((value, k) => value - (profile[k] as number));
      change.forEach((difference, k) => {
        say[k] = Math.max(NO_SAY, Math.min(1, 2 - Math.abs(difference) / limit));
      });
    }
    present.forEach((at, k) => {
      const most = limit * ((say[k] as number) > NO_SAY ? (say[k] as number) : 0);
      if (Math.abs(change[k] as number) > limit) spared[at] = 1;
      corrections[at] = Math.max(-most, Math.min(most, change[k] as number));
    });
  }
  return { corrections, spared };
}
