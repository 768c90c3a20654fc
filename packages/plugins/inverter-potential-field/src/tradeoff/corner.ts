import type { Trial } from "../state.js";

/**
 * The corner of the L-curve: the trial at which the curve of log misfit and log model norm turns most, by the curvature of the circle
 * through it and its neighbours. @returns Its index; the last trial while there are fewer than three.
 */
export function cornerOf(trials: readonly Trial[]): number {
  let [corner, sharpest] = [trials.length - 1, Number.NEGATIVE_INFINITY];
  for (let i = 1; i + 1 < trials.length; i++) {
    const [a, b, c] = [trials[i - 1]!, trials[i]!, trials[i + 1]!].map(({ chi, norm }) => [Math.log(chi), Math.log(norm)] as const) as [
      readonly [number, number],
      readonly [number, number],
      readonly [number, number],
    ];
    const twiceArea = (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]);
    const sides = Math.hypot(b[0] - a[0], b[1] - a[1]) * Math.hypot(c[0] - b[0], c[1] - b[1]) * Math.hypot(c[0] - a[0], c[1] - a[1]);
    // With falling beta the misfit falls and the norm grows: the path runs left and turns right, upwards, at the corner.
    const curvature = sides > 0 ? (-2 * twiceArea) / sides : Number.NEGATIVE_INFINITY;
    if (curvature > sharpest) [corner, sharpest] = [i, curvature];
  }
  return corner;
}
