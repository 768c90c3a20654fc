import { FUNCTIONAL_NAMES, type GridStatistics, type LayerProduct, UNIT_NAMES } from "@geoanomaly/core";

/** How values become colours: the ramp is symmetric, from `-limit` to `limit`, zero in the middle. */
export interface LayerScale {
  readonly limit: number;
  /** Where the colour bar is labelled, ascending, zero among them. */
  readonly ticks: readonly number[];
  /** Quantity and unit in words. */
  readonly label: string;
  /** Some values lie beyond the ends of the ramp. */
  readonly clipped: boolean;
}

/** Robust z is clamped at 6; beyond 4 lie so few cells that the colours serve the others better. The same on every map and quicklook. */
const Z_LIMIT = 4;

/** Scale of a layer: ±4 for robust z; else one and a half times the larger of the 5 and 95 percent points, rounded up to 1, 2 or 5. */
export function layerScale({ grid, statistics }: Pick<LayerProduct, "grid" | "statistics">): LayerScale {
  const { functional, unit } = grid.quantity;
  const limit = functional === "robust-z" ? Z_LIMIT : roundLimit(statistics);
  const step = functional === "robust-z" ? 2 : limit / 4;
  const count = Math.round(limit / step);
  return {
    limit,
    ticks: Array.from({ length: 2 * count + 1 }, (_, index) => (index - count) * step),
    label: `${FUNCTIONAL_NAMES[functional]} (${UNIT_NAMES[unit]})`,
    clipped: statistics.min < -limit || statistics.max > limit,
  };
}

function roundLimit({ p5, p95, min, max }: GridStatistics): number {
  const wanted = 1.5 * Math.max(Math.abs(p5), Math.abs(p95)) || Math.max(Math.abs(min), Math.abs(max)) || 1;
  if (!Number.isFinite(wanted)) return 1;
  const decade = 10 ** Math.floor(Math.log10(wanted));
  return decade * [1, 2, 5, 10].find((step) => step * decade >= wanted)!;
}
