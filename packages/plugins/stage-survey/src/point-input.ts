import { GridMismatchError, type PointSet, type RawData } from "@geoanomaly/core";

/** The readings of a stage's input. @throws GridMismatchError for anything else: these stages come before gridding. The reason of `signal` if aborted. */
export function pointInput(stage: string, data: RawData, signal: AbortSignal): PointSet {
  signal.throwIfAborted();
  if (data.kind === "points") return data.points;
  throw new GridMismatchError(`points as input of ${stage}`, data.kind);
}
