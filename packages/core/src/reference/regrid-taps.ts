import type { RegridMethod } from "../contracts/kernels.js";

/** Regular samples along one axis. `origin` is the outer edge of sample 0; `spacing` may be negative. */
export interface Axis {
  readonly origin: number;
  readonly spacing: number;
  readonly count: number;
}

/** One source sample and its weight. `across`: a row seen over the pole, on the opposite meridian. */
export interface Tap {
  readonly index: number;
  readonly weight: number;
  readonly across: boolean;
}

/** Part of a sample by which a transform may be off and still close the circle, or mirror a row in the pole. */
const SLACK = 0.01;

/** Positions count source samples, in steps of 2^-22, so that edges which only rounding of a transform sets apart coincide. */
const snap = (position: number) => Math.round(position * 2 ** 22) / 2 ** 22;

/** Columns that close the circle of longitude, without a repeated seam column; undefined if they do not. */
export function closedCircle(columns: Axis): Axis | undefined {
  for (const count of [columns.count, columns.count - 1]) {
    if (count > 0 && Math.abs(count * columns.spacing - 360) < SLACK * columns.spacing) {
      return { origin: columns.origin, spacing: 360 / count, count };
    }
  }
  return undefined;
}

/** Interval of source positions that speak for target sample `j`, and the weight of whole source sample `i` in it (0: none). */
function influence(source: Axis, target: Axis, method: RegridMethod, j: number) {
  const offset = (target.origin - source.origin) / source.spacing;
  const ratio = target.spacing / source.spacing;
  if (method === "average") {
    const begin = snap(offset + j * ratio);
    const end = snap(offset + (j + 1) * ratio);
    return { begin, end, weight: (i: number, from: number, to: number) => Math.min(i + 1, to) - Math.max(i, from) };
  }
  const centre = snap(offset + (j + 0.5) * ratio);
  const reach = Math.max(1, snap(Math.abs(ratio)));
  const weight = (i: number, from: number, to: number) => 1 - Math.abs(i + 0.5 - (from + to) / 2) / reach;
  return { begin: centre - reach, end: centre + reach, weight };
}

/** Source columns of each target column. `turn`: columns of a full turn of longitude, to look for them on every turn; Infinity for an axis that does not come round. */
export function columnTaps(source: Axis, target: Axis, method: RegridMethod, turn: number): Tap[][] {
  return Array.from({ length: target.count }, (_, j) => {
    const { begin, end, weight } = influence(source, target, method, j);
    const taps: Tap[] = [];
    const turns = Number.isFinite(turn)
      ? { first: Math.floor((begin - source.count) / turn), last: Math.ceil(end / turn) }
      : { first: 0, last: 0 };
    for (let k = turns.first; k <= turns.last; k++) {
      const shift = k === 0 ? 0 : k * snap(turn);
      for (let i = Math.max(0, Math.floor(begin - shift)); i < Math.min(source.count, end - shift); i++) {
        const w = weight(i, begin - shift, end - shift);
        if (w > 0) taps.push({ index: i, weight: w, across: false });
      }
    }
    return taps;
  });
}

/** Source rows of each target row. On a globe no cell reaches beyond a pole; `mirror`: the triangle reads on beyond it, on the opposite meridian. */
export function rowTaps(source: Axis, target: Axis, method: RegridMethod, geographic: boolean, mirror: boolean): Tap[][] {
  const north = geographic ? snap((90 - source.origin) / source.spacing) : Number.NEGATIVE_INFINITY;
  const south = geographic ? snap((-90 - source.origin) / source.spacing) : Number.POSITIVE_INFINITY;
  return Array.from({ length: target.count }, (_, j) => {
    const { begin, end, weight } = influence(source, target, method, j);
    const [from, to] = method === "average" ? [Math.max(begin, north), Math.min(end, south)] : [begin, end];
    const taps: Tap[] = [];
    for (let i = Math.floor(from); i < to; i++) {
      const w = weight(i, from, to);
      if (!(w > 0)) continue;
      const pole = i + 0.5 < north ? north : i + 0.5 > south ? south : undefined;
      if (pole === undefined || !mirror) {
        if (i >= 0 && i < source.count) taps.push({ index: i, weight: w, across: false });
        continue;
      }
      const image = 2 * pole - 1 - i;
      const index = Math.round(image);
      if (Math.abs(image - index) <= SLACK && index >= 0 && index < source.count) taps.push({ index, weight: w, across: true });
    }
    return taps;
  });
}
