import { crsDefinition, InvalidParameterError, type PointSet, parameters, type StagePlugin } from "@geoanomaly/core";
import { pointInput } from "./point-input.js";
import { sourceLinesOf } from "./reading-names.js";
import { partition, selectPoints } from "./select-points.js";

const OWNER = "stage crop";
const EDGES = ["west", "south", "east", "north"] as const;

const edge = (description: string) => ({ type: "number", description });

/** Longitudes count the short way round; a window with west > east goes across the antimeridian. */
function withinLongitudes(west: number, east: number): (x: number) => boolean {
  const width = west <= east ? east - west : east - west + 360;
  return (x) => (((x - west) % 360) + 360) % 360 <= width || x === east;
}

/**
 * Keeps the readings within a window, its edges included, in the coordinates of the readings. An edge that is not given does not cut.
 * @throws InvalidParameterError if nothing is left: the window is in another CRS than the survey.
 */
export const crop: StagePlugin = {
  kind: "stage",
  id: "crop",
  version: "1",
  parameters: {
    type: "object",
    additionalProperties: false,
    properties: {
      west: edge("Least easting or longitude, in the CRS of the readings"),
      south: edge("Least northing or latitude"),
      east: edge("Greatest easting or longitude; less than west: across the antimeridian"),
      north: edge("Greatest northing or latitude"),
    },
  },
  run: async (data, raw, context) => {
    const points = pointInput(OWNER, data, context.signal);
    const given = parameters(OWNER, raw, EDGES);
    const west = given.number("west") ?? Number.NEGATIVE_INFINITY;
    const east = given.number("east") ?? Number.POSITIVE_INFINITY;
    const south = given.number("south") ?? Number.NEGATIVE_INFINITY;
    const north = given.number("north") ?? Number.POSITIVE_INFINITY;
    const geographic = points.crs !== "local" && crsDefinition(points.crs).geographic;
    if (south > north) throw new InvalidParameterError(OWNER, "south", `at most north, ${north}`, String(south));
    if (west > east && !geographic) throw new InvalidParameterError(OWNER, "west", `at most east, ${east}`, String(west));
    const withinX =
      geographic && Number.isFinite(west) && Number.isFinite(east) ? withinLongitudes(west, east) : (x: number) => x >= west && x <= east;
    const { easting, northing } = points;
    const { kept, removed } = partition(points.values.length, (index) => {
      const y = northing[index] as number;
      return withinX(easting[index] as number) && y >= south && y <= north;
    });
    if (kept.length === 0) {
      throw new InvalidParameterError(
        OWNER,
        "window",
        `a window that holds readings, which lie in ${extentOf(points)}`,
        JSON.stringify(raw),
      );
    }
    context.report?.({ kept: kept.length, removed: removed.length, removedLines: sourceLinesOf(points, removed) });
    context.logger.log("info", `${removed.length} of ${points.values.length} readings lie outside the window`, { removed: removed.length });
    return { kind: "points", points: removed.length === 0 ? points : selectPoints(points, kept) };
  },
};

function extentOf({ easting, northing, crs }: PointSet): string {
  const span = (values: Float64Array) => {
    let [least, greatest] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
    for (const value of values) [least, greatest] = [Math.min(least, value), Math.max(greatest, value)];
    return `${least}..${greatest}`;
  };
  return `${span(easting)} east, ${span(northing)} north (${crs})`;
}
