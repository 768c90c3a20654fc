import type { PluginContext } from "@geoanomaly/core";
import type { Field } from "./field.js";
import type { Layer } from "./layers.js";
import { bandTail, TAIL_PROBABILITIES } from "./null/band-tail.js";

/** MAD to standard deviation of a normal distribution. */
const MAD_TO_SIGMA = 1.4826;

/** Place of an anomaly's highest score: its cell and the scale that gave it. */
export interface Peak {
  readonly cell: number;
  readonly scale: number;
}

async function standardised({ values }: Layer, context: PluginContext): Promise<Float32Array> {
  const { median, mad } = await context.kernels.statistics(values, { signal: context.signal, threads: context.threads });
  return mad > 0 ? values.map((value) => (value - median) / (MAD_TO_SIGMA * mad)) : values.map(() => Number.NaN);
}

/** Mean of the layers that are there in each cell. */
function meanOf(layers: readonly Float32Array[]): Float32Array {
  return (layers[0] as Float32Array).map((_, cell) => {
    let [sum, count] = [0, 0];
    for (const layer of layers) {
      const value = layer[cell] as number;
      if (Number.isNaN(value)) continue;
      sum += value;
      count++;
    }
    return count === 0 ? Number.NaN : sum / count;
  });
}

/** Band values at the peaks of a field, in deviations of the bulk of the band: without the tail, which is another for every fusion. */
async function scoresAt(peaks: readonly Peak[], values: Float32Array, field: Field, context: PluginContext): Promise<number[]> {
  const { geometry, scales, windows, wrap, columnStretch } = field;
  const bands = await context.kernels.detection.bands(values, geometry, {
    signal: context.signal,
    threads: context.threads,
    scales,
    windows,
    wrap,
    probabilities: TAIL_PROBABILITIES,
    ...(columnStretch && { columnStretch }),
  });
  const tails = bands.map(({ quantiles }) => bandTail(quantiles));
  return peaks.map(({ cell, scale }) => {
    const value = bands[scale]?.values[cell] ?? Number.NaN;
    return Number.isNaN(value) ? 0 : value / (tails[scale] as (typeof tails)[0]).unit;
  });
}

/**
 * Share of each peak's score that is lost without each layer: all layers are standardised (median, MAD), fused by their mean with and
 * without the one, and scored anew at the place and scale of the peak. Negative where a layer speaks against the anomaly. A layer without
 * others is everything.
 */
export async function contributions(
  peaks: readonly Peak[],
  layers: readonly Layer[],
  field: Field,
  context: PluginContext,
): Promise<Record<string, number>[]> {
  if (peaks.length === 0 || layers.length === 0) return peaks.map(() => ({}));
  if (layers.length === 1) return peaks.map(() => ({ [(layers[0] as Layer).name]: 1 }));
  const standard = await Promise.all(layers.map((layer) => standardised(layer, context)));
  const full = await scoresAt(peaks, meanOf(standard), field, context);
  const shares: Record<string, number>[] = peaks.map(() => ({}));
  for (const [left, { name }] of layers.entries()) {
    const rest = await scoresAt(peaks, meanOf(standard.filter((_, k) => k !== left)), field, context);
    shares.forEach((share, k) => {
      const whole = full[k] as number;
      share[name] = whole === 0 ? 0 : 1 - (rest[k] as number) / whole;
    });
  }
  return shares;
}
