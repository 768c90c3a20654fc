import type { PointSet } from "@geoanomaly/core";

/** More lines than this are counted, not named. */
const NAMED = 100;

/** 1-based line of the source file of one reading; its 1-based place in the survey where the file is not known. */
export function sourceLine({ sourceLines }: PointSet, index: number): number {
  return sourceLines?.[index] ?? index + 1;
}

/** Lines of the source file of some readings, ascending, for a report: the first 100. */
export function sourceLinesOf(points: PointSet, indices: Iterable<number>): readonly number[] {
  return [...indices]
    .map((index) => sourceLine(points, index))
    .sort((a, b) => a - b)
    .slice(0, NAMED);
}

/** The same in a sentence: `lines 4, 18, 20 and 212 more`. */
export function namedReadings(points: PointSet, indices: ArrayLike<number> & Iterable<number>, shown = 8): string {
  const noun = points.sourceLines ? "line" : "reading";
  const lines = sourceLinesOf(points, indices).slice(0, shown);
  const more = indices.length - lines.length;
  return `${noun}${indices.length === 1 ? "" : "s"} ${lines.join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
}
