import { type Grid, GridMismatchError, type GridSource, type RawData } from "@geoanomaly/core";

/** The grid of a stage's input. @throws GridMismatchError for points or coefficients. */
export function gridInput(stage: string, data: RawData): GridSource {
  if (data.kind === "grid") return data.grid;
  throw new GridMismatchError(`a grid as input of stage ${stage}`, data.kind);
}

/** The header of a grid, without its samples or methods. */
export function headerOf(grid: Grid | GridSource) {
  const { rows, cols, transform, registration, crs, quantity, height, epoch, tideSystem, effectiveResolution } = grid;
  return {
    rows,
    cols,
    transform,
    registration,
    crs,
    quantity,
    height,
    effectiveResolution,
    ...(epoch !== undefined && { epoch }),
    ...(tideSystem !== undefined && { tideSystem }),
  };
}
