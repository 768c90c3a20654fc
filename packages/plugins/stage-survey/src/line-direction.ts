import type { Plane, SurveyLine } from "@geoanomaly/core";

/** Direction of a line as an axis (there and back are one), weighted by length: a vector of twice the angle. */
export interface Axis {
  readonly cosine: number;
  readonly sine: number;
}

/** Sum over the steps of a line of length times the unit vector of twice the angle from east. */
export function axisOf({ x, y }: Plane, { members }: SurveyLine): Axis {
  let [cosine, sine] = [0, 0];
  for (let k = 1; k < members.length; k++) {
    const [a, b] = [members[k - 1] as number, members[k] as number];
    const [dx, dy] = [(x[b] as number) - (x[a] as number), (y[b] as number) - (y[a] as number)];
    const length = Math.hypot(dx, dy);
    if (!(length > 0)) continue;
    cosine += (dx * dx - dy * dy) / length;
    sine += (2 * dx * dy) / length;
  }
  return { cosine, sine };
}

/** The axis most of the survey was flown along. */
export function mainAxis(plane: Plane, lines: readonly SurveyLine[]): Axis {
  let [cosine, sine] = [0, 0];
  for (const line of lines) {
    const axis = axisOf(plane, line);
    cosine += axis.cosine;
    sine += axis.sine;
  }
  return { cosine, sine };
}

/** Angle from east of an axis, radians, within -pi/2..pi/2. */
export const angleOf = ({ cosine, sine }: Axis): number => Math.atan2(sine, cosine) / 2;

/** Angle between two axes, radians, 0..pi/2. A line of a single reading has no axis: NaN. */
export function angleBetween(a: Axis, b: Axis): number {
  const sizes = Math.hypot(a.cosine, a.sine) * Math.hypot(b.cosine, b.sine);
  if (!(sizes > 0)) return Number.NaN;
  return Math.acos(Math.max(-1, Math.min(1, (a.cosine * b.cosine + a.sine * b.sine) / sizes))) / 2;
}
