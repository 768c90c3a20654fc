import type { Box } from "../drawing/mark.js";

/** A number line of a plot: data to pixels. Of d3's scales, what a plot needs. */
export interface Axis {
  (value: number): number;
  domain(): number[];
  ticks(count?: number): number[];
}

/** A box of the drawing with what its pixels stand for. */
export interface Frame extends Box {
  readonly xAxis: Axis;
  readonly yAxis: Axis;
}
