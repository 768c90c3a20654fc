import type { PointSet, Unit } from "@geoanomaly/core";

/** What absolute quantities can be on and above the Earth: gravity to 50 km up, the field from the South Atlantic to the poles. */
const POSSIBLE: Readonly<Record<string, readonly [low: number, high: number]>> = {
  gravity: [960_000, 985_000],
  "total-field": [15_000, 75_000],
};

/** Other units of the two, and what turns their numbers into mGal and nT. */
const UNITS: Readonly<Partial<Record<Unit, readonly (readonly [name: string, factor: number])[]>>> = {
  mGal: [
    ["Gal", 1e3],
    ["uGal", 1e-3],
    ["um/s2 (gravity units)", 0.1],
    ["m/s2", 1e5],
  ],
  nT: [
    ["uT", 1e3],
    ["T", 1e9],
  ],
};

/** Readings whose numbers are possible only in another unit. */
export interface OtherUnit {
  readonly name: string;
  readonly factor: number;
  readonly readings: readonly number[];
}

/**
 * Finds readings of gravity or of the total field that make no sense in their unit but do in another. Anomalies can be anything: for them
 * nothing is found.
 */
export function otherUnits({ values, quantity }: PointSet): readonly OtherUnit[] {
  const [low, high] = POSSIBLE[quantity.functional] ?? [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
  const found = new Map<string, { readonly factor: number; readonly readings: number[] }>();
  values.forEach((value, index) => {
    if (Number.isNaN(value) || (value >= low && value <= high)) return;
    const unit = UNITS[quantity.unit]?.find(([, factor]) => value * factor >= low && value * factor <= high);
    if (!unit) return;
    const [name, factor] = unit;
    const entry = found.get(name) ?? { factor, readings: [] };
    entry.readings.push(index);
    found.set(name, entry);
  });
  return [...found].map(([name, entry]) => ({ name, ...entry }));
}
