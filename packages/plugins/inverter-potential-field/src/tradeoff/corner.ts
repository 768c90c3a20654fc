import type { Trial } from "../state.js";

type Place = readonly [misfit: number, norm: number];

const placeOf = ({ chi, norm }: Trial): Place => [Math.log(Math.max(chi, Number.MIN_VALUE)), Math.log(Math.max(norm, Number.MIN_VALUE))];

/** Curvature of the circle through three places; positive where a path that runs to smaller misfits turns upwards. */
function curvature(a: Place, b: Place, c: Place): number {
  const twiceArea = (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]);
  const sides = Math.hypot(b[0] - a[0], b[1] - a[1]) * Math.hypot(c[0] - b[0], c[1] - b[1]) * Math.hypot(c[0] - a[0], c[1] - a[1]);
  return sides > 0 ? (-2 * twiceArea) / sides : 0;
}

/** Turns less sharp than this, in logarithms of misfit and norm, are no corner. */
const LEAST_CURVATURE = 0.1;

/**
 * The corner of the L-curve: the trial at which log norm over log misfit turns upwards most. Where noise is small the curve has none; then
 * it is where a smaller misfit begins to cost less than its part in norm (slope -1), before which the model fits too little.
 * @param trials With falling beta.
 * @returns Index of the trial, and how it was found.
 */
export function cornerOf(trials: readonly Trial[]): { readonly trial: number; readonly corner: boolean } {
  const places = trials.map(placeOf);
  let [sharpest, corner] = [LEAST_CURVATURE, -1];
  for (let i = 1; i + 1 < places.length; i++) {
    const turn = curvature(places[i - 1]!, places[i]!, places[i + 1]!);
    if (turn > sharpest) [sharpest, corner] = [turn, i];
  }
  if (corner >= 0) return { trial: corner, corner: true };
  for (let i = 1; i < places.length; i++) {
    const [before, here] = [places[i - 1]!, places[i]!];
    if (here[1] - before[1] < before[0] - here[0]) return { trial: i - 1, corner: false };
  }
  return { trial: trials.length - 1, corner: false };
}
