import type { LineProfiles } from "./line-profiles.js";
import { median } from "./median.js";

export interface Decorrugation {
  /** Lines on either side that a line is compared with. */
  readonly neighbours: number;
  /** Metres across, to the furthest line it may be compared with. */
  readonly reach: number;
  /** Largest correction. */
  readonly limit: number;
  readonly iterations: number;
}

/** Part of the difference that is corrected at a time: all lines move at once, and neighbours would overshoot. */
const RELAXATION = 0.5;

/**
 * Corrections that bring the long wavelengths of each line to what the lines beside it say: the median of the straight lines, across the
 * direction of flight, through one line on the left and one on the right, for all pairs within reach. Nothing is changed where the field
 * is straight across; a line without neighbours on both sides is not corrected. Repeated, since neighbours carry errors too; the sum
 * stays within `limit`, so that a geological body of larger amplitude along a line loses no more than that.
 * @returns Layout of the profiles; NaN where a line has no readings or cannot be compared.
 */
export function decorrugate(profiles: LineProfiles, { neighbours, reach, limit, iterations }: Decorrugation): Float64Array {
  const { samples, values, across } = profiles;
  const corrections = new Float64Array(values.length).fill(Number.NaN);
  const lines = values.length / samples;
  for (let sample = 0; sample < samples; sample++) {
    const present = Array.from({ length: lines }, (_, line) => line * samples + sample)
      .filter((at) => !Number.isNaN(values[at]))
      .sort((a, b) => (across[a] as number) - (across[b] as number) || a - b);
    const pairs = present.map((at, position) => {
      const here = across[at] as number;
      const near = (other: number | undefined): other is number =>
        other !== undefined && Math.abs((across[other] as number) - here) <= reach;
      const found: (readonly [left: number, right: number, part: number])[] = [];
      for (let k = 1; k <= neighbours; k++) {
        for (let m = 1; m <= neighbours; m++) {
          const [left, right] = [present[position - k], present[position + m]];
          if (!near(left) || !near(right)) continue;
          const width = (across[right] as number) - (across[left] as number);
          found.push([left, right, width > 0 ? (here - (across[left] as number)) / width : 0.5]);
        }
      }
      return found;
    });
    const total = new Float64Array(present.length);
    const current = (at: number) => (values[at] as number) + (total[position.get(at) as number] as number);
    const position = new Map(present.map((at, index) => [at, index]));
    for (let iteration = 0; iteration < iterations; iteration++) {
      const next = total.map((sum, index) => {
        const around = pairs[index] as (typeof pairs)[number];
        if (around.length === 0) return 0;
        const expected = median(around.map(([left, right, part]) => current(left) + part * (current(right) - current(left))));
        return Math.max(-limit, Math.min(limit, sum + RELAXATION * (expected - current(present[index] as number))));
      });
      total.set(next);
    }
    present.forEach((at, index) => {
      if ((pairs[index] as unknown[]).length > 0) corrections[at] = total[index] as number;
    });
  }
  return corrections;
}
