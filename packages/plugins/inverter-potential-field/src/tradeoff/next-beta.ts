import type { Trial } from "../state.js";

/** Misfits within this part of the target have reached it. */
export const MISFIT_TOLERANCE = 0.03;

export function reachesTarget(chi: number, target: number): boolean {
  return Math.abs(chi / target - 1) <= MISFIT_TOLERANCE;
}

/** Two trials closer than this in beta say more about how far each was solved than about the slope between them. */
const LEAST_RATIO = 1.3;
/** Most that beta grows at once: a model that fits too closely first has to follow. */
const MOST_GROWTH = 3;
/** Growth of log misfit with log beta: what is believed, and what is taken where no two trials tell. */
const SLOPES = { least: 0.1, most: 1.5, usual: 0.7 } as const;

/** Growth of log misfit with log beta between the last trial and the latest that is far enough from it. */
function slopeAt(trials: readonly Trial[]): number {
  const last = trials.at(-1)!;
  const other = trials.findLast(({ beta }) => Math.max(beta / last.beta, last.beta / beta) >= LEAST_RATIO);
  if (other === undefined) return SLOPES.usual;
  const slope = Math.log(other.chi / last.chi) / Math.log(other.beta / last.beta);
  return Number.isFinite(slope) ? Math.min(Math.max(slope, SLOPES.least), SLOPES.most) : SLOPES.usual;
}

/**
 * The trade-off parameter to try next: where the misfit would meet its target if it went on growing with beta as the last trials show,
 * in logarithms, but no farther than `cooling` below the last, and not much above it. Earlier trials are not held against the last one: they were made on the
 * way, with models that were not solved to the end, and a bracket between such can exclude the target.
 * @param trials In the order they were made, one at least.
 */
export function nextBeta(trials: readonly Trial[], target: number, cooling: number): number {
  const { beta, chi } = trials.at(-1)!;
  // The start is far above: the first values of beta only set the slope.
  if (trials.length === 1 && chi > target) return beta / cooling;
  const ratio = (target / chi) ** (1 / slopeAt(trials));
  return beta * Math.min(Math.max(ratio, 1 / cooling), Math.min(cooling, MOST_GROWTH));
}
