import type { Shape } from "../../contracts/kernels.js";
import type { SpectralPadding } from "../../contracts/spectral-kernels.js";
import { InvalidParameterError } from "../../errors.js";

/** Along one axis: `samples` of the grid from `offset` on in a transform of `length`. */
export interface PaddedAxis {
  readonly samples: number;
  readonly length: number;
  readonly offset: number;
}

/** Smallest even length >= `least` whose prime factors are 2, 3 and 5: what transforms do quickly. */
export function goodLength(least: number): number {
  for (let length = Math.max(2, least + (least % 2)); ; length += 2) {
    let rest = length;
    for (const prime of [2, 3, 5]) while (rest % prime === 0) rest /= prime;
    if (rest === 1) return length;
  }
}

/** The axes of a transform of a grid. @throws InvalidParameterError for a fraction outside 0..4. */
export function paddedAxes(shape: Shape, padding: SpectralPadding): { readonly row: PaddedAxis; readonly col: PaddedAxis } {
  if (padding !== "none" && !(padding.fraction >= 0 && padding.fraction <= 4)) {
    throw new InvalidParameterError("spectral filter", "padding.fraction", "a number within 0..4", String(padding.fraction));
  }
  const axis = (samples: number): PaddedAxis => {
    if (padding === "none") return { samples, length: samples, offset: 0 };
    const length = goodLength(samples + 2 * Math.ceil(padding.fraction * samples));
    return { samples, length, offset: (length - samples) >> 1 };
  };
  return { row: axis(shape.rows), col: axis(shape.cols) };
}

/** Which sample an index of the padded axis mirrors, and its weight: 1 on the grid, half a cosine to 0 at the far end of the margin. */
export function extension({ samples, length, offset }: PaddedAxis): { readonly index: Uint32Array; readonly weight: Float64Array } {
  const index = new Uint32Array(length);
  const weight = new Float64Array(length);
  const period = Math.max(1, 2 * (samples - 1));
  const [before, after] = [offset, length - offset - samples];
  for (let i = 0; i < length; i++) {
    const place = i - offset;
    const wrapped = ((place % period) + period) % period;
    index[i] = Math.min(wrapped, period - wrapped, samples - 1);
    const outside = Math.max(-place, place - samples + 1, 0);
    const margin = place < 0 ? before : after;
    weight[i] = outside === 0 ? 1 : Math.cos(((outside / (margin + 1)) * Math.PI) / 2) ** 2;
  }
  return { index, weight };
}
