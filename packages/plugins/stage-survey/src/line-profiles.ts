import type { Plane, SurveyLine } from "@geoanomaly/core";

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

/** Sums of a straight-line fit, weighted. */
interface Fit {
  readonly weight: Float64Array;
  readonly place: Float64Array;
  readonly square: Float64Array;
  readonly value: Float64Array;
  readonly product: Float64Array;
}

/** Value at 0 of the fitted straight line; the mean where all readings stand at one place. */
function fitted({ weight, place, square, value, product }: Fit, at: number): number {
  const [w, p, q, v, m] = [weight, place, square, value, product].map((sums) => sums[at] as number) as [
    number,
    number,
    number,
    number,
    number,
  ];
  const spread = q * w - p * p;
  return spread > 1e-9 * q * w ? (q * v - p * m) / spread : v / w;
}

/**
 * Low-pass along each line: a straight line fitted to the readings around each sample with the weights of a raised cosine (Hann window)
 * of full width `wavelength`, which halves that wavelength and leaves next to nothing of half of it. Straight fields stay what they are, at
 * the ends of a line too. Sampled only where the line has readings, so that nothing is carried across gaps.
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
  const origin = least + step / 2;
  const samples = Math.max(1, Math.floor((greatest - least) / step) + 1);
  const profile = new Float64Array(lines.length * samples).fill(Number.NaN);
  const place = new Float64Array(lines.length * samples).fill(Number.NaN);
  const half = SAMPLES_PER_WAVELENGTH / 2;
  const sums = () => new Float64Array(samples);
  lines.forEach(({ members }, line) => {
    const value: Fit = { weight: sums(), place: sums(), square: sums(), value: sums(), product: sums() };
    const sideways: Fit = { ...value, value: sums(), product: sums() };
    const present = new Uint8Array(samples);
    const add = (array: Float64Array, sample: number, term: number) => {
      array[sample] = (array[sample] as number) + term;
    };
    for (const index of members) {
      const reading = values[index] as number;
      if (Number.isNaN(reading)) continue;
      const position = ((along[index] as number) - origin) / step;
      present[Math.max(0, Math.min(samples - 1, Math.round(position)))] = 1;
      for (let sample = Math.max(0, Math.ceil(position - half)); sample <= Math.min(samples - 1, Math.floor(position + half)); sample++) {
        const distance = position - sample;
        const weight = 0.5 + 0.5 * Math.cos((Math.PI * distance) / half);
        add(value.weight, sample, weight);
        add(value.place, sample, weight * distance);
        add(value.square, sample, weight * distance * distance);
        add(value.value, sample, weight * reading);
        add(value.product, sample, weight * distance * reading);
        add(sideways.value, sample, weight * (across[index] as number));
        add(sideways.product, sample, weight * distance * (across[index] as number));
      }
    }
    for (let sample = 0; sample < samples; sample++) {
      if (present[sample] === 0) continue;
      profile[line * samples + sample] = fitted(value, sample);
      place[line * samples + sample] = fitted(sideways, sample);
    }
  });
  return { step, origin, samples, values: profile, across: place };
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
