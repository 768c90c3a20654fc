import type { GridStatistics } from "../contracts/kernels.js";

/** Statistics as JSON has them: null where there is no number. */
export type StatisticsJson = { readonly [K in keyof GridStatistics]: number | null };

export const statisticsJson = (statistics: GridStatistics): StatisticsJson =>
  Object.fromEntries(Object.entries(statistics).map(([key, value]) => [key, Number.isFinite(value) ? value : null])) as StatisticsJson;

export const statisticsFrom = (json: StatisticsJson): GridStatistics =>
  Object.fromEntries(Object.entries(json).map(([key, value]) => [key, value ?? Number.NaN])) as unknown as GridStatistics;
