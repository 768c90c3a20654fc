import type { PlaneReadings, PlaneScale } from "../../contracts/gridding-kernels.js";

/** A reading seen from a sample. */
export interface Neighbour {
  readonly distance2: number;
  readonly value: number;
}

/** Nearer first; of equally near ones the smaller value. */
const byDistance = (a: Neighbour, b: Neighbour) => a.distance2 - b.distance2 || a.value - b.value;

/** Finds nearest readings: they lie in square cells, and rings of cells are looked through until no nearer reading can follow. */
export function nearestReadings(readings: PlaneReadings, scale: PlaneScale): (x: number, y: number, count: number) => readonly Neighbour[] {
  const kept = [...readings.values.keys()].filter(
    (i) => Number.isFinite(readings.values[i]) && Number.isFinite(readings.easting[i]) && Number.isFinite(readings.northing[i]),
  );
  const x = Float64Array.from(kept, (i) => readings.easting[i]! * scale[0]);
  const y = Float64Array.from(kept, (i) => readings.northing[i]! * scale[1]);
  if (kept.length === 0) return () => [];
  const lowest = (array: Float64Array) => array.reduce((a, b) => Math.min(a, b), Infinity);
  const highest = (array: Float64Array) => array.reduce((a, b) => Math.max(a, b), -Infinity);
  const [west, south] = [lowest(x), lowest(y)];
  const [width, height] = [highest(x) - west, highest(y) - south];
  const cell = Math.max(Math.sqrt((width * height) / kept.length), Math.max(width, height) / kept.length) || 1;
  const [across, up] = [Math.floor(width / cell) + 1, Math.floor(height / cell) + 1];
  const cells = new Map<number, number[]>();
  for (let i = 0; i < kept.length; i++) {
    const key = Math.floor((y[i]! - south) / cell) * across + Math.floor((x[i]! - west) / cell);
    const members = cells.get(key);
    if (members === undefined) cells.set(key, [i]);
    else members.push(i);
  }
  return (px, py, count) => {
    // Outside the cells the search starts at the nearest one.
    const col = Math.min(across - 1, Math.max(0, Math.floor((px - west) / cell)));
    const row = Math.min(up - 1, Math.max(0, Math.floor((py - south) / cell)));
    const outside = Math.max(0, west - px, px - west - across * cell, south - py, py - south - up * cell);
    let found: Neighbour[] = [];
    for (let ring = 0; ring < across + up; ring++) {
      // All cells not yet seen are at least this far: the distance through `ring - 1` whole cells.
      const reach = Math.max(outside, (ring - 1) * cell);
      if (found.length >= count && found[count - 1]!.distance2 < reach * reach) break;
      for (let r = Math.max(0, row - ring); r <= Math.min(up - 1, row + ring); r++) {
        const wholeRow = r === row - ring || r === row + ring;
        for (let c = col - ring; c <= col + ring; c += wholeRow || ring === 0 ? 1 : 2 * ring) {
          if (c < 0 || c >= across) continue;
          for (const i of cells.get(r * across + c) ?? []) {
            found.push({ distance2: (x[i]! - px) ** 2 + (y[i]! - py) ** 2, value: readings.values[kept[i]!]! });
          }
        }
      }
      found = found.sort(byDistance).slice(0, count);
    }
    return found;
  };
}
