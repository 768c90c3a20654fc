import type { Samples } from "./uncompressed-rows.js";

/** Which stored values mean "no data", and how stored values become physical ones. */
export interface ValueRule {
  /** Values >= this are void. */
  readonly voidFrom: number;
  /** Values <= this are void. */
  readonly voidTo: number;
  /** The tag's value, in the precision of the samples; NaN if there is none. */
  readonly noData: number;
  readonly scale: number;
  readonly offset: number;
}

/** Physical values in float32, voids as NaN. Float32 samples are changed in place and returned. */
export function applyRule(samples: Samples, { voidFrom, voidTo, noData, scale, offset }: ValueRule): Float32Array {
  const values = samples instanceof Float32Array ? samples : new Float32Array(samples.length);
  const linear = scale !== 1 || offset !== 0;
  for (let i = 0; i < samples.length; i++) {
    const value = samples[i] as number;
    if (!(value < voidFrom && value > voidTo) || value === noData) values[i] = Number.NaN;
    else if (linear) values[i] = value * scale + offset;
    else if (values !== samples) values[i] = value;
  }
  return values;
}
