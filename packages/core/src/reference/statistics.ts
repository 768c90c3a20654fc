import type { GridStatistics, Kernels, Shape } from "../contracts/kernels.js";
import { checkRowWeights, checkSamples, tilesOf } from "./grid-arguments.js";

/** Samples with their weights, if they have any. */
interface Samples {
  readonly values: Float64Array;
  readonly weights?: Float64Array;
}

/** By value; equal values stay in the order of the samples. */
function sorted({ values, weights }: Samples): Samples {
  if (weights === undefined) return { values: values.toSorted() };
  const order = Array.from(values.keys()).sort((a, b) => values[a]! - values[b]!);
  return { values: Float64Array.from(order, (k) => values[k]!), weights: Float64Array.from(order, (k) => weights[k]!) };
}

/**
 * Percentile `p` (0..1) of sorted samples, NaN if there are none. Without weights: linear between order statistics at `(n - 1) p`.
 * With weights > 0, sample k stands at the middle of its weight, `t_k = w_0 + ... + w_(k-1) + w_k / 2`, and the percentile is linear
 * between samples at `t_0 + (t_(n-1) - t_0) p`; equal weights give the former.
 */
function percentile({ values, weights }: Samples, p: number): number {
  let before = 0;
  const places = weights?.map((weight) => {
    before += weight;
    return before - weight / 2;
  });
  const first = places?.[0] ?? 0;
  const target = first + ((places?.at(-1) ?? values.length - 1) - first) * p;
  const upper = places === undefined ? Math.ceil(target) : Math.min(places.findLastIndex((place) => place < target) + 1, values.length - 1);
  const above = values[Math.max(upper, 0)] ?? Number.NaN;
  const below = values[upper - 1] ?? above;
  if (below === above) return above;
  const [from, to] = places === undefined ? [upper - 1, upper] : [places[upper - 1]!, places[upper]!];
  const fraction = (target - from) / (to - from);
  return fraction === 1 ? above : (1 - fraction) * below + fraction * above;
}

/** Statistics of finite samples. Samples of weight 0 count for `count`, `min` and `max` only. */
function describe(all: Samples): GridStatistics {
  const has = (_: number, k: number) => all.weights === undefined || all.weights[k]! > 0;
  const { values, weights }: Samples =
    all.weights === undefined ? all : { values: all.values.filter(has), weights: all.weights.filter(has) };
  const sum = (term: (value: number) => number) => values.reduce((total, value, k) => total + (weights?.[k] ?? 1) * term(value), 0);
  const total = sum(() => 1);
  const mean = sum((value) => value) / total;
  const inOrder = sorted({ values, ...(weights && { weights }) });
  const median = percentile(inOrder, 0.5);
  const deviations = values.map((value) => Math.abs(value - median));
  const extremes = all.values.toSorted();
  return {
    count: all.values.length,
    min: extremes[0] ?? Number.NaN,
    max: extremes.at(-1) ?? Number.NaN,
    mean,
    std: Math.sqrt(sum((value) => (value - mean) ** 2) / total),
    median,
    mad: percentile(sorted({ values: deviations, ...(weights && { weights }) }), 0.5),
    p5: percentile(inOrder, 0.05),
    p95: percentile(inOrder, 0.95),
  };
}

/** Statistics of every tile; weighted percentiles as {@link percentile} says. */
export const tileStatistics: Kernels["tileStatistics"] = async (values, shape, tile, { rowWeights, signal } = {}) => {
  const tiles = tilesOf(shape, tile);
  checkSamples("values", values, shape);
  checkRowWeights(rowWeights, shape.rows);
  return Array.from({ length: tiles.rows * tiles.cols }, (_, index) => {
    signal?.throwIfAborted();
    const top = Math.floor(index / tiles.cols) * tile.rows;
    const left = (index % tiles.cols) * tile.cols;
    const bottom = Math.min(top + tile.rows, shape.rows);
    const right = Math.min(left + tile.cols, shape.cols);
    const samples = new Float64Array((bottom - top) * (right - left));
    const weights = new Float64Array(samples.length);
    let count = 0;
    for (let row = top; row < bottom; row++) {
      for (let col = left; col < right; col++) {
        const value = values[row * shape.cols + col]!;
        if (!Number.isFinite(value)) continue;
        samples[count] = value;
        weights[count++] = rowWeights?.[row] ?? 1;
      }
    }
    return describe({ values: samples.slice(0, count), ...(rowWeights && { weights: weights.slice(0, count) }) });
  });
};

/** {@link tileStatistics} of one tile as large as the grid. Without a shape, each row weight stands for an equal run of samples. */
export const statistics: Kernels["statistics"] = async (values, options = {}) => {
  const rows = options.rowWeights?.length ?? 1;
  const shape: Shape = options.shape ?? { rows, cols: rows === 0 ? 0 : values.length / rows };
  checkSamples("values", values, shape);
  checkRowWeights(options.rowWeights, shape.rows);
  if (values.length === 0) return describe({ values: new Float64Array() });
  const [whole] = await tileStatistics(values, shape, shape, options);
  return whole!;
};
