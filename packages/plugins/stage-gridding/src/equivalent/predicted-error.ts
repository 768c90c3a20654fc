import type { HeldOut } from "./cross-validation.js";

/** Fewest held-out readings that say what the error at a distance is. */
const BIN_READINGS = 30;
const MOST_BINS = 12;

/** Root-mean-square error of held-out readings by distance from the nearest reading used; it does not fall with distance. */
export interface ErrorCurve {
  /** Middle distance of each bin, metres, ascending. */
  readonly distances: readonly number[];
  readonly errors: readonly number[];
  /** Largest distance tested; beyond it nothing is known. */
  readonly reach: number;
}

/** Pools neighbours until errors do not fall (weights: readings). */
function monotone(bins: readonly { distance: number; square: number; count: number }[]) {
  const pools: { square: number; count: number; bins: number }[] = [];
  for (const { square, count } of bins) {
    pools.push({ square, count, bins: 1 });
    for (let last = pools.length - 1; last > 0; last--) {
      const [a, b] = [pools[last - 1] as (typeof pools)[0], pools[last] as (typeof pools)[0]];
      if (a.square <= b.square) break;
      const total = a.count + b.count;
      pools.splice(last - 1, 2, { square: (a.square * a.count + b.square * b.count) / total, count: total, bins: a.bins + b.bins });
    }
  }
  return pools.flatMap(({ square, bins: width }) => Array.from({ length: width }, () => Math.sqrt(square)));
}

/** Curve from held-out readings; undefined for fewer than 30. */
export function errorCurve({ errors, distances }: HeldOut): ErrorCurve | undefined {
  if (errors.length < BIN_READINGS) return undefined;
  const order = [...distances.keys()].sort((a, b) => (distances[a] as number) - (distances[b] as number) || a - b);
  const count = Math.min(MOST_BINS, Math.floor(errors.length / BIN_READINGS));
  const bins = Array.from({ length: count }, (_, bin) => {
    const members = order.slice(Math.floor((bin * order.length) / count), Math.floor(((bin + 1) * order.length) / count));
    return {
      distance: distances[members[members.length >> 1] as number] as number,
      square: members.reduce((sum, i) => sum + (errors[i] as number) ** 2, 0) / members.length,
      count: members.length,
    };
  });
  return { distances: bins.map((bin) => bin.distance), errors: monotone(bins), reach: distances[order.at(-1) as number] as number };
}

/** Error at a distance, linear between the bins; NaN beyond what was tested. */
export function errorAt({ distances, errors, reach }: ErrorCurve, distance: number): number {
  if (!(distance <= reach)) return Number.NaN;
  const next = distances.findIndex((middle) => middle >= distance);
  if (next === 0) return errors[0] as number;
  if (next < 0) return errors.at(-1) as number;
  const [d0, d1] = [distances[next - 1] as number, distances[next] as number];
  const [e0, e1] = [errors[next - 1] as number, errors[next] as number];
  return e0 + ((e1 - e0) * (distance - d0)) / (d1 - d0);
}
