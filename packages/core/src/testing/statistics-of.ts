import type { GridStatistics } from "../contracts/kernels.js";

/** By the definitions in `GridStatistics`, in double precision. */
export function statisticsOf(values: Float32Array | Float64Array): GridStatistics {
  const sorted = Float64Array.from(values)
    .filter((value) => !Number.isNaN(value))
    .sort();
  const count = sorted.length;
  const quantile = (ordered: Float64Array, p: number) => {
    const place = (ordered.length - 1) * p;
    const [low, high] = [ordered[Math.floor(place)]!, ordered[Math.ceil(place)]!];
    return low + (high - low) * (place - Math.floor(place));
  };
  const mean = sorted.reduce((sum, value) => sum + value, 0) / count;
  const std = Math.sqrt(sorted.reduce((sum, value) => sum + (value - mean) ** 2, 0) / count);
  const median = quantile(sorted, 0.5);
  const mad = quantile(sorted.map((value) => Math.abs(value - median)).sort(), 0.5);
  return {
    count,
    min: sorted[0]!,
    max: sorted[count - 1]!,
    mean,
    std,
    median,
    mad,
    p5: quantile(sorted, 0.05),
    p95: quantile(sorted, 0.95),
  };
}
