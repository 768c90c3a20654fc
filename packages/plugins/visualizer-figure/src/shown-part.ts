import { type Grid, gridBounds, projectionBetween, type RegionProduct, windowGeometry, windowValues } from "@geoanomaly/core";
import { boundsOf } from "./plot/map-frame.js";

/** A layer that covers so many times the area of the surveys, such as a topography of the world, is shown around them only. */
const MOST_AREAS = 9;
/** Readings that are looked at, at most, per survey: enough for where they lie. */
const MOST_PLACES = 5000;
/** Room around the surveys, share of their longer side. */
const MARGIN = 0.1;

/** The grid of a layer, or the part of it around the surveys of the run where it reaches far beyond them. */
export async function shownPart({ surveys }: RegionProduct, grid: Grid): Promise<{ readonly grid: Grid; readonly cropped: boolean }> {
  const whole = { grid, cropped: false };
  const places = await surveyPlaces(surveys, grid.crs);
  if (places.length === 0) return whole;
  const around = boundsOf(
    Float64Array.from(places, ([x]) => x),
    Float64Array.from(places, ([, y]) => y),
    MARGIN,
  );
  const edges = gridBounds(grid);
  const [west, east] = [Math.max(edges.west, around.west), Math.min(edges.east, around.east)];
  const [south, north] = [Math.max(edges.south, around.south), Math.min(edges.north, around.north)];
  const inside = (east - west) * (north - south);
  const all = (edges.east - edges.west) * (edges.north - edges.south);
  if (!(east > west) || !(north > south) || all <= MOST_AREAS * inside) return whole;
  const [cellWidth, , , , cellHeight] = grid.transform;
  const [firstCol, lastCol] = [Math.floor((west - edges.west) / cellWidth), Math.ceil((east - edges.west) / cellWidth)];
  const [firstRow, lastRow] = [Math.floor((north - edges.north) / cellHeight), Math.ceil((south - edges.north) / cellHeight)];
  const window = {
    firstRow,
    firstCol,
    rows: Math.min(grid.rows, lastRow) - firstRow,
    cols: Math.min(grid.cols, lastCol) - firstCol,
  };
  return { grid: { ...grid, ...windowGeometry(grid, window), values: windowValues(grid.values, grid, window) }, cropped: true };
}

async function surveyPlaces(surveys: RegionProduct["surveys"], crs: Grid["crs"]): Promise<(readonly [number, number])[]> {
  const places: (readonly [number, number])[] = [];
  for (const { points } of surveys) {
    if ((points.crs === "local") !== (crs === "local")) continue; // nobody knows where they are on this grid
    const { forward } = await projectionBetween(points.crs, crs);
    const step = Math.max(1, Math.ceil(points.easting.length / MOST_PLACES));
    for (let index = 0; index < points.easting.length; index += step) places.push(forward(points.easting[index]!, points.northing[index]!));
  }
  return places;
}
