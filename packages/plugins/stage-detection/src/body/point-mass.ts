import type { GridGeometry } from "@geoanomaly/core";
import { metresPerUnit } from "../geometry.js";
import type { Footprint, Shape } from "./footprint.js";

/** m3 kg-1 s-2. */
export const GRAVITATIONAL_CONSTANT = 6.6743e-11;
const MILLIGAL = 1e-5;
/** Depth of a point mass over the distance at which its anomaly falls to half: 1 / sqrt(2^(2/3) - 1). */
const DEPTH_OF_HALF_WIDTH = 1 / Math.sqrt(2 ** (2 / 3) - 1);
/** Radius of the disc that is integrated, in depths. */
const REACH = 3;
/** Ring around the disc whose median is the level that the anomaly stands on, in depths. */
const RING: readonly [number, number] = [3, 3.8];

export interface ExcessMass {
  readonly kilograms: number;
  /** Depth of a point mass that has the same half-width; the greatest depth a compact source can have. Metres below the observations. */
  readonly depth: number;
}

/**
 * Excess mass by Gauss's theorem: the integral of gravity over the plane is 2 pi G M. It is taken over a disc and divided by the part
 * 1 - h / sqrt(h^2 + r^2) that a point mass at depth h, found from the width at half height, has inside; the level is that of a ring
 * around, corrected for what the mass itself adds there.
 * @param gravity mGal, row-major on the geometry. @returns `undefined` where the disc or ring lacks data or the peak does not stand out of the ring.
 */
export function excessMass(
  gravity: Float32Array,
  geometry: GridGeometry,
  footprint: Footprint,
  shape: Shape,
  areas: Float64Array,
): ExcessMass | undefined {
  const { rows, cols, transform } = geometry;
  const [width, , west, , height, north] = transform;
  let peak = 0;
  footprint.cells.forEach((cell) => {
    const value = gravity[cell] as number;
    if (Math.abs(value) > Math.abs(peak)) peak = value;
  });
  const peakCell = footprint.cells.findIndex((cell) => gravity[cell] === peak);
  if (peakCell < 0) return undefined;
  const [centreX, centreY] = [
    west + width * ((footprint.cols[peakCell] as number) + 0.5),
    north + height * ((footprint.rows[peakCell] as number) + 0.5),
  ];
  const [east, up] = metresPerUnit(geometry, shape.northing);
  /** Cells whose centres lie within `from` .. `to` metres. */
  const around = (from: number, to: number) => {
    const found: { readonly value: number; readonly area: number }[] = [];
    const reachRows = Math.ceil(to / Math.abs(height * up));
    const reachCols = Math.ceil(to / Math.abs(width * east));
    const [row0, col0] = [footprint.rows[peakCell] as number, footprint.cols[peakCell] as number];
    for (let row = Math.max(0, row0 - reachRows); row <= Math.min(rows - 1, row0 + reachRows); row++)
      for (let col = Math.max(0, col0 - reachCols); col <= Math.min(cols - 1, col0 + reachCols); col++) {
        const distance = Math.hypot((west + width * (col + 0.5) - centreX) * east, (north + height * (row + 0.5) - centreY) * up);
        const value = gravity[row * cols + col] as number;
        if (distance >= from && distance < to && Number.isFinite(value)) found.push({ value, area: areas[row] as number });
      }
    return found;
  };
  const cellArea = areas[footprint.rows[peakCell] as number] as number;
  let level = 0;
  let depth = 0;
  // The level and the half-width depend on each other; a few rounds settle both.
  for (let round = 0; round < 8; round++) {
    const half = around(0, Math.sqrt(rows * cols * cellArea)).filter(({ value }) => (value - level) / (peak - level) >= 0.5);
    depth = DEPTH_OF_HALF_WIDTH * Math.sqrt(half.reduce((sum, { area }) => sum + area, 0) / Math.PI);
    const ring = around(RING[0] * depth, RING[1] * depth)
      .map(({ value }) => value)
      .sort((a, b) => a - b);
    const expected = (Math.PI * (RING[1] ** 2 - RING[0] ** 2) * depth ** 2) / cellArea;
    if (ring.length < 0.5 * expected || ring.length < 8) return undefined;
    const own = (1 + ((RING[0] + RING[1]) / 2) ** 2) ** -1.5;
    const median = ring[ring.length >> 1] as number;
    level = (median - own * peak) / (1 - own);
    if (!((peak - level) / peak > 0)) return undefined;
  }
  const disc = around(0, REACH * depth);
  const integral = disc.reduce((sum, { value, area }) => sum + (value - level) * area, 0) * MILLIGAL;
  return { kilograms: integral / (2 * Math.PI * GRAVITATIONAL_CONSTANT * (1 - 1 / Math.hypot(1, REACH))), depth };
}
