import {
  divergingColour,
  FUNCTIONAL_NAMES,
  type Functional,
  hexColour,
  type Quantity,
  sequentialColour,
  UNIT_NAMES,
} from "@geoanomaly/core";
import { scaleLinear } from "d3-scale";
import { numberLabel } from "../plot/number-label.js";

/** How the numbers of a quantity become colours. */
export interface ColourScale {
  /** `diverging`: zero has the middle colour and both sides reach as far. */
  readonly kind: "diverging" | "sequential";
  readonly low: number;
  readonly high: number;
  /** Quantity with its unit. */
  readonly label: string;
  /** Some values lie beyond an end and have its colour. */
  readonly below: boolean;
  readonly above: boolean;
  /** Where the legend is labelled, ascending. */
  readonly ticks: readonly { readonly value: number; readonly text: string }[];
}

/** Colours of a ramp; odd, so that zero has one of its own. */
export const RAMP_COLOURS = 251;
/** Indexes behind the ramp: the two tones that hatch no data, and nothing at all. */
export const NO_DATA_INDEX = RAMP_COLOURS;
export const NO_DATA_STROKE_INDEX = RAMP_COLOURS + 1;
export const NOTHING_INDEX = RAMP_COLOURS + 2;
const NO_DATA_RGBA = [205, 205, 205, 255] as const;
const NO_DATA_STROKE_RGBA = [170, 170, 170, 255] as const;

/** Quantities that are never negative, or whose zero is no middle. */
const ONE_SIDED: ReadonlySet<Functional> = new Set([
  "gravity",
  "gravity-potential",
  "total-field",
  "total-gradient",
  "topography",
  "susceptibility",
  "source-depth",
  "standard-uncertainty",
]);

/** Share of the values at each end that is not the bulk. */
const TAIL = 0.02;
/** The colours reach to the extremes, but not farther than so many times the bulk: a compact body keeps its shape, a spike bleaches nothing. */
const REACH = 2;
/** Limits are rounded outwards to one of these, times a power of ten: the ends of the legend are numbers that can be read. */
const ROUND = [1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10];

export interface ScaleOptions {
  /** What it is called where its quantity is not known. */
  readonly title?: string;
  /** Share of values at each end that is not the bulk. Default 0.02; a model takes 0, since its body may be a small share of its cells. */
  readonly tail?: number;
}

/**
 * Scale of a quantity: diverging about zero for signed quantities, sequential for one-sided ones and for those whose bulk lies on one side of
 * zero (a Bouguer anomaly of −150..−90 mGal would else be one colour).
 * @param values NaN is left out.
 */
export function colourScale(
  values: Float32Array | Float64Array,
  quantity: Quantity,
  { title, tail = TAIL }: ScaleOptions = {},
): ColourScale {
  const sorted = Float64Array.from(values.filter(Number.isFinite)).sort();
  const at = (share: number) => sorted[Math.round(share * (sorted.length - 1))] ?? Number.NaN;
  const extremes = { min: at(0), max: at(1) };
  const words = quantityLabel(quantity, title);
  const oneSided = ONE_SIDED.has(quantity.functional) || at(0.05) > 0 || at(0.95) < 0;
  if (!oneSided) {
    const bulk = Math.max(Math.abs(at(tail)), Math.abs(at(1 - tail)));
    const extreme = Math.max(Math.abs(extremes.min), Math.abs(extremes.max));
    return divergingScale(bulk > 0 ? Math.min(extreme, REACH * bulk) : extreme, words, extremes);
  }
  const median = at(0.5);
  const low = Math.max(extremes.min, median - REACH * (median - at(tail)));
  const high = Math.min(extremes.max, median + REACH * (at(1 - tail) - median));
  return low < high ? sequentialScale(low, high, words, extremes) : sequentialScale(extremes.min, extremes.max, words, extremes);
}

interface Extremes {
  readonly min: number;
  readonly max: number;
}

/** From `-limit` to `limit`, the limit rounded up. */
export function divergingScale(limit: number, label: string, { min, max }: Extremes): ColourScale {
  const round = roundUp(limit) || 1;
  return withTicks({ kind: "diverging", low: -round, high: round, label, below: min < -round, above: max > round });
}

/** From `low` to `high`, both rounded outwards; a range that nearly begins at zero begins there. */
export function sequentialScale(low: number, high: number, label: string, { min, max }: Extremes): ColourScale {
  let [from, to] = [low, high];
  if (!(from <= to)) [from, to] = [0, 1];
  if (from >= 0 && from <= 0.25 * to) from = 0;
  if (from === to) to = from + (Math.abs(from) || 1);
  const [first, last] = scaleLinear().domain([from, to]).nice(10).domain() as [number, number];
  return withTicks({ kind: "sequential", low: first, high: last, label, below: min < first, above: max > last });
}

/** Words and unit, e.g. `Residual gravity anomaly (mGal)`. @param title In place of a quantity that is not known. */
export function quantityLabel({ functional, unit }: Quantity, title = FUNCTIONAL_NAMES.unknown): string {
  const words = functional === "unknown" ? title : FUNCTIONAL_NAMES[functional];
  return unit === "1" ? words : `${words} (${UNIT_NAMES[unit]})`;
}

/** Index of the colour of a value in {@link palette}; NaN is no data. */
export function colourIndex(value: number, { low, high }: ColourScale): number {
  if (Number.isNaN(value)) return NO_DATA_INDEX;
  return Math.round(Math.min(1, Math.max(0, (value - low) / (high - low))) * (RAMP_COLOURS - 1));
}

/** RGBA quadruples: the ramp, the two tones of no data, nothing. */
export function palette(scale: ColourScale): Uint8Array {
  const colours = Array.from({ length: RAMP_COLOURS }, (_, index) => [...rampColour(scale, index / (RAMP_COLOURS - 1)), 255]);
  return Uint8Array.from([...colours, NO_DATA_RGBA, NO_DATA_STROKE_RGBA, [255, 255, 255, 0]].flat());
}

/** Colour of a value as `#rrggbb`. */
export function colourOf(value: number, scale: ColourScale): string {
  return hexColour(rampColour(scale, colourIndex(value, scale) / (RAMP_COLOURS - 1)));
}

/** @param position 0..1 from the low to the high end. */
function rampColour({ kind }: ColourScale, position: number): [number, number, number] {
  return kind === "diverging" ? divergingColour(2 * position - 1) : sequentialColour(position);
}

function roundUp(limit: number): number {
  if (!(limit > 0) || !Number.isFinite(limit)) return 0;
  const decade = 10 ** Math.floor(Math.log10(limit));
  const step = ROUND.find((each) => each * decade >= limit * (1 - 1e-9)) ?? 10;
  return Number((step * decade).toPrecision(3));
}

function withTicks(scale: Omit<ColourScale, "ticks">): ColourScale {
  const values = scaleLinear().domain([scale.low, scale.high]).ticks(6);
  return { ...scale, ticks: values.map((value) => ({ value, text: numberLabel(value, values[1]! - values[0]!) })) };
}
