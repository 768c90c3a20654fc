import { type Crs, crsDefinition } from "@geoanomaly/core";
import { scaleLinear } from "d3-scale";
import type { AxisStyle } from "./axes.js";
import type { Frame } from "./frame.js";
import { numberLabel } from "./number-label.js";

/** Edges of a map, CRS units. */
export interface MapBounds {
  readonly west: number;
  readonly south: number;
  readonly east: number;
  readonly north: number;
}

/** A plot of places: north is up, and a metre is as long across as it is up. */
export interface MapFrame extends Frame {
  readonly bounds: MapBounds;
  /** Metres on the ground for one pixel of the drawing, from west to east in the middle of the map. */
  readonly metresPerPixel: number;
  readonly xStyle: AxisStyle;
  readonly yStyle: AxisStyle;
  /** Which north is up, in words. */
  readonly north: string;
}

/** Of a great circle on the sphere of 6371.0 km. */
const METRES_PER_DEGREE = 111_195;
/** From this extent on, metres are written as kilometres. */
const KILOMETRES_FROM = 20_000;

/** Are the coordinates longitude and latitude? */
export function isGeographic(crs: Crs): boolean {
  return crs !== "local" && crsDefinition(crs).geographic;
}

/** The CRS with its name, for captions. */
export function crsName(crs: Crs): string {
  return crs === "local" ? "Local coordinates, metres east and north of an unknown origin" : `${crs} (${crsDefinition(crs).name})`;
}

/** The largest map of the bounds in a box of `maxWidth` by `maxHeight` pixels with its corner at (x, y). */
export function mapFrame(bounds: MapBounds, crs: Crs, x: number, y: number, maxWidth: number, maxHeight: number): MapFrame {
  const geographic = isGeographic(crs);
  const { west, south, east, north } = bounds;
  const metresAcross = geographic ? METRES_PER_DEGREE * Math.cos(((south + north) / 2) * (Math.PI / 180)) : 1;
  const metresUp = geographic ? METRES_PER_DEGREE : 1;
  const [metresWide, metresHigh] = [(east - west) * metresAcross, (north - south) * metresUp];
  const metresPerPixel = Math.max(metresWide / maxWidth, metresHigh / maxHeight);
  const width = Math.max(1, Math.round(metresWide / metresPerPixel));
  const height = Math.max(1, Math.round(metresHigh / metresPerPixel));
  const far = Math.max(metresWide, metresHigh) >= KILOMETRES_FROM;
  return {
    x,
    y,
    width,
    height,
    bounds,
    metresPerPixel,
    xAxis: scaleLinear([west, east], [x, x + width]),
    yAxis: scaleLinear([south, north], [y + height, y]),
    ...(geographic ? degreeStyles() : metreStyles(crs, far)),
    north: crs === "local" ? "northing up" : geographic ? "north up" : "grid north up",
  };
}

function degreeStyles(): Pick<MapFrame, "xStyle" | "yStyle"> {
  const style = (title: string, positive: string, negative: string): AxisStyle => ({
    title,
    label: (value, step) => `${numberLabel(Math.abs(value), step)}°${value === 0 ? "" : value > 0 ? positive : negative}`,
  });
  return { xStyle: style("Longitude", "E", "W"), yStyle: style("Latitude", "N", "S") };
}

function metreStyles(crs: Crs, far: boolean): Pick<MapFrame, "xStyle" | "yStyle"> {
  const style = (direction: string): AxisStyle => ({
    title: `${crs === "local" ? `Local ${direction.toLowerCase()}` : direction} (${far ? "km" : "m"})`,
    label: (value, step) => (far ? numberLabel(value / 1000, step / 1000) : numberLabel(value, step)),
  });
  return { xStyle: style("Easting"), yStyle: style("Northing") };
}

/** Bounds of places, widened by a share of their longer side so that no symbol touches the border; a single place gets a metre or so around. */
export function boundsOf(easting: Float64Array, northing: Float64Array, margin = 0.03): MapBounds {
  let [west, south, east, north] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let index = 0; index < easting.length; index++) {
    const [x, y] = [easting[index]!, northing[index]!];
    if (!Number.isFinite(x) || !Number.isFinite(y)) continue;
    west = Math.min(west, x);
    east = Math.max(east, x);
    south = Math.min(south, y);
    north = Math.max(north, y);
  }
  if (!(west <= east)) return { west: 0, south: 0, east: 1, north: 1 };
  const longer = Math.max(east - west, north - south) || 1;
  // A single profile has no width: the map of it needs some.
  const [acrossMore, upMore] = [east - west, north - south].map((extent) => margin * longer + Math.max(0, 0.15 * longer - extent) / 2) as [
    number,
    number,
  ];
  return { west: west - acrossMore, south: south - upMore, east: east + acrossMore, north: north + upMore };
}
