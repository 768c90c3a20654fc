import type { Places, PluginContext, SourceFit } from "@geoanomaly/core";
import type { PlaneSurvey } from "./survey.js";
import { fitTrend, type Trend, trendAt } from "./trend.js";

/** Up to so many sources one dense fit is quick, and windows would only cost accuracy. */
const DENSE_SOURCES = 1500;
/** Sources that a window is sized for: its cost grows with their square. */
const WINDOW_SOURCES = 300;

/** How sources are placed and fitted. */
export interface SourceChoice {
  /** Metres below the middle height of the readings of the source's block. */
  readonly depth: number;
  readonly damping: number;
  /** Side of the blocks that get one source each, metres. */
  readonly sourceSpacing: number;
  /** Metres; absent: sized for about 300 sources, or one dense fit for up to 1500. */
  readonly window?: number;
  readonly rounds: number;
  readonly seed: number;
  readonly trend: Trend["kind"];
}

export interface SourceModel {
  readonly sources: Places;
  readonly trend: Trend;
  readonly window: number;
  readonly fit: SourceFit;
}

const extentOf = (values: Float64Array) =>
  values.reduce(([low, high], value) => [Math.min(low, value), Math.max(high, value)] as const, [Infinity, -Infinity] as const);

/** One source below the readings of each block: middle place, middle height minus the depth. */
async function placeSources({ places, values }: PlaneSurvey, choice: SourceChoice, context: PluginContext): Promise<Places> {
  if (values.length === 0) return places;
  const spacing = choice.sourceSpacing;
  const [[west, east], [south, north]] = [extentOf(places.easting), extentOf(places.northing)];
  const first = (low: number) => Math.floor(low / spacing);
  const geometry = {
    rows: first(north) - first(south) + 1,
    cols: first(east) - first(west) + 1,
    transform: [spacing, 0, first(west) * spacing, 0, -spacing, (first(north) + 1) * spacing],
    registration: "area",
    crs: "local",
  } as const;
  const { signal, threads } = context;
  const blocks = await context.kernels.gridding.blockMedian([places.easting, places.northing, places.upward], geometry, {
    signal,
    threads,
  });
  const [easting, northing, upward] = blocks.columns as [Float64Array, Float64Array, Float64Array];
  return { easting: easting.slice(), northing: northing.slice(), upward: upward.map((height) => height - choice.depth) };
}

/** Fits sources to a survey, about its trend. */
export async function fitSourceModel(survey: PlaneSurvey, choice: SourceChoice, context: PluginContext): Promise<SourceModel> {
  const { places, values, weights } = survey;
  const trend = fitTrend(choice.trend, places, values);
  const residual = values.map((value, i) => value - trendAt(trend, places.easting[i] as number, places.northing[i] as number));
  const sources = await placeSources(survey, choice, context);
  const count = sources.easting.length;
  const window =
    choice.window ?? (count <= DENSE_SOURCES ? Number.POSITIVE_INFINITY : Math.sqrt(WINDOW_SOURCES * choice.sourceSpacing ** 2));
  const fit = await context.kernels.gridding.fitSources(places, residual, sources, {
    damping: choice.damping,
    window,
    rounds: Number.isFinite(window) ? choice.rounds : 1,
    seed: choice.seed,
    ...(weights && { weights }),
    signal: context.signal,
    threads: context.threads,
  });
  return { sources, trend, window, fit };
}

/** Field of a model at places above its sources. */
export async function predictField(model: SourceModel, places: Places, context: PluginContext): Promise<Float64Array> {
  const { signal, threads } = context;
  const field = await context.kernels.gridding.sourceField(model.sources, model.fit.charges, places, { signal, threads });
  return field.map((value, i) => value + trendAt(model.trend, places.easting[i] as number, places.northing[i] as number));
}
