import type { Kernels, PluginContext, Shape } from "@geoanomaly/core";

/** Median absolute value to standard deviation of a normal distribution. */
const MAD_TO_SIGMA = 1.4826;

export interface SignalAndNoise {
  readonly signal: number;
  readonly noise: number;
  /** Where the noise is from. */
  readonly from: "uncertainty" | "differences";
}

/**
 * Noise of a layer: the root mean square of its uncertainties or, if it has none, from differences of neighbouring samples along both
 * axes of a pattern (1, -2, 1) x (1, -2, 1), which takes out everything smooth and multiplies the deviation of white noise by 6
 * (Immerkaer 1996, Fast noise variance estimation; here by the MAD). Signal: what remains of the robust variance of the layer.
 */
export async function signalAndNoise(
  values: Float32Array,
  uncertainty: Float32Array | undefined,
  { rows, cols }: Shape,
  kernels: Kernels,
  { signal, threads }: Pick<PluginContext, "signal" | "threads">,
): Promise<SignalAndNoise> {
  const { mad } = await kernels.statistics(values, { signal, threads });
  const spread = MAD_TO_SIGMA * mad;
  let noise: number;
  const known = uncertainty?.filter((value) => value > 0 && Number.isFinite(value));
  if (known && known.length > 0) {
    noise = Math.sqrt(known.reduce((sum, value) => sum + value ** 2, 0) / known.length);
  } else {
    const pattern = new Float32Array(Math.max(0, (rows - 2) * (cols - 2)));
    for (let row = 1; row + 1 < rows; row++)
      for (let col = 1; col + 1 < cols; col++) {
        const at = (i: number, j: number) => values[(row + i) * cols + col + j] as number;
        pattern[(row - 1) * (cols - 2) + col - 1] =
          at(-1, -1) + at(-1, 1) + at(1, -1) + at(1, 1) - 2 * (at(-1, 0) + at(1, 0) + at(0, -1) + at(0, 1)) + 4 * at(0, 0);
      }
    noise = (MAD_TO_SIGMA * (await kernels.statistics(pattern, { signal, threads })).mad) / 6;
  }
  return {
    signal: Math.sqrt(Math.max(spread ** 2 - noise ** 2, 0)),
    noise,
    from: known && known.length > 0 ? "uncertainty" : "differences",
  };
}
