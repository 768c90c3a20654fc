import { GridMismatchError, type GridSource, type RawData } from "@geoanomaly/core";

/** The grid of a stage's input. @throws GridMismatchError for points or coefficients. */
export function gridInput(stage: string, data: RawData): GridSource {
  if (data.kind === "grid") return data.grid;
  throw new GridMismatchError(`a grid as input of stage ${stage}`, data.kind);
}
