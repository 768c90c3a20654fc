import type { PointSet } from "../contracts/points.js";
import { GridMismatchError } from "../errors.js";
import type { Plane } from "./plane.js";

/** One line of a survey. */
export interface SurveyLine {
  readonly name: string;
  /** Readings in order of measurement. */
  readonly members: Uint32Array;
}

/**
 * Lines of a survey that have readings, in order of their names' index: the order of the table does not matter between lines. Within a
 * line it is the order of measurement; by time, where all its times are known.
 * @throws GridMismatchError if the readings have no lines.
 */
export function surveyLines(stage: string, points: PointSet): readonly SurveyLine[] {
  const { lines, time } = points;
  if (!lines)
    throw new GridMismatchError(`readings along lines as input of ${stage}`, "readings without line names (map a column to the line)");
  const counts = new Uint32Array(lines.names.length);
  for (const line of lines.of) counts[line] = (counts[line] as number) + 1;
  const members = Array.from(counts, (count) => new Uint32Array(count));
  const filled = new Uint32Array(counts.length);
  lines.of.forEach((line, index) => {
    const at = filled[line] as number;
    (members[line] as Uint32Array)[at] = index;
    filled[line] = at + 1;
  });
  if (time) {
    for (const line of members) {
      if (!line.some((index) => Number.isNaN(time[index]))) line.sort((a, b) => (time[a] as number) - (time[b] as number) || a - b);
    }
  }
  return members.map((line, index) => ({ name: lines.names[index] as string, members: line })).filter(({ members }) => members.length > 0);
}

/** Distance along the line of each member from the first, metres. */
export function distanceAlong({ x, y }: Plane, { members }: SurveyLine): Float64Array {
  const distance = new Float64Array(members.length);
  for (let k = 1; k < members.length; k++) {
    const [a, b] = [members[k - 1] as number, members[k] as number];
    distance[k] = (distance[k - 1] as number) + Math.hypot((x[b] as number) - (x[a] as number), (y[b] as number) - (y[a] as number));
  }
  return distance;
}
