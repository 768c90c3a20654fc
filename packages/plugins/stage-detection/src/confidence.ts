import { CALIBRATION } from "./calibration.js";

/**
 * Probability that a detected peak is a source, from its reduced score (score less location of the null's maxima, over their scale):
 * linear between the knots of the calibration, the outermost beyond them. The table is fitted by `tools/calibrate-detection.mjs` on bodies
 * put into random fields; its prior (two bodies in a field, peaks of 0.5 to 8 deviations of it) is part of what the number means.
 */
export function confidenceOf(reducedScore: number): number {
  const { knots } = CALIBRATION;
  const last = knots.length - 1;
  const above = knots.findIndex(([at]) => at >= reducedScore);
  if (above === 0) return (knots[0] as readonly [number, number])[1];
  if (above < 0) return (knots[last] as readonly [number, number])[1];
  const [[x0, y0], [x1, y1]] = [knots[above - 1], knots[above]] as [readonly [number, number], readonly [number, number]];
  return y0 + ((reducedScore - x0) / (x1 - x0)) * (y1 - y0);
}
