import type { PlaneGrid } from "@geoanomaly/core";
import type { EulerWindow } from "./euler-window.js";

/** Why a window gave no source. */
export type Rejection = "aboveLevel" | "tooDeep" | "outsideWindow" | "uncertain";

export interface Acceptance {
  /** Largest uncertainty of the depth as a part of it. */
  readonly tolerance: number;
  /** Metres. */
  readonly maximumDepth: number;
  /** Largest distance from the middle of the window, as a part of its half width. */
  readonly reach: number;
}

export interface EulerSolution {
  readonly window: EulerWindow;
  /** Metres from the middle of the window. */
  readonly east: number;
  readonly north: number;
  readonly depth: number;
  readonly uncertainty: number;
}

/** The source a window sees with a structural index, or why it is not taken for one. */
export function eulerSolution(
  window: EulerWindow,
  index: number,
  size: number,
  grid: PlaneGrid,
  accept: Acceptance,
): EulerSolution | Rejection {
  const [east, north, depth] = window.start.map((value, k) => value + index * window.slope[k]!) as [number, number, number];
  if (!(depth > 0)) return "aboveLevel";
  if (depth > accept.maximumDepth) return "tooDeep";
  const half = (accept.reach * size) / 2;
  if (Math.abs(east) > half * grid.spacing.east || Math.abs(north) > half * grid.spacing.north) return "outsideWindow";
  const [constant, linear, quadratic] = window.squares;
  const squares = Math.max(0, constant + index * (linear + index * quadratic));
  const uncertainty = Math.sqrt((squares / window.freedom) * window.depthVariance);
  return uncertainty <= accept.tolerance * depth ? { window, east, north, depth, uncertainty } : "uncertain";
}
