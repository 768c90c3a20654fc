import type { GridGeometry } from "@geoanomaly/core";

/** Northing of the middle of a grid, CRS units. */
export const middleNorthing = ({ rows, transform }: GridGeometry): number => transform[5] + (transform[4] * rows) / 2;

/** Middle of a grid, CRS units. */
export const middleOf = (grid: GridGeometry): readonly [number, number] => [
  grid.transform[2] + (grid.transform[0] * grid.cols) / 2,
  middleNorthing(grid),
];

/** Where sample `i` of a north-up grid stands, CRS units. */
export const sampleEasting = ({ transform, cols }: GridGeometry, i: number): number => transform[2] + transform[0] * ((i % cols) + 0.5);
export const sampleNorthing = ({ transform, cols }: GridGeometry, i: number): number =>
  transform[5] + transform[4] * (Math.floor(i / cols) + 0.5);
