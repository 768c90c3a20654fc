import type { Plane } from "./plane.js";
import type { SurveyLine } from "./survey-lines.js";

/** Long wavelengths of parallel lines, sampled at common places along them. */
export interface LineProfiles {
  /** Metres between samples. */
  readonly step: number;
  /** Place of sample 0 along the common direction, metres. */
  readonly origin: number;
  readonly samples: number;
  /** Per line and sample, row by row: low-passed value, NaN where the line has no readings. */
  readonly values: Float64Array;
  /** The same layout: place across the common direction, metres. */
  readonly across: Float64Array;
}

/** Samples per filter width: the filter leaves nothing shorter. */
const SAMPLES_PER_WAVELENGTH = 8;

/** Place of every reading along and across a direction (radians from east), metres. */
export function rotated({ x, y }: Plane, angle: number): { readonly along: Float64Array; readonly across: Float64Array } {
  const [cosine, sine] = [Math.cos(angle), Math.sin(angle)];
  return {
    along: x.map((value, index) => value * cosine + (y[index] as number) * sine),
    across: x.map((value, index) => (y[index] as number) * cosine - value * sine),
  };
}

/**
 * Low-pass along each line: means of short pieces, then a raised cosine (Hann) window of the full width `wavelength` over those that have
 * readings. Sampled where the line has readings, so that nothing is carried across gaps.
 */
export function lineProfiles(
  values: Float64Array,
  { along, across }: ReturnType<typeof rotated>,
  lines: readonly SurveyLine[],
  wavelength: number,
): LineProfiles {
  const step = wavelength / SAMPLES_PER_WAVELENGTH;
  let [least, greatest] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const { members } of lines) {
    for (const index of members) [least, greatest] = [Math.min(least, along[index] as number), Math.max(greatest, along[index] as number)];
  }
  const samples = Math.max(1, Math.floor((greatest - least) / step) + 1);
  const profile = new Float64Array(lines.length * samples).fill(Number.NaN);
  const place = new Float64Array(lines.length * samples).fill(Number.NaN);
  const half = SAMPLES_PER_WAVELENGTH / 2;
  const window = Array.from({ length: 2 * half + 1 }, (_, k) => 0.5 + 0.5 * Math.cos((Math.PI * (k - half)) / (half + 1)));
  lines.forEach(({ members }, line) => {
    const [sum, places, counts] = [new Float64Array(samples), new Float64Array(samples), new Uint32Array(samples)];
    for (const index of members) {
      const value = values[index] as number;
      if (Number.isNaN(value)) continue;
      const sample = Math.min(samples - 1, Math.floor(((along[index] as number) - least) / step));
      sum[sample] = (sum[sample] as number) + value;
      places[sample] = (places[sample] as number) + (across[index] as number);
      counts[sample] = (counts[sample] as number) + 1;
    }
    for (let sample = 0; sample < samples; sample++) {
      if (counts[sample] === 0) continue;
      let [weighted, weights] = [0, 0];
      for (let k = -half; k <= half; k++) {
        const count = counts[sample + k];
        if (count === undefined || count === 0) continue;
        const weight = window[k + half] as number;
        weighted += (weight * (sum[sample + k] as number)) / count;
        weights += weight;
      }
      profile[line * samples + sample] = weighted / weights;
      place[line * samples + sample] = (places[sample] as number) / (counts[sample] as number);
    }
  });
  return { step, origin: least + step / 2, samples, values: profile, across: place };
}

/** A profile of corrections at a place along, straight between samples; the nearest sample at ends and beside gaps. NaN without any. */
export function profileAt({ step, origin, samples }: LineProfiles, corrections: Float64Array, line: number, along: number): number {
  const position = Math.max(0, Math.min(samples - 1, (along - origin) / step));
  const before = Math.floor(position);
  const after = Math.min(samples - 1, before + 1);
  const [left, right] = [corrections[line * samples + before] as number, corrections[line * samples + after] as number];
  if (Number.isNaN(left)) return right;
  if (Number.isNaN(right)) return left;
  return left + (position - before) * (right - left);
}
