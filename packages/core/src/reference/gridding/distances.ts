import type { GriddingKernels } from "../../contracts/gridding-kernels.js";
import type { KernelRun } from "../../contracts/kernels.js";
import { checkLength } from "../grid-arguments.js";
import { type CellFrame, cellFrame, checkInverseDistance, checkReadings, checkScale } from "./arguments.js";
import { nearestReadings } from "./nearest-readings.js";

/** Calls `sample(x, y)` at every cell centre, in the scaled plane. */
function eachSample(frame: CellFrame, scale: readonly [number, number], options: KernelRun, sample: (x: number, y: number) => number) {
  const out = new Float32Array(frame.rows * frame.cols);
  for (let row = 0; row < frame.rows; row++) {
    options.signal?.throwIfAborted();
    const y = (frame.north - 0.5 * frame.rowStep) * scale[1] - row * (frame.rowStep * scale[1]);
    for (let col = 0; col < frame.cols; col++) {
      const x = (frame.west + 0.5 * frame.columnStep) * scale[0] + col * (frame.columnStep * scale[0]);
      out[row * frame.cols + col] = sample(x, y);
    }
  }
  return out;
}

export const inverseDistance: GriddingKernels["inverseDistance"] = async (readings, geometry, options) => {
  checkReadings(readings);
  checkInverseDistance(options);
  checkScale("inverseDistance", options.scale);
  const nearest = nearestReadings(readings, options.scale);
  return eachSample(cellFrame("inverseDistance", geometry), options.scale, options, (x, y) => {
    const found = nearest(x, y, options.neighbours).filter(({ distance2 }) => distance2 <= options.radius ** 2);
    const first = found[0];
    if (first === undefined) return Number.NaN;
    const weighed = found
      .filter(({ distance2 }) => first.distance2 > 0 || distance2 === 0)
      .map(({ distance2, value }) => ({ value, weight: first.distance2 > 0 ? (first.distance2 / distance2) ** (options.power / 2) : 1 }));
    return weighed.reduce((sum, { weight, value }) => sum + weight * value, 0) / weighed.reduce((sum, { weight }) => sum + weight, 0);
  });
};

export const nearestDistance: GriddingKernels["nearestDistance"] = async (readings, geometry, options) => {
  checkReadings(readings);
  checkScale("nearestDistance", options.scale);
  const nearest = nearestReadings(readings, options.scale);
  return eachSample(cellFrame("nearestDistance", geometry), options.scale, options, (x, y) =>
    Math.sqrt(nearest(x, y, 1)[0]?.distance2 ?? Number.NaN),
  );
};

export const nearestDistanceAt: GriddingKernels["nearestDistanceAt"] = async (readings, places, options) => {
  checkReadings(readings);
  checkLength("northing", places.northing, places.easting.length);
  checkScale("nearestDistanceAt", options.scale);
  const nearest = nearestReadings(readings, options.scale);
  return Float32Array.from(places.easting, (easting, i) => {
    options.signal?.throwIfAborted();
    const [x, y] = [easting * options.scale[0], places.northing[i]! * options.scale[1]];
    return Number.isFinite(x) && Number.isFinite(y) ? Math.sqrt(nearest(x, y, 1)[0]?.distance2 ?? Number.NaN) : Number.NaN;
  });
};
